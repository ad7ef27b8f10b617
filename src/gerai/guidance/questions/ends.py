"""Where answers lead, as visitors read it; within a snapshot each end is read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gerai.directory.choices import OfferedHere
from gerai.directory.policies import (
    private_places,
    public,
    visible_agencies,
    visible_life_events,
)
from gerai.directory.selectors import in_language
from gerai.directory.selectors.localized import language_or_active
from gerai.directory.selectors.related import linked_by_key
from gerai.guidance.models import Answer, QuestionPage
from gerai.publishing.prepared import PreparedGiven
from gerai.publishing.reading import each_once, is_in_snapshot
from gerai.theme.addresses import localized_url


@dataclass(frozen=True, slots=True)
class End:
    """What an answer leads to: its address, and its name; "" for a question."""

    url: str
    name: str = ""


def ends_of(answers: Iterable[Answer]) -> dict[tuple[str, int], End]:
    """The ends that visitors may see, in the active language, by column and key.

    A fixed number of queries.
    """
    listed = list(answers)
    found: dict[tuple[str, int], End] = {}
    for column, load in _LOADS.items():
        keys = [key for one in listed if (key := getattr(one, column))]
        for key, end in each_once(load, keys).items():
            found[column, key] = end
    return found


def end_of(answer: Answer, ends: Mapping[tuple[str, int], End]) -> End | None:
    """What an answer leads to, if visitors may see it."""
    for column in _LOADS:
        if key := getattr(answer, column):
            return ends.get((column, key))
    return None


def _services(keys: list[int]) -> dict[int, End]:
    found = linked_by_key(keys)
    return {key: _end(page, _name_of_service(page)) for key, page in found.items()}


def _life_events(keys: list[int]) -> dict[int, End]:
    records = _with_keys(visible_life_events, _LIFE_EVENT, keys)
    return {
        record.pk: _end(page, _("Life event: %(title)s") % {"title": page.title})
        for record, page in zip(records, in_language(records), strict=True)
    }


def _agencies(keys: list[int]) -> dict[int, End]:
    records = _with_keys(visible_agencies, _AGENCY, keys)
    return {
        record.pk: _end(
            page, page.short_name if page.is_at_mall else _elsewhere(page.short_name)
        )
        for record, page in zip(records, in_language(records), strict=True)
    }


def _questions(keys: list[int]) -> dict[int, End]:
    return {
        page.pk: _end(page, "")
        for page in _with_keys(_visible_questions, _QUESTION, keys)
    }


_LOADS: dict[str, Callable[[list[int]], dict[int, End]]] = {
    "next_question_id": _questions,
    "agency_id": _agencies,
    "life_event_id": _life_events,
    "service_id": _services,
}


def _with_keys(
    visible: Callable[[], QuerySet[Any]], prepared: PreparedGiven[Any], keys: list[int]
) -> list[Any]:
    if not is_in_snapshot():
        return list(visible().filter(pk__in=keys))
    return [page for key in keys for page in prepared.now().records(key)]


def _visible_questions() -> QuerySet[QuestionPage]:
    return public(QuestionPage.objects.live())


# Read with what is shown of them, so that no other change seems to matter.
_AGENCY = PreparedGiven(
    private_places,
    lambda key: (
        visible_agencies()
        .filter(pk=key)
        .only("url_path", "translation_key", "short_name", "presence")
    ),
    int,
)
_LIFE_EVENT = PreparedGiven(
    private_places,
    lambda key: (
        visible_life_events()
        .filter(pk=key)
        .only("url_path", "translation_key", "title")
    ),
    int,
)
_QUESTION = PreparedGiven(
    private_places,
    lambda key: _visible_questions().filter(pk=key).only("url_path"),
    int,
)


def _end(page: Any, name: str) -> End:
    return End(localized_url(page, language_or_active(None)), name)


def _name_of_service(service: Any) -> str:
    agency = service.agency
    if agency.is_elsewhere or service.is_offered_here == OfferedHere.ELSEWHERE:
        return f"{service.title} · {_elsewhere(agency.short_name)}"
    return f"{service.title} · {agency.short_name}"


def _elsewhere(agency: str) -> str:
    return _("%(agency)s, not at this mall") % {"agency": agency}
