"""What one service gives that another asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation

from gerai.directory.models import Handover, LifeEventPage, ServicePage
from gerai.directory.policies import private_places, visible_life_events
from gerai.directory.selectors.localized import language_or_active
from gerai.directory.selectors.services import shown_by_key
from gerai.directory.standard.parsing import parse_component, raw_items
from gerai.publishing.prepared import PreparedGiven, PreparedQuery
from gerai.publishing.reading import each_once, is_in_snapshot


@dataclass(frozen=True, slots=True)
class HandedOver:
    """``giver`` gives ``what`` to ``receiver``; both are keys of records.

    ``what`` is "" where nobody wrote it and the giver's products don't say it.
    """

    giver: int
    receiver: int
    what: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A service before or after another one, with what is handed over."""

    service: ServicePage
    what: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Services whose results one needs first, and those that need this one's."""

    before: tuple[Neighbour, ...] = ()
    after: tuple[Neighbour, ...] = ()


def handovers_of_life_event(page: LifeEventPage) -> list[HandedOver]:
    """The handovers of a life event in their order, in the words of ``page``."""
    if is_in_snapshot():
        rows = _OF_EVENT.rows(page.pk)
    else:  # a preview's rows may not be saved yet
        rows = [
            (row.giver_id, row.receiver_id, row.what, row.is_required)
            for row in page.handovers.all()
        ]
    return [
        HandedOver(giver, receiver, what, bool(required))  # as the database has it
        for giver, receiver, what, required in rows
    ]


def handovers_among(
    services: Iterable[int], language: str | None = None
) -> list[HandedOver]:
    """The handovers between services (keys of records), of all life events; one query.

    Each pair once; needed wins over helpful.
    """
    keys = list(services)
    rows = _rows(language).filter(giver__in=keys, receiver__in=keys)
    return _distinct(rows.values_list(*_ROW), language)


def neighbours_of(service: ServicePage, language: str | None = None) -> Neighbours:
    """What comes before and after a service, over all life events."""
    code = language_or_active(language)
    found = _distinct(_touching(code).now().rows(service.translation_key), code)
    if not found:
        return Neighbours()
    keys = {one.giver for one in found} | {one.receiver for one in found}
    with translation.override(code):
        pages = each_once(_shown_records, sorted(keys))
    own = next(
        (
            pk
            for pk, page in pages.items()
            if page.translation_key == service.translation_key
        ),
        None,
    )
    known = [one for one in found if one.giver in pages and one.receiver in pages]
    return Neighbours(
        before=tuple(
            Neighbour(
                pages[one.giver],
                one.what or product_name(pages[one.giver]),
                one.is_required,
            )
            for one in known
            if one.receiver == own
        ),
        after=tuple(
            Neighbour(
                pages[one.receiver],
                one.what or product_name(service),
                one.is_required,
            )
            for one in known
            if one.giver == own
        ),
    )


def product_name(service: ServicePage) -> str:
    """What a service gives, by its own products or those of its agency; "" if unknown."""
    products = parse_component("products", raw_items(service, "products"))
    products = products or parse_component(
        "products", raw_items(service.agency, "products")
    )
    return products[0].name if products else ""


_ROW = ("giver_id", "receiver_id", "what", "is_required", "page__locale__language_code")


def _shown_records(keys: list[int]) -> dict[int, ServicePage]:
    """Visible services in the active language by the key of their record."""
    return shown_by_key(keys)


def _rows(language: str | None) -> QuerySet[Handover]:
    codes = sorted({settings.LANGUAGE_CODE, language_or_active(language)})
    events = visible_life_events().values("translation_key")
    return Handover.objects.filter(
        page__live=True,
        page__locale__language_code__in=codes,
        page__translation_key__in=events,
    ).order_by("page__order", "sort_order", "pk")


_OF_EVENT = PreparedQuery(
    lambda page: (
        Handover.objects.filter(page=page)
        .order_by("sort_order", "pk")
        .values_list("giver_id", "receiver_id", "what", "is_required")
    ),
    int,
)


@cache
def _touching(language: str) -> PreparedGiven[Handover]:
    """Those that a service gives or receives, by its translation key."""
    return PreparedGiven(
        private_places,
        lambda key: (
            _rows(language)
            .filter(Q(giver__translation_key=key) | Q(receiver__translation_key=key))
            .values_list(*_ROW)
        ),
        UUID,
    )


def _distinct(
    rows: Iterable[tuple[Any, ...]], language: str | None
) -> list[HandedOver]:
    wanted = language_or_active(language)
    found: dict[tuple[int, int], tuple[bool, HandedOver]] = {}
    for giver, receiver, what, required, code in rows:
        is_required = bool(required)  # as the database has it
        is_wanted = code == wanted
        before = found.get((giver, receiver))
        if before is None:
            found[giver, receiver] = (
                is_wanted,
                HandedOver(giver, receiver, what, is_required),
            )
            continue
        was_wanted, one = before
        words = what if is_wanted and not was_wanted else one.what or what
        found[giver, receiver] = (
            was_wanted or is_wanted,
            HandedOver(giver, receiver, words, one.is_required or is_required),
        )
    return [one for _is_wanted, one in found.values()]
