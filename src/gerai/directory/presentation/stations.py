"""The services of a life event as numbered stations, with what each gives the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gerai.directory.models import ServicePage
from gerai.directory.selectors import (
    HandedOver,
    ServiceOfLifeEvent,
    product_name,
)
from gerai.directory.standard.parsing import parse_component, raw_items

MAX_PRODUCTS = 2


@dataclass(frozen=True, slots=True)
class Handed:
    """What comes from, or is for, the station of this number."""

    number: int
    what: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class LifeEventStation:
    """One service with its place in the order.

    Attributes:
        gives: what one takes home from it; "" if nobody says.
        takes: what to take along from earlier stations.
        leads_to: numbers of later stations that need its result.
    """

    number: int
    service: ServicePage
    note: str
    case: str
    row: Mapping[str, Any]
    gives: str = ""
    takes: Sequence[Handed] = ()
    leads_to: Sequence[Handed] = field(default_factory=tuple)


def stations(
    entries: Sequence[ServiceOfLifeEvent],
    rows: Sequence[Mapping[str, Any]],
    handovers: Iterable[HandedOver],
) -> list[LifeEventStation]:
    """Stations in order; handovers of services that visitors don't see are left out."""
    numbers = {entry.record: number for number, entry in enumerate(entries, 1)}
    known = [
        one for one in handovers if one.giver in numbers and one.receiver in numbers
    ]
    pages = {entry.record: entry.service for entry in entries}

    def handed(one: HandedOver, number: int) -> Handed:
        return Handed(
            number, one.what or product_name(pages[one.giver]), one.is_required
        )

    return [
        LifeEventStation(
            number=numbers[entry.record],
            service=entry.service,
            note=entry.note,
            case=entry.case,
            row=row,
            gives=_products(entry.service),
            takes=[
                handed(one, numbers[one.giver])
                for one in known
                if one.receiver == entry.record
            ],
            leads_to=[
                handed(one, numbers[one.receiver])
                for one in known
                if one.giver == entry.record
            ],
        )
        for entry, row in zip(entries, rows, strict=True)
    ]


def _products(service: ServicePage) -> str:
    products = parse_component("products", raw_items(service, "products"))
    products = products or parse_component(
        "products", raw_items(service.agency, "products")
    )
    names = [product.name for product in products]
    text = ", ".join(names[:MAX_PRODUCTS])
    return f"{text}, …" if len(names) > MAX_PRODUCTS else text
