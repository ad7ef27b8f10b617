"""The five facts that a visitor needs before leaving home.

What to bring, what it costs, how long it takes, where, when: as data and in words of the
active language. What nobody filled in is said to be unknown; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from gerai.directory.choices import OfferedHere, RequirementKind
from gerai.directory.standard.grouping import things_to_bring
from gerai.directory.standard.merging import listed_of, standard_of
from gerai.directory.standard.values import Fee, Listed, ServiceStandard
from gerai.directory.standard.wording import (
    durations_text,
    fees_text,
    unknown_text,
)
from gerai.place.clock import Timetable
from gerai.place.wording import weekly_summary
from gerai.publishing.reading import is_in_snapshot, once_per_snapshot

if TYPE_CHECKING:
    from gerai.directory.models import AgencyPage, Counter, ServicePage
    from gerai.place.models import Floor


class FactKey(StrEnum):
    """The five facts, in the order in which they are asked."""

    BRING = "bring"
    COST = "cost"
    TIME = "time"
    WHERE = "where"
    WHEN = "when"


_ICONS = {
    FactKey.BRING: "bring",
    FactKey.COST: "money",
    FactKey.TIME: "timer",
    FactKey.WHERE: "map-pin",
    FactKey.WHEN: "clock",
}


_LABELS = {
    FactKey.BRING: gettext_lazy("What to bring"),
    FactKey.COST: gettext_lazy("Cost"),
    FactKey.TIME: gettext_lazy("Time it takes"),
    FactKey.WHERE: gettext_lazy("Where"),
    FactKey.WHEN: gettext_lazy("When"),
}


@dataclass(frozen=True, slots=True)
class ServiceFact:
    """One of the five facts; has all that the theme's component ``five_facts`` reads.

    Attributes:
        key: which fact.
        label: the question, e.g. "Bawa apa".
        value: the answer in a few words.
        note: what restricts it, in a few more; may be empty.
        href: where on the page (or elsewhere) more is said; may be empty.
        is_unknown: nobody filled it in; ``value`` says so.
        pill_key: key of the open pill, only of "when" at the mall.
    """

    key: FactKey
    label: str
    value: str
    note: str = ""
    href: str = ""
    is_unknown: bool = False
    pill_key: str = ""

    @property
    def icon(self) -> str:
        return _ICONS[self.key]


def five_facts(
    page: ServicePage,
    *,
    standard: ServiceStandard | None = None,
    timetable: Timetable | None = None,
    pill_key: str = "",
) -> tuple[ServiceFact, ...]:
    """What to bring, cost, time, where and when of a service, in the active language.

    Args:
        page: the service; its ``agency``, and ``counter`` with floors, are read.
        standard: its standard, if it is at hand already.
        timetable: when its counter is open, within agency and mall; None if unknown.
        pill_key: key of that timetable among those that the page carries.
    """
    standard = standard or standard_of(page)
    return (
        bring_fact(standard),
        cost_fact(standard),
        time_fact(standard),
        where_fact(page),
        when_fact(page, timetable, pill_key),
    )


def facts_in_lists(pages: Iterable[ServicePage]) -> list[tuple[ServiceFact, ...]]:
    """Of each service what it costs and how long it takes, as far as it is known.

    A fixed number of queries; in a snapshot each service is looked at once.
    """
    services = list(pages)
    if is_in_snapshot():
        return [_facts_in_lists_once(page) for page in services]
    return _facts_in_lists(services)


@once_per_snapshot
def _facts_in_lists_once(page: ServicePage) -> tuple[ServiceFact, ...]:
    return _facts_in_lists([page])[0]


def _facts_in_lists(pages: list[ServicePage]) -> list[tuple[ServiceFact, ...]]:
    return [
        tuple(
            fact
            for fact in (cost_fact(listed), time_fact(listed))
            if not fact.is_unknown
        )
        for listed in listed_of(pages)
    ]


def fact_labels() -> tuple[ServiceFact, ...]:
    """The five questions without their answers, in their order."""
    return tuple(_unknown(key, _label(key)) for key in FactKey)


def bring_fact(standard: ServiceStandard) -> ServiceFact:
    """How many things to bring: ``5 dokumen``."""
    label = _label(FactKey.BRING)
    if standard.requirements.is_unknown:
        return _unknown(FactKey.BRING, label)
    low, high = things_to_bring(standard)
    kinds = {one.kind for one in standard.requirements if one.is_thing_to_bring}
    notes: list[str] = []
    if low != high:
        notes.append(_("depending on the case"))
    if any(one.condition or one.is_optional for one in standard.requirements):
        notes.append(_("more in some situations"))
    others = {one.kind for one in standard.requirements if not one.is_thing_to_bring}
    if RequirementKind.DATA in others:
        notes.append(_("know your data"))
    if RequirementKind.CONDITION in others:
        notes.append(_("conditions apply"))
    if RequirementKind.PRESENCE in others:
        notes.append(_("come in person"))
    return ServiceFact(
        FactKey.BRING,
        label,
        _things_text(low, high, kinds, needs_data=RequirementKind.DATA in others),
        note=", ".join(notes),
        href="#persyaratan",
    )


def cost_fact(standard: ServiceStandard | Listed) -> ServiceFact:
    """What it costs: ``Gratis``, ``Rp 350.000``, ``Rp 650.000–950.000``."""
    label = _label(FactKey.COST)
    if standard.fees.is_unknown:
        return _unknown(FactKey.COST, label)
    fees = standard.fees.value
    usual = _fees_of_everybody(fees)
    return ServiceFact(
        FactKey.COST,
        label,
        fees_text(usual),
        note=_cost_note(usual, [fee for fee in fees if fee not in usual]),
        href="#biaya",
    )


def time_fact(standard: ServiceStandard | Listed) -> ServiceFact:
    """How long it takes: ``3 hari kerja``."""
    label = _label(FactKey.TIME)
    durations = standard.durations
    if durations.is_unknown:
        return _unknown(FactKey.TIME, label)
    notes: list[str] = []
    starts = {one.starts_from for one in durations}
    if len(starts) == 1 and (start := next(iter(starts))):
        notes.append(_("counted from %(start)s") % {"start": start})
    if len(durations) > 1:
        notes.append(_("depending on the case"))
    elif durations.value[0].note:
        notes.append(durations.value[0].note)
    return ServiceFact(
        FactKey.TIME,
        label,
        durations_text(durations),
        note=", ".join(notes),
        href="#waktu",
    )


def where_fact(page: ServicePage) -> ServiceFact:
    """Where it is done: ``Lantai 2 · loket SIM``; elsewhere, at which office."""
    agency = page.agency
    if agency.is_elsewhere or page.is_offered_here == OfferedHere.ELSEWHERE:
        return _elsewhere(page, agency, _label(FactKey.WHERE))
    return here_fact(agency, page.counter, page.is_offered_here)


def here_fact(
    agency: AgencyPage, counter: Counter | None, is_offered_here: str
) -> ServiceFact:
    """Where in the mall what an agency offers at a counter is done."""
    label = _label(FactKey.WHERE)
    if not agency.is_at_mall:
        return _unknown(FactKey.WHERE, label)
    floor = (counter.floor if counter is not None else None) or agency.floor
    place = counter.name_in(_language()) if counter is not None else agency.short_name
    notes: list[str] = []
    if floor is None:
        notes.append(_("floor not known yet"))
    elif agency.floor_is_inferred and (counter is None or counter.floor is None):
        notes.append(_("floor not certain, ask at the entrance"))
    if is_offered_here == OfferedHere.UNKNOWN:
        notes.append(_("ask first whether it is offered here"))
    parts = [floor_name(floor), place] if floor is not None else [place]
    return ServiceFact(
        FactKey.WHERE, label, " · ".join(parts), note=", ".join(notes), href="#lokasi"
    )


def when_fact(
    page: ServicePage, timetable: Timetable | None, pill_key: str = ""
) -> ServiceFact:
    """When the counter is open; the pill tells it for this very minute."""
    label = _label(FactKey.WHEN)
    agency = page.agency
    if agency.is_elsewhere or page.is_offered_here == OfferedHere.ELSEWHERE:
        if not agency.office_hours:
            return _unknown(FactKey.WHEN, label)
        return ServiceFact(FactKey.WHEN, label, agency.office_hours, href="#jam")
    if not agency.is_at_mall or timetable is None or timetable.usual_week is None:
        return _unknown(FactKey.WHEN, label)
    return ServiceFact(
        FactKey.WHEN,
        label,
        weekly_summary(timetable, _language()),
        note="" if timetable.is_usually_confirmed else _("hours not confirmed yet"),
        href="#jam",
        pill_key=pill_key,
    )


def floor_name(floor: Floor) -> str:
    """The floor's name in the active language."""
    return floor.name_en if _language() == "en" and floor.name_en else floor.name


def _label(key: FactKey) -> str:
    return str(_LABELS[key])


def _elsewhere(page: ServicePage, agency: AgencyPage, label: str) -> ServiceFact:
    if page.is_online and not agency.office_address:
        return ServiceFact(
            FactKey.WHERE,
            label,
            _("Online"),
            note=page.online_label,
            href=page.online_url,
        )
    return ServiceFact(
        FactKey.WHERE,
        label,
        _("Not here: %(office)s") % {"office": agency.short_name},
        note=agency.office_address or _("address not known yet"),
        href="#lokasi",
    )


def _fees_of_everybody(fees: tuple[Fee, ...]) -> tuple[Fee, ...]:
    """The fees that come first: not those of one case, not what is paid every month.

    Where there are no others, all of them.
    """
    usual = tuple(fee for fee in fees if not fee.cases and not fee.per)
    return usual or fees


def _cost_note(usual: tuple[Fee, ...], others: list[Fee]) -> str:
    notes: list[str] = []
    if len(usual) == 1 and usual[0].per:
        notes.append(_("per %(unit)s") % {"unit": usual[0].per})
    elif len(usual) == 1 and usual[0].note:
        notes.append(usual[0].note)
    elif len(usual) > 1 and any(fee.cases for fee in usual):
        notes.append(_("depending on the case"))
    elif len(usual) > 1:
        notes.append(_("depending on your choice"))
    units = {fee.per for fee in others if fee.per}
    for unit in sorted(units):
        amount = fees_text([fee for fee in others if fee.per == unit])
        notes.append(
            _("then %(amount)s per %(unit)s") % {"amount": amount, "unit": unit}
        )
    if any(fee.cases for fee in others):
        notes.append(_("more in some situations"))
    return ", ".join(notes)


def _things_text(
    low: int, high: int, kinds: set[RequirementKind], *, needs_data: bool
) -> str:
    if high == 0:
        # Documents that only some need are no reason to say that nobody needs any.
        if kinds:
            return _("Depends on your situation")
        return _("Your data only") if needs_data else _("No documents")
    is_paper = kinds <= {RequirementKind.DOCUMENT, RequirementKind.FORM}
    if low == high:
        count = str(high)
    elif low == 0:
        return _("Up to %(things)s") % {"things": _things(high, is_paper, str(high))}
    else:
        count = f"{low}-{high}"
    return _things(high, is_paper, count)


def _things(number: int, is_paper: bool, count: str) -> str:
    template = (
        ngettext("%(count)s document", "%(count)s documents", number)
        if is_paper
        else ngettext("%(count)s thing", "%(count)s things", number)
    )
    return template % {"count": count}


def _unknown(key: FactKey, label: str) -> ServiceFact:
    return ServiceFact(key, label, unknown_text(), is_unknown=True)


def _language() -> str:
    return (get_language() or "id").partition("-")[0]
