"""What the page of a question draws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gerai.directory.choices import OfferedHere
from gerai.directory.policies import (
    visible_agencies,
    visible_life_events,
)
from gerai.directory.selectors import in_language
from gerai.directory.selectors.services import shown_by_key
from gerai.guidance.questions.reading import QuestionTree, question_tree
from gerai.guidance.questions.tree import questions_left, way_to
from gerai.place.carried import hours_payload
from gerai.place.selectors import current_mall, mall_timetable
from gerai.theme.addresses import localized_url

if TYPE_CHECKING:
    from gerai.guidance.models import Answer, QuestionPage


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
        "answers": answer_rows(page.answers.all(), language),
        "given": given,
        "back_url": given[-1].url if given else "",
        "step": len(way),
        "steps": len(way) - 1 + questions_left(str(page.translation_key), tree.nodes),
        "hours_data": _hours_data(language),
    }


def answer_rows(answers: Iterable[Answer], language: str) -> list[AnswerRow]:
    """The answers that lead somewhere visitors may go; a fixed number of queries."""
    from gerai.guidance.models import QuestionPage  # noqa: PLC0415

    listed = sorted(answers, key=lambda one: (one.sort_order or 0, one.pk or 0))
    services = shown_by_key(
        [one.service_id for one in listed if one.service_id], language
    )
    events = in_language(
        visible_life_events()
        .filter(pk__in=[one.life_event_id for one in listed if one.life_event_id])
        .select_related("locale"),
        language,
    )
    agencies = in_language(
        visible_agencies()
        .filter(pk__in=[one.agency_id for one in listed if one.agency_id])
        .select_related("locale"),
        language,
    )
    questions = (
        QuestionPage.objects.live()
        .public()
        .filter(pk__in=[one.next_question_id for one in listed if one.next_question_id])
    )
    ends: dict[Any, tuple[str, str]] = {}
    for service in services.values():
        ends["service", service.translation_key] = (
            localized_url(service, language),
            _service_text(service),
        )
    for event in events:
        ends["event", event.translation_key] = (
            localized_url(event, language),
            _("Life event: %(title)s") % {"title": event.title},
        )
    for agency in agencies:
        ends["agency", agency.translation_key] = (
            localized_url(agency, language),
            agency.short_name if agency.is_at_mall else _elsewhere(agency.short_name),
        )
    for question in questions:
        ends["question", question.translation_key] = (
            localized_url(question, language),
            "",
        )
    keys = _keys_of(listed)
    rows = []
    for one in listed:
        if one.advice:
            rows.append(AnswerRow(one.text, one.note, advice=one.advice))
        elif (end := ends.get(keys.get(one.pk or id(one)))) is not None:
            rows.append(AnswerRow(one.text, one.note, url=end[0], leads_to=end[1]))
    return rows


def _keys_of(answers: list[Answer]) -> dict[int, tuple[str, Any]]:
    """What each answer leads to, by the key that translations share."""
    from wagtail.models import Page  # noqa: PLC0415

    kinds = {
        "service": "service_id",
        "event": "life_event_id",
        "agency": "agency_id",
        "question": "next_question_id",
    }
    chosen = {
        one.pk or id(one): (kind, getattr(one, column))
        for one in answers
        for kind, column in kinds.items()
        if getattr(one, column)
    }
    ids = [page_id for _kind, page_id in chosen.values()]
    keys = dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))
    return {key: (kind, keys.get(page_id)) for key, (kind, page_id) in chosen.items()}


def _given(
    way: list[str], tree: QuestionTree, locale_id: int, language: str
) -> list[GivenAnswer]:
    from gerai.guidance.models import Answer  # noqa: PLC0415

    if len(way) < 2:
        return []
    records = Q(page__locale__language_code=settings.LANGUAGE_CODE)
    rows = (
        Answer.objects.filter(records | Q(page__locale_id=locale_id), page__live=True)
        .filter(next_question__translation_key__in=way[1:])
        .order_by("pk")
        .values_list("page__locale_id", "next_question__translation_key", "text")
    )
    texts: dict[str, str] = {}
    for row_locale, key, text in rows:
        # The words of the page's own language count; the record stands in for them.
        if row_locale == locale_id or str(key) not in texts:
            texts[str(key)] = text
    return [
        GivenAnswer(texts.get(after, ""), localized_url(tree.pages[before], language))
        for before, after in pairwise(way)
    ]


def _service_text(service: Any) -> str:
    agency = service.agency
    if agency.is_elsewhere or service.is_offered_here == OfferedHere.ELSEWHERE:
        return f"{service.title} · {_elsewhere(agency.short_name)}"
    return f"{service.title} · {agency.short_name}"


def _elsewhere(agency: str) -> str:
    return _("%(agency)s, not at this mall") % {"agency": agency}


def _hours_data(language: str) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415

    mall = current_mall()
    if mall is None:
        return {}
    timetable = mall_timetable(mall)
    return hours_payload(
        {"mall": timetable},
        first_day=timezone.now().astimezone(timetable.zone).date(),
        language=language,
    )
