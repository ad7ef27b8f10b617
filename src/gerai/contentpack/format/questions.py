"""questions.yaml"""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field, RootModel, model_validator

from gerai.contentpack.format.base import (
    ItemLine,
    LongText,
    PackModel,
    ShortText,
    SummaryText,
    refuse,
)
from gerai.contentpack.format.directory import Status
from gerai.contentpack.format.values import Day, ServicePath, Slug

TARGETS = ("question", "service", "life_event", "agency", "advice")


class AnswerItem(PackModel):
    """One answer, and the one thing that it leads to."""

    text: ItemLine
    note: ShortText | None = None
    question: Slug | None = None
    service: ServicePath | None = None
    life_event: Slug | None = None
    agency: Slug | None = None
    advice: LongText | None = None

    @model_validator(mode="after")
    def _leads_to_one_thing(self) -> AnswerItem:
        chosen = [name for name in TARGETS if getattr(self, name) is not None]
        if len(chosen) != 1:
            raise refuse(
                _("needs exactly one of %(names)s: what this answer leads to")
                % {"names": ", ".join(TARGETS)}
            )
        return self


class QuestionItem(PackModel):
    """One question. The first of the file is the one that people begin with."""

    slug: Slug
    title: ShortText
    ask: ItemLine | None = None
    summary: SummaryText | None = None
    status: Status = "shown"
    reviewed_on: Day | None = None
    answers: Annotated[list[AnswerItem], Field(min_length=1)]


class QuestionsFile(RootModel[list[QuestionItem]]):
    """questions.yaml"""


__all__ = ["AnswerItem", "QuestionItem", "QuestionsFile"]
