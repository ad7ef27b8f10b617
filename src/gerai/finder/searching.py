"""Search over services, agencies, life events and other pages.

The database finds the candidates (any word will do); what is found is then put in an
order that follows from the text alone: more of the words in the names first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.models import Page

from gerai.directory.models import (
    AgencyPage,
    LifeEventPage,
    ServicePage,
)
from gerai.directory.policies import (
    visible_agencies,
    visible_life_events,
    visible_services,
)
from gerai.finder.queries import Query, words_of

CANDIDATES = 200
"""How many pages of a kind the database may propose."""
MAX_SERVICES = 40
MAX_OTHERS = 12
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, each list the best first.

    Services, agencies and life events are records: Indonesian, to be translated.

    Attributes:
        services: services whose names hold as many of the words as any does.
        more_services: services that hold fewer, or mention the words elsewhere.
        agencies, life_events, pages: the same words in the other kinds of pages.
        total: how many are shown of all kinds together.
    """

    services: Sequence[ServicePage] = ()
    more_services: Sequence[ServicePage] = ()
    agencies: Sequence[AgencyPage] = ()
    life_events: Sequence[LifeEventPage] = ()
    pages: Sequence[Page] = ()

    @property
    def total(self) -> int:
        return sum(
            map(
                len,
                (
                    self.services,
                    self.more_services,
                    self.agencies,
                    self.life_events,
                    self.pages,
                ),
            )
        )


@dataclass(frozen=True, slots=True, order=True)
class _Rank:
    """Orders candidates by the text, then by what people come for, then as found."""

    missing_in_names: int
    missing_in_title: int
    popularity: float
    position: int
    pk: int


def find(query: Query) -> Found:
    """Everything that answers the query, as records; texts in the active language."""
    if not query:
        return Found()
    exact, less = _service_ids(query)
    chosen = [*exact[:MAX_SERVICES], *less[:MAX_OTHERS]]
    records = {
        page.pk: page
        for page in visible_services().filter(pk__in=chosen).select_related("locale")
    }
    return Found(
        services=[records[pk] for pk in exact[:MAX_SERVICES]],
        more_services=[records[pk] for pk in less[:MAX_OTHERS]],
        agencies=_records(
            AgencyPage, visible_agencies().select_related("floor"), query
        ),
        life_events=_records(LifeEventPage, visible_life_events(), query),
        pages=_other_pages(query),
    )


def service_ids(query: Query) -> list[int]:
    """Keys of the service records that answer the query best, the best first.

    Where no name holds any of the words, those that mention them elsewhere.
    """
    exact, less = _service_ids(query) if query else ([], [])
    return exact or less


def _service_ids(query: Query) -> tuple[list[int], list[int]]:
    """Records whose names hold the most words, and the other candidates."""
    positions = _positions(ServicePage, query)
    records = list(
        visible_services()
        .filter(translation_key__in=positions)
        .values_list("pk", "translation_key", "path", "popular_order")
    )
    names, titles = _names_of_services(positions)
    agencies = {
        path: f"{title} {short_name}"
        for path, title, short_name in AgencyPage.objects.filter(
            path__in={_agency_path(path) for _pk, _key, path, _order in records}
        ).values_list("path", "title", "short_name")
    }
    ranked = sorted(
        _Rank(
            _missing(query, [*names[key], agencies[_agency_path(path)]]),
            _missing(query, titles[key]),
            order or inf,
            positions[key],
            pk,
        )
        for pk, key, path, order in records
    )
    # At least one of the words has to stand in a name.
    least = min((one.missing_in_names for one in ranked), default=len(query.words))
    is_named = least < len(query.words)
    exact = [one.pk for one in ranked if is_named and one.missing_in_names == least]
    return exact, [one.pk for one in ranked if one.pk not in set(exact)]


def _agency_path(path: str) -> str:
    return path[: -ServicePage.steplen]


def _names_of_services(
    keys: Iterable[UUID],
) -> tuple[dict[UUID, list[str]], dict[UUID, list[str]]]:
    """By translation key: all names in all languages, and the titles alone."""
    names: dict[UUID, list[str]] = {}
    titles: dict[UUID, list[str]] = {}
    for key, title, *others in ServicePage.objects.filter(
        live=True, translation_key__in=list(keys)
    ).values_list("translation_key", "title", "other_names", "official_name"):
        names.setdefault(key, []).extend((title, *others))
        titles.setdefault(key, []).append(title)
    return names, titles


def _records(model: type[Any], visible: QuerySet[Any], query: Query) -> list[Any]:
    positions = _positions(model, query)
    records = visible.filter(translation_key__in=positions).select_related("locale")
    ordered = sorted(
        records,
        key=lambda page: _Rank(
            _missing(query, [page.title, getattr(page, "short_name", "")]),
            _missing(query, [page.title]),
            inf,
            positions[page.translation_key],
            page.pk,
        ),
    )
    return ordered[:MAX_OTHERS]


def _other_pages(query: Query) -> list[Page]:
    """Pages of text in the active language, else in that of the records."""
    others = Page.objects.not_type(ServicePage, AgencyPage, LifeEventPage)
    positions = _positions(Page, query, others)
    found: dict[UUID, Page] = {}
    language = get_language() or settings.LANGUAGE_CODE
    for page in (
        others.live()
        .public()
        .filter(depth__gte=2, translation_key__in=positions, alias_of__isnull=True)
        .select_related("locale")
        .specific()
    ):
        if page.translation_key not in found or (page.locale.language_code == language):
            found[page.translation_key] = page
    ordered = sorted(
        found.values(),
        key=lambda page: _Rank(
            _missing(query, [page.title]),
            _missing(query, [page.title]),
            inf,
            positions[page.translation_key],
            page.pk,
        ),
    )
    return ordered[:MAX_OTHERS]


def _positions(model: type[Page], query: Query, pages: Any = None) -> dict[UUID, int]:
    """Translation keys of candidates in any language, with their place in the order.

    First the pages that hold a word, then those in which a word begins like the last
    one. An English reader may type an Indonesian word, and the other way round.
    """
    text = " ".join(query.words)
    live = (model.objects.all() if pages is None else pages).filter(live=True)
    found: dict[UUID, int] = {}
    for results in (
        live.search(text, operator="or"),
        live.autocomplete(text, operator="or"),
    ):
        for page in results[:CANDIDATES]:
            found.setdefault(page.translation_key, len(found))
    return found


def _missing(query: Query, texts: Iterable[str]) -> int:
    """How many words of the query are in none of the texts."""
    present = set(words_of(" ".join(texts)))
    return sum(not _is_in(word, present) for word in query.words)


def _is_in(word: str, present: set[str]) -> bool:
    if len(word) < _SHORTEST_STEM:
        return word in present
    return any(one.startswith(word) for one in present)
