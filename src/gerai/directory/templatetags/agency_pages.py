"""What the pages of agencies put together from the values that they are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gerai.directory.models import AgencyPage, Counter
from gerai.directory.selectors import ListedAgency
from gerai.directory.standard.five_facts import floor_name
from gerai.place.facts import phone_digits
from gerai.theme.addresses import localized_path
from gerai.theme.parts import ContactLine, Fact

register = template.Library()

FLOORS_PATH = "/lantai/"
_MAP = "https://www.openstreetmap.org/search"


@register.filter
def lookup(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """The value under a key that is only known when the page is drawn, or ""."""
    return mapping.get(key, "") if mapping else ""


@register.simple_tag
def agency_facts(
    page: AgencyPage,
    *,
    counters: Iterable[Counter],
    pill_key: str,
    hours_summary: str,
    hours_are_confirmed: bool,
    services: Sequence[Any],
) -> list[Fact]:
    """Where, when, how many services: the answer of an agency's page."""
    offered = Fact(
        icon="list",
        label=_("Services"),
        value=str(len(services) or _("None listed yet")),
        href="#layanan" if services else "",
        is_unknown=not services,
    )
    if not page.is_at_mall:
        return [*_office_facts(page), offered]
    is_unsure = bool(hours_summary) and not hours_are_confirmed
    when = Fact(
        icon="clock",
        label=_("When"),
        value=hours_summary or _("Hours not known"),
        note=_("hours not confirmed yet") if is_unsure else "",
        href="#jam",
        pill_key=pill_key,
        is_unknown=not hours_summary,
    )
    return [_place_fact(page, list(counters)), when, offered]


@register.simple_tag
def office_lines(page: AgencyPage) -> list[ContactLine]:
    """How to reach the main office; ``contact_list``."""
    lines = [
        ContactLine(
            "map-pin",
            _("Address"),
            page.office_address,
            f"{_MAP}?{urlencode({'query': page.office_address})}",
        ),
        ContactLine(
            "phone",
            _("Telephone"),
            page.office_phone,
            f"tel:{phone_digits(page.office_phone)}",
        ),
        ContactLine("clock", _("Hours"), page.office_hours),
        ContactLine(
            "globe", _("Website"), _host(page.office_website), page.office_website
        ),
    ]
    return [line for line in lines if line.text]


@register.simple_tag
def group_by_floor(
    entries: Sequence[ListedAgency],
) -> list[tuple[str, str, list[ListedAgency]]]:
    """Agencies at the mall by floor: number, name, entries; unknown floors last.

    An agency with counters on two floors stands on both.
    """
    floors: dict[int, Any] = {}
    grouped: dict[int | None, list[ListedAgency]] = {}
    for entry in entries:
        if not entry.agency.is_at_mall:
            continue
        places = [counter.floor for counter in entry.counters if counter.floor]
        if not places and entry.agency.floor:
            places = [entry.agency.floor]
        here = {floor.pk: floor for floor in places}
        floors.update(here)
        for key in here or [None]:
            grouped.setdefault(key, []).append(entry)
    groups = [
        (str(floor.number), floor_name(floor), grouped[floor.pk])
        for floor in sorted(floors.values(), key=lambda floor: floor.number)
    ]
    if None in grouped:
        groups.append(("?", _("Floor not known yet"), grouped[None]))
    return groups


@register.filter
def floor_plate(page: AgencyPage) -> str:
    """The number on the sign: of the floor, "?" if it is not known, "" elsewhere."""
    if not page.is_at_mall:
        return ""
    return str(page.floor.number) if page.floor else "?"


@register.filter
def place_text(page: AgencyPage) -> str:
    """Where the agency is, in a few words."""
    if not page.is_at_mall:
        return _("Not at this mall")
    return floor_name(page.floor) if page.floor else _("Floor not known yet")


@register.simple_tag
def number_text(number: int) -> str:
    """How many services there are, in words; "" if there is none."""
    if not number:
        return ""
    return ngettext("%(number)d service", "%(number)d services", number) % {
        "number": number
    }


@register.filter
def any_elsewhere(entries: Sequence[ListedAgency]) -> bool:
    """Whether some agency is not at the mall."""
    return any(not entry.agency.is_at_mall for entry in entries)


def _host(address: str) -> str:
    """A web address as people say it."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def _place_fact(page: AgencyPage, counters: Sequence[Counter]) -> Fact:
    language = get_language() or "id"
    floor = page.floor or next((one.floor for one in counters if one.floor), None)
    names = [counter.name_in(language) for counter in counters]
    if floor is None and not names:
        return Fact(
            icon="map-pin",
            label=_("Where"),
            value=_("Floor not known yet"),
            note=_("ask at the entrance"),
            is_unknown=True,
        )
    is_guess = page.floor is not None and page.floor_is_inferred
    return Fact(
        icon="map-pin",
        label=_("Where"),
        value=" · ".join([*([floor_name(floor)] if floor else []), *names]),
        note=_("floor not certain, ask at the entrance") if is_guess else "",
        href=localized_path(FLOORS_PATH, language),
    )


def _office_facts(page: AgencyPage) -> list[Fact]:
    return [
        Fact(
            icon="map-pin",
            label=_("Where"),
            value=page.office_address or _("Address not known yet"),
            is_unknown=not page.office_address,
        ),
        Fact(
            icon="clock",
            label=_("When"),
            value=page.office_hours or _("Hours not known"),
            is_unknown=not page.office_hours,
        ),
    ]
