"""What the page of a question draws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language

from gerai.guidance.models import Answer
from gerai.guidance.questions.ends import end_of, ends_of
from gerai.guidance.questions.reading import QuestionTree, question_tree
from gerai.guidance.questions.tree import questions_left, way_to
from gerai.publishing.prepared import PreparedQuery
from gerai.publishing.reading import is_in_snapshot
from gerai.theme.addresses import localized_url

if TYPE_CHECKING:
    from gerai.guidance.models import QuestionPage


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer: where it leads, or what it says.

    ``leads_to`` names the end of the path before one follows it; "" for a question.
    """

    text: str
    note: str
    url: str = ""
    leads_to: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer given on the way, with the question where it can be changed."""

    text: str
    url: str


def question_context(page: QuestionPage) -> dict[str, Any]:
    """Answers, the way so far, the question before, and how many may follow."""
    language = get_language() or settings.LANGUAGE_CODE
    tree = question_tree()
    way = way_to(str(page.translation_key), tree.asked_by)
    given = _given(way, tree, page.locale_id, language)
    return {
        "answers": answer_rows(_answers_of(page)),
        "given": given,
        "back_url": given[-1].url if given else "",
        "step": len(way),
        "steps": len(way) - 1 + questions_left(str(page.translation_key), tree.nodes),
    }


def answer_rows(answers: Iterable[Answer]) -> list[AnswerRow]:
    """The answers that lead somewhere visitors may go; a fixed number of queries."""
    listed = sorted(answers, key=lambda one: (one.sort_order or 0, one.pk or 0))
    ends = ends_of(listed)
    rows = []
    for one in listed:
        if one.advice:
            rows.append(AnswerRow(one.text, one.note, advice=one.advice))
        elif (end := end_of(one, ends)) is not None:
            rows.append(AnswerRow(one.text, one.note, url=end.url, leads_to=end.name))
    return rows


def _answers_of(page: QuestionPage) -> Iterable[Answer]:
    if not is_in_snapshot():  # a preview's answers may not be saved yet
        answers: Iterable[Answer] = page.answers.all()
        return answers
    return _ANSWERS.records(page.pk)


def _given(
    way: list[str], tree: QuestionTree, locale_id: int, language: str
) -> list[GivenAnswer]:
    return [
        GivenAnswer(
            _answer_before(after, locale_id),
            localized_url(tree.pages[before], language),
        )
        for before, after in pairwise(way)
    ]


def _answer_before(question: str, locale_id: int) -> str:
    """The words of the answer that leads to a question.

    Those of the page's own language count; the record stands in for them.
    """
    words: str | None = None
    for row_locale, text in _LEADING_TO.rows(UUID(question), locale_id):
        if row_locale == locale_id or words is None:
            words = text
    return words or ""


_ANSWERS = PreparedQuery(
    lambda page: (
        Answer.objects.filter(page=page)
        .order_by("sort_order", "pk")
        .only(
            *("text", "note", "sort_order", "advice"),
            *("next_question", "service", "life_event", "agency"),
        )
    ),
    int,
)
_LEADING_TO = PreparedQuery(
    lambda question, locale: (
        Answer.objects.filter(
            Q(page__locale__language_code=settings.LANGUAGE_CODE)
            | Q(page__locale_id=locale),
            page__live=True,
            next_question__translation_key=question,
        )
        .order_by("pk")
        .values_list("page__locale_id", "text")
    ),
    *(UUID, int),
)
