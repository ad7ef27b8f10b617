"""The plan of a visit in words of the active language, for page and message alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gerai.directory.standard.five_facts import where_fact
from gerai.directory.standard.wording import (
    durations_text,
    fees_text,
    rupiah,
    unknown_text,
)
from gerai.guidance.visit.costs import Cost, CostKind, Total
from gerai.guidance.visit.days import CommonDay
from gerai.guidance.visit.papers import Count, Demand, Paper
from gerai.guidance.visit.planning import Passed, Plan, Stop
from gerai.guidance.visit.state import MAX_SERVICES, Problem
from gerai.place.clock import Timetable
from gerai.place.wording import date_text, hours_text, zone_text

_PLACES_SHOWN = 3


def problem_text(problem: Problem) -> str:
    """What was left out of the address, and why."""
    return {
        Problem.UNKNOWN_SERVICE: _(
            "One of the services isn't on this site (any more), so we left it out."
        ),
        Problem.UNKNOWN_CASE: _(
            "One of the cases doesn't exist, so please choose it again."
        ),
        Problem.TOO_MANY: _(
            "A visit has room for %(count)d services; we left out the rest."
        )
        % {"count": MAX_SERVICES},
    }[problem]


def marks(paper: Paper) -> list[str]:
    """``asli``, ``3 fotokopi``."""
    found = [pgettext("of a document", "original")] if paper.is_original else []
    if paper.copies:
        found.append(_copies(paper.copies))
    return found


def count_text(count: Count) -> str:
    """``2 dokumen asli, 3 fotokopi, 4 berkas lain``."""
    parts = []
    if count.originals:
        parts.append(
            ngettext("%(count)d original", "%(count)d originals", count.originals)
            % {"count": count.originals}
        )
    if count.copies:
        parts.append(_copies(count.copies))
    if count.others:
        single, several = (
            ngettext("%(count)d more thing", "%(count)d more things", count.others),
            ngettext("%(count)d thing", "%(count)d things", count.others),
        )
        parts.append((single if parts else several) % {"count": count.others})
    return ", ".join(parts)


def demand_text(demand: Demand, name: str) -> str:
    """Who wants it: the service, with what exactly it wants of it."""
    wanted = [pgettext("of a document", "original")] if demand.is_original else []
    if demand.copies:
        wanted.append(_copies(demand.copies))
    return f"{name} ({', '.join(wanted)})" if wanted else name


def extra_text(demand: Demand, name: str) -> str:
    """What a service wants of it beyond that, and when: ``Jika hilang: 1 fotokopi``."""
    wanted = [pgettext("of a document", "original")] if demand.is_original else []
    if demand.copies:
        wanted.append(_copies(demand.copies))
    condition = demand.condition or _("If you have it")
    return f"{capfirst(condition)}: {', '.join([*wanted, name])}"


def cost_text(cost: Cost) -> str:
    """``Gratis``, ``Rp 350.000``, a range, or how it is worked out."""
    if cost.kind == CostKind.UNKNOWN:
        return unknown_text()
    return fees_text(cost.fees)


def cost_note(cost: Cost) -> str:
    """Why the price isn't in the sum, and what the fees themselves remark."""
    notes = [
        fee.note.rstrip(".") for fee in cost.fees if fee.note and len(cost.fees) == 1
    ]
    units = [fee.per for fee in cost.fees if fee.per]
    notes += [_("per %(unit)s") % {"unit": unit} for unit in dict.fromkeys(units)]
    if cost.kind == CostKind.OPEN:
        notes.append(_("not in the sum"))
    return ", ".join(notes)


def total_text(total: Total, services: int) -> str:
    """The sum in a few words; unknown stays unknown and is never called free."""
    if len(total.unknown) == services:
        return unknown_text()
    if total.amount:
        return rupiah(total.amount)
    return _("Free") if total.is_complete else _("Depends on your choice")


def total_note(total: Total) -> str:
    """What is not in the sum."""
    notes = []
    if total.open:
        count = len(total.open)
        notes.append(
            ngettext(
                "plus %(count)d service whose price depends",
                "plus %(count)d services whose price depends",
                count,
            )
            % {"count": count}
        )
    if total.unknown:
        count = len(total.unknown)
        notes.append(
            ngettext(
                "the price of %(count)d service is not known",
                "the prices of %(count)d services are not known",
                count,
            )
            % {"count": count}
        )
    return ", ".join(notes)


def time_text(stops: Sequence[Stop]) -> str:
    """From the quickest to the slowest of them; times of services don't add up."""
    return durations_text(one for stop in stops for one in stop.durations)


def stop_time(stop: Stop) -> str:
    """How long one service takes in its case; "" if nobody says."""
    return durations_text(stop.durations) if stop.durations else ""


def place_text(stop: Stop) -> str:
    """``Lantai 2 · loket SIM``; elsewhere, at which office."""
    return where_fact(stop.page).value


def places_text(plan: Plan) -> str:
    """Where one walks, in order: ``Lantai 1, lalu Lantai 3``."""
    names = list(
        dict.fromkeys(
            place_text(station.stops[0]).split(" · ")[0]
            for station in plan.stations
            if station.is_here
        )
    )
    shown = names[:_PLACES_SHOWN]
    text = pgettext("between places on the way", ", then ").join(shown)
    return f"{text}, …" if len(names) > len(shown) else text


def elsewhere_text(plan: Plan) -> str:
    """The offices outside the mall."""
    names = [s.page.agency.short_name for s in plan.stations if not s.is_here]
    if not names:
        return ""
    return _("not at this mall: %(offices)s") % {"offices": ", ".join(names)}


def day_text(day: CommonDay, common: Timetable, language: str) -> str:
    """``Rabu, 25 November 2026, 08.00-15.00 WITA``."""
    hours = hours_text((day.hours,), language)
    return f"{date_text(day.day, language)}, {hours} {zone_text(common)}".strip()


def passed_text(passed: Passed, receiver: str) -> str:
    """What one gets at a place, and for which service one keeps it at hand."""
    what = passed.what or _("its result")
    return _("Keep this at hand for %(service)s: %(what)s") % {
        "service": receiver,
        "what": what,
    }


def names_of(stops: Iterable[Stop]) -> str:
    """The titles of services, with commas between them."""
    return ", ".join(stop.page.title for stop in stops)


def _copies(number: int) -> str:
    return ngettext("%(count)d photocopy", "%(count)d photocopies", number) % {
        "count": number
    }
