"""Reads the question path of the site."""

from __future__ import annotations

from typing import Any

from gerai.contentpack.format.questions import QuestionItem
from gerai.contentpack.site.common import Data, one_line, without_nothing, words
from gerai.contentpack.site.context import SiteContext, present, twin
from gerai.contentpack.site.directory import page_data
from gerai.directory.models import AgencyPage, LifeEventPage
from gerai.guidance.models import FIRST_SLUG, Answer, QuestionPage


def read_questions(context: SiteContext) -> list[QuestionItem]:
    """All questions, the first one first; after the services, which they name."""
    pages = context.pages(QuestionPage.objects.prefetch_related("answers"))
    english = context.english(QuestionPage)
    names = _Names(context, pages)
    items = []
    for page in sorted(pages, key=lambda page: (page.slug != FIRST_SLUG, page.path)):
        key = f"question/{page.slug}"
        if page.latest_revision_id is None and not page.answers.all():
            # Made by Gerai itself, and empty: nothing to write down, but known.
            context.note_row(key, page)
            continue
        data = _question_data(page, twin(page, english), names)
        items.append(context.model(key, QuestionItem, data, page))
    return present(items)


class _Names:
    """Under which names the pack knows what answers lead to."""

    def __init__(self, context: SiteContext, pages: list[Any]) -> None:
        self.services = context.service_paths
        self.questions = {page.pk: page.slug for page in pages}
        self.life_events = dict(LifeEventPage.objects.values_list("pk", "slug"))
        self.agencies = dict(AgencyPage.objects.values_list("pk", "slug"))

    def target(self, answer: Answer) -> Data:
        return without_nothing(
            {
                "question": self.questions.get(answer.next_question_id or 0),
                "service": self.services.get(answer.service_id or 0),
                "life_event": self.life_events.get(answer.life_event_id or 0),
                "agency": self.agencies.get(answer.agency_id or 0),
            }
        )


def _question_data(
    page: QuestionPage, english: QuestionPage | None, names: _Names
) -> Data:
    other = {}
    if english is not None:
        other = {row.translation_key: row for row in english.answers.all()}
    has_english = english is not None
    answers = []
    for row in sorted(
        page.answers.all(), key=lambda row: (row.sort_order or 0, row.pk or 0)
    ):
        twin_row = other.get(row.translation_key)

        def both(
            name: str, row: Any = row, twin_row: Any = twin_row, *, tidy: Any = one_line
        ) -> Any:
            text = getattr(twin_row, name, None)
            return words(
                tidy(getattr(row, name)),
                tidy(text) if text else None,
                has_english=has_english,
            )

        answers.append(
            without_nothing(
                {
                    "text": both("text"),
                    "note": both("note"),
                    **names.target(row),
                    "advice": both("advice", tidy=str),
                }
            )
        )
    data = page_data(page, english)
    for name in ("indexed", "seo_title", "seo_description"):
        data.pop(name, None)
    asked = words(
        one_line(page.question),
        one_line(english.question) if english is not None else None,
        has_english=has_english,
    )
    return without_nothing({**data, "ask": asked, "answers": answers})
