"""Life events and the services they call for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from gerai.directory.models import LifeEventPage, LifeEventService, ServicePage
from gerai.directory.policies import visible_life_events
from gerai.directory.selectors.localized import (
    LINK_FIELDS,
    in_language,
    language_or_active,
    translations_of,
)
from gerai.directory.selectors.related import events_with, linked_in
from gerai.directory.selectors.services import shown_by_key
from gerai.publishing.prepared import PreparedQuery
from gerai.publishing.reading import is_in_snapshot, once_per_snapshot


@dataclass(frozen=True, slots=True)
class ServiceOfLifeEvent:
    """A service in the order in which one needs it, with a word on when or why."""

    service: ServicePage
    note: str
    case: str = ""
    record: int = 0
    """Key of the Indonesian record, on which handovers hang."""


def life_events(language: str | None = None) -> list[LifeEventPage]:
    """The visible life events in their order."""
    everything = _record_and_shown(language_or_active(language))
    return [page for _record, page in everything]


@once_per_snapshot
def life_event_titles(
    slug: str = "", language: str | None = None
) -> list[tuple[str, str]]:
    """Slug and title of the visible life events, or of one, in their order.

    Reads no more than that, so that a list of names rests on nothing else.
    """
    records = visible_life_events().filter(**({"slug": slug} if slug else {}))
    rows = list(
        records.order_by("order", "title", "pk").values_list(
            "translation_key", "slug", "title"
        )
    )
    code = language_or_active(language)
    titles: dict[Any, str] = {}
    if rows and code != settings.LANGUAGE_CODE:
        found = translations_of(LifeEventPage, [key for key, *_names in rows], code)
        titles = dict(found.order_by("pk").values_list("translation_key", "title"))
    return [(own, titles.get(key, title)) for key, own, title in rows]


def services_of_life_event(
    page: LifeEventPage, language: str | None = None
) -> list[ServiceOfLifeEvent]:
    """The visible services of a life event, in order; the notes are those of ``page``."""
    if is_in_snapshot():
        entries = _ENTRIES.rows(page.pk)
    else:  # a preview's rows may not be saved yet
        rows = page.services.order_by("sort_order", "pk")
        entries = [(row.service_id, row.note, row.case) for row in rows]
    pages = shown_by_key([service for service, *_words in entries], language)
    return [
        ServiceOfLifeEvent(pages[service], note, case, service)
        for service, note, case in entries
        if service in pages
    ]


_ENTRIES = PreparedQuery(
    lambda page: (
        LifeEventService.objects.filter(page=page)
        .order_by("sort_order", "pk")
        .values_list("service_id", "note", "case")
    ),
    int,
)


def life_events_of(
    service: ServicePage, language: str | None = None
) -> list[LifeEventPage]:
    """The visible life events in which a service is needed, as links show them."""
    named = set(events_with(service.translation_key))
    if not named:
        return []
    if not is_in_snapshot():
        records = visible_life_events().filter(pk__in=named).select_related("locale")
        return in_language(records.order_by("order", "title", "pk"), language)
    return list(_links_to([key for key in _keys_in_order() if key in named], language))


def other_life_events(
    page: LifeEventPage, language: str | None = None
) -> list[LifeEventPage]:
    """The visible life events beside one, as links show them, in their order."""
    links = (
        _links_to(_keys_in_order(), language)
        if is_in_snapshot()
        else life_events(language)
    )
    return [one for one in links if one.translation_key != page.translation_key]


def _links_to(keys: Iterable[int], language: str | None) -> Iterator[LifeEventPage]:
    """With what a link shows and no more: see ``related``. Each is read by itself."""
    code = language_or_active(language)
    return (_link_to(key, code) for key in keys)


@once_per_snapshot
def _keys_in_order() -> list[int]:
    records = visible_life_events().order_by("order", "title", "pk")
    return list(records.values_list("pk", flat=True))


@once_per_snapshot
def _link_to(key: int, language: str) -> LifeEventPage:
    (record,) = _LINKED.records(key)
    page: LifeEventPage = linked_in(language, record, _LINKED_TRANSLATION)
    return page


_FIELDS = (*LINK_FIELDS, "icon")
_LINKED = PreparedQuery(
    lambda key: LifeEventPage.objects.filter(pk=key).order_by().only(*_FIELDS), int
)
_LINKED_TRANSLATION = PreparedQuery(
    lambda key, language: translations_of(LifeEventPage, [key], language).only(
        *_FIELDS
    ),
    *(UUID, str),
)


@once_per_snapshot
def _record_and_shown(language: str) -> list[tuple[LifeEventPage, LifeEventPage]]:
    records = list(
        visible_life_events().select_related("locale").order_by("order", "title", "pk")
    )
    return list(zip(records, in_language(records, language), strict=True))
