"""Where a page contradicts itself, its agency or the mall."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gerai.directory.choices import FeeKind, OfferedHere, Presence
from gerai.directory.models import AgencyPage, Counter
from gerai.directory.standard import Fee
from gerai.directory.truth.reading import (
    SeenService,
    agencies_looked_at,
    counters_seen,
    services_seen,
)
from gerai.place.models import Floor
from gerai.place.selectors import current_mall
from gerai.place.weekly_hours import WeeklyJSON, format_day, parse_stored_time
from gerai.truth.checks import Action, Check, Found, Harm, Values, register_check
from gerai.truth.cures import edit_page
from gerai.truth.looking import Look

_AMOUNT = re.compile(
    r"\bRp\.?\s?(\d{1,3}(?:[.\s]\d{3})+|\d{4,})(?![\d.]*\d)", re.IGNORECASE
)
_FREE = re.compile(
    r"\b(?:gratis|tidak dipungut biaya|tidak dikenakan biaya|bebas biaya)\b",
    re.IGNORECASE,
)
_NUMBERS = {"dasar": 1, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5}
_FLOOR = re.compile(
    rf"\b(?:lantai|lt\.?)\s?(\d{{1,2}}|{'|'.join(_NUMBERS)})\b", re.IGNORECASE
)
_HOURS = re.compile(
    r"\b(\d{1,2})[.:](\d{2})\s?(?:-|–|—|s\.?d\.?|sampai|hingga)\s?(\d{1,2})[.:](\d{2})\b"
)


def register() -> None:
    """Declare the checks."""
    correct = edit_page(gettext_lazy("Put it right"))
    for key, title, find, say, act in (
        (
            "counter",
            gettext_lazy("Counter of an agency that isn't here"),
            _counters,
            lambda values: (
                _(
                    "“%(counter)s” is listed as a counter, but the agency is not at the "
                    "mall any more."
                )
                % values
            ),
            _act_counter,
        ),
        (
            "place",
            gettext_lazy("Place contradicts itself"),
            _places,
            _say_place,
            correct,
        ),
        ("fee", gettext_lazy("Fee contradicts itself"), _fees, _say_fee, correct),
        (
            "floor",
            gettext_lazy("Floor contradicts itself"),
            _floors,
            _say_floor,
            correct,
        ),
        ("hours", gettext_lazy("Hours contradict"), _hours, _say_hours, correct),
    ):
        register_check(
            Check(f"directory.{key}", title, Harm.MISLEADING, find, say, act)
        )


# Counters and places


def _counters(look: Look) -> Iterator[Found]:
    for counter in look.once(counters_seen):
        agency = counter.agency
        if not agency.live or agency.presence != Presence.AT_MALL:
            values = {"counter": counter.name, "key": counter.pk}
            yield Found(agency.pk, agency.title, values)


def _act_counter(page_id: int | None, values: Values) -> Action:
    url = reverse("wagtailsnippets_directory_counter:edit", args=[values["key"]])
    return Action(_("Change or delete the counter"), url)


def _places(look: Look) -> Iterator[Found]:
    for one in look.once(services_seen):
        page, agency = one.page, one.page.agency
        if page.counter is not None and page.counter.agency_id != agency.pk:
            yield Found(page.pk, page.title, {"counter": page.counter.name}, one.weight)
        elif page.is_offered_here == OfferedHere.YES and agency.is_elsewhere:
            yield Found(page.pk, page.title, {"counter": ""}, one.weight)


def _say_place(values: Values) -> str:
    if values["counter"]:
        return _("“%(counter)s” is a counter of another agency.") % values
    return _("It says that one gets it here, but its agency is elsewhere.")


# Fees


def amounts_in(text: str) -> set[int]:
    """The amounts in rupiah that a text names."""
    return {int(re.sub(r"\D", "", found)) for found in _AMOUNT.findall(text)}


def _fees(look: Look) -> Iterator[Found]:
    for one in look.once(services_seen):
        fees = one.standard.fees.value
        if fees and (problem := _fee_problem(one, fees)):
            yield Found(one.page.pk, one.page.title, problem, one.weight)


def _fee_problem(one: SeenService, fees: tuple[Fee, ...]) -> Values | None:
    texts = _texts_of(one)
    if all(not fee.is_free for fee in fees):
        for text in texts:
            if found := _FREE.search(text):
                return {"says": found[0], "known": _amounts_known(fees)}
    # Notes explain, and may well name what others pay; a label says what the fee is.
    for fee in fees:
        wrong = amounts_in(fee.label) - _payable(fees) - {0}
        if fee.is_free and wrong:
            return {"says": _rupiah(min(wrong)), "known": ""}
    if any(fee.kind == FeeKind.FORMULA for fee in fees):
        return None
    payable = _payable(fees)
    ranges = [fee.bounds for fee in fees if fee.kind == FeeKind.RANGE and fee.bounds]
    named = {
        amount
        for text in [*texts, *(fee.label for fee in fees)]
        for amount in amounts_in(text)
    }
    wrong = {
        amount
        for amount in named - payable - {0}
        if not any(low <= amount <= high for low, high in ranges)
    }
    if not wrong:
        return None
    return {"says": _rupiah(min(wrong)), "known": _amounts_known(fees)}


def _payable(fees: Iterable[Fee]) -> set[int]:
    """Amounts that the fees name, and what two of them or all come to together."""
    amounts = [bound for fee in fees if fee.bounds for bound in set(fee.bounds)]
    sums = {first + second for first in amounts for second in amounts}
    return {*amounts, *sums, sum(amounts)}


def _amounts_known(fees: Iterable[Fee]) -> str:
    amounts = sorted({bound for fee in fees if fee.bounds for bound in fee.bounds})
    return ", ".join(map(_rupiah, amounts[:4]))


def _rupiah(amount: int) -> str:
    return f"Rp {amount:,}".replace(",", ".")


def _say_fee(values: Values) -> str:
    if values["known"]:
        return _("The text says “%(says)s”, the fees say %(known)s.") % values
    return _("The fee says that it is free, but its words name %(says)s.") % values


# Floors


def floors_in(text: str) -> set[int]:
    """The floors that a text names."""
    return {_NUMBERS.get(found.lower()) or int(found) for found in _FLOOR.findall(text)}


def _floors(look: Look) -> Iterator[Found]:
    by_agency: dict[int, list[Counter]] = defaultdict(list)
    for counter in look.once(counters_seen):
        by_agency[counter.agency_id].append(counter)
    for agency in agencies_looked_at(look):
        known = _known_floors(agency, by_agency[agency.pk])
        texts = [agency.summary, agency.hours_note]
        yield from _wrong_floor(agency.pk, agency.title, texts, known, 0)
    for one in look.once(services_seen):
        page = one.page
        known = _known_floors(page.agency, by_agency[page.agency.pk])
        if page.counter is not None and page.counter.floor is not None:
            known |= _numbers(page.counter.floor)
        if page.agency.is_at_mall:
            yield from _wrong_floor(
                page.pk, page.title, _texts_of(one), known, one.weight
            )


def _known_floors(agency: AgencyPage, counters: list[Counter]) -> set[int]:
    floors = [agency.floor, *(counter.floor for counter in counters)]
    return {number for floor in floors if floor for number in _numbers(floor)}


def _numbers(floor: Floor) -> set[int]:
    """A floor's number, and the one in its name, should they differ."""
    return {floor.number, *floors_in(floor.name)}


def _wrong_floor(
    page_id: int, title: str, texts: Iterable[str], known: set[int], weight: int
) -> Iterator[Found]:
    named = {floor for text in texts for floor in floors_in(text)}
    wrong = named - known
    if known and wrong:
        values = {"says": min(wrong), "known": sorted(known)}
        yield Found(page_id, title, values, weight)


def _say_floor(values: Values) -> str:
    known = ", ".join(str(number) for number in values["known"])
    return _("The text says floor %(says)d; the counter is on floor %(known)s.") % {
        "says": values["says"],
        "known": known,
    }


# Hours


def hours_in(text: str) -> set[tuple[int, int]]:
    """The spans of hours that a text names, in minutes after midnight."""
    return {
        (int(a) * 60 + int(b), int(c) * 60 + int(d))
        for a, b, c, d in _HOURS.findall(text)
    }


def _hours(look: Look) -> Iterator[Found]:
    mall = current_mall()
    hours = (mall.schedule.weekly if mall and mall.schedule else None) or {}
    for agency in agencies_looked_at(look):
        if not agency.is_at_mall:
            continue
        own = agency.schedule.weekly if agency.schedule else None
        if hours and own and (day := _day_outside(own, hours)):
            values = {
                "day": day,
                "says": format_day(own[day]),
                "known": format_day(hours.get(day, [])) or "–",
            }
            yield Found(agency.pk, agency.title, values)
            continue
        known = _spans(own or hours)
        wrong = hours_in(f"{agency.hours_note} {agency.summary}") - known
        if known and wrong:
            values = {"day": "", "says": _span(min(wrong)), "known": _span(min(known))}
            yield Found(agency.pk, agency.title, values)


def _day_outside(own: WeeklyJSON, hours: WeeklyJSON) -> str:
    """The first day on which ``own`` hours lie outside those of the mall."""
    for day, intervals in own.items():
        around = [tuple(map(parse_stored_time, one)) for one in hours.get(day, [])]
        for opens, closes in (map(parse_stored_time, one) for one in intervals):
            # Open through the mall's break is no contradiction that visitors meet.
            if not around or opens < around[0][0] or closes > around[-1][1]:
                return day
    return ""


def _spans(weekly: Mapping[str, list[list[str]]]) -> set[tuple[int, int]]:
    found = set()
    for intervals in weekly.values():
        times = [(parse_stored_time(a), parse_stored_time(b)) for a, b in intervals]
        found |= {*times, *([(times[0][0], times[-1][1])] if times else [])}
    return found


def _span(span: tuple[int, int]) -> str:
    opens, closes = span
    return f"{opens // 60:02d}.{opens % 60:02d}-{closes // 60:02d}.{closes % 60:02d}"


def _say_hours(values: Values) -> str:
    if values["day"]:
        return _(
            "Its hours (%(says)s) lie outside those of the mall on that day (%(known)s)."
        ) % {"says": values["says"], "known": values["known"]}
    return _("The text says %(says)s, the opening hours say %(known)s.") % values


def _texts_of(one: SeenService) -> list[str]:
    page, standard = one.page, one.standard
    return [
        page.summary,
        page.audience,
        *(f"{step.text} {step.place_note}" for step in standard.steps),
        *(f"{product.name} {product.note}" for product in standard.products),
    ]
