"""What the page of a visit draws, ready for the theme's components."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gerai.directory.choices import RequirementKind
from gerai.directory.presentation import day_rows
from gerai.directory.presentation.parts import file_size
from gerai.directory.standard.five_facts import where_fact
from gerai.directory.standard.wording import length_text, unknown_text
from gerai.guidance.visit import wording
from gerai.guidance.visit.papers import Paper, count_of
from gerai.guidance.visit.planning import Plan, Station, Stop
from gerai.guidance.visit.state import Visit
from gerai.place.wording import weekly_summary
from gerai.theme.addresses import localized_url
from gerai.theme.parts import (
    Choice,
    DayRow,
    Fact,
    FeeRow,
    FormFile,
    RequirementGroup,
    RequirementItem,
    StepItem,
)

TICKS = "kunjungan"
"""Names the ticks of visits on the device; a thing that is ready is so for every visit."""


@dataclass(frozen=True, slots=True)
class ChosenService:
    """One service of the visit with the ways to change it."""

    title: str
    url: str
    agency: str
    is_here: bool
    remove_url: str
    cases: tuple[Choice, ...]
    case_description: str = ""

    @property
    def needs_case(self) -> bool:
        return len(self.cases) > 1 and not any(case.is_current for case in self.cases)


@dataclass(frozen=True, slots=True)
class StationRow:
    """One place on the way, with what is done there."""

    name: str
    place: str
    note: str
    is_here: bool
    office_hours: str
    office_address: str
    services: tuple[tuple[str, str], ...]
    """Title and time of each service."""
    gives: tuple[str, ...] = ()
    """What one gets here for a later place, in sentences."""


def facts(plan: Plan, language: str) -> list[Fact]:
    """What to bring, cost, time, where and when, for the whole visit."""
    return [
        _bring(plan),
        _cost(plan),
        _time(plan),
        _where(plan),
        _when(plan, language),
    ]


def chosen(plan: Plan, base: str, language: str) -> list[ChosenService]:
    """The services in the order in which they were chosen."""
    return [
        ChosenService(
            title=stop.page.title,
            url=localized_url(stop.page, language),
            agency=stop.page.agency.short_name,
            is_here=stop.is_here,
            remove_url=plan.visit.without(stop.wish.service).url(base),
            cases=_case_choices(stop, plan.visit, base),
            case_description=stop.case.description if stop.case else "",
        )
        for stop in plan.stops
    ]


def requirement_groups(plan: Plan) -> list[RequirementGroup]:
    """Things to carry, things to know, things that must be so; for ``requirement_list``."""
    things = [paper for paper in plan.papers if paper.is_thing_to_bring]
    data = [one for one in plan.papers if one.kind == RequirementKind.DATA]
    others = [one for one in plan.papers if one not in things and one not in data]
    groups = [
        RequirementGroup(items=_items(things, plan)),
        RequirementGroup(title=_("Know these"), items=_items(data, plan), key="data"),
        RequirementGroup(
            title=_("This must be so"), items=_items(others, plan), key="conditions"
        ),
    ]
    return [group for group in groups if group.items]


def without_requirements(plan: Plan) -> str:
    """The services of which nobody listed what to bring."""
    return wording.names_of(s for s in plan.stops if s.standard.requirements.is_unknown)


def beforehand(plan: Plan) -> list[StepItem]:
    """What can be done online before one comes; for ``step_list``."""
    items: list[StepItem] = []
    for stop in plan.stops:
        if stop.page.online_url:
            items.append(
                StepItem(
                    text=stop.page.online_label or _("Do it online"),
                    who=stop.page.title,
                    url=stop.page.online_url,
                    icon="globe",
                )
            )
        items.extend(
            StepItem(
                text=step.text,
                who=stop.page.title,
                where=step.place_note or str(step.place.label),
                how_long=length_text(step.length) if step.length else "",
                icon="globe",
            )
            for step in stop.beforehand
        )
    return items


def station_rows(plan: Plan) -> list[StationRow]:
    """The way through the building; other offices last."""
    rows = []
    for station in plan.stations:
        fact = where_fact(station.page)
        agency = station.page.agency
        rows.append(
            StationRow(
                name=agency.short_name,
                place=_place(fact.value, agency.short_name)
                if station.is_here
                else _("Not at this mall"),
                note=fact.note if station.is_here else "",
                is_here=station.is_here,
                office_hours="" if station.is_here else agency.office_hours,
                office_address="" if station.is_here else agency.office_address,
                services=tuple(
                    (_title(stop), wording.stop_time(stop)) for stop in station.stops
                ),
                gives=tuple(_gives(plan, station)),
            )
        )
    return rows


def _gives(plan: Plan, station: Station) -> list[str]:
    titles = {stop.wish.service: stop.page.title for stop in plan.stops}
    here = {stop.wish.service for stop in station.stops}
    return [
        wording.passed_text(one, titles[one.receiver])
        for one in plan.passed
        if one.giver in here and one.receiver not in here
    ]


def _title(stop: Stop) -> str:
    return f"{stop.page.title} ({stop.case.label})" if stop.case else stop.page.title


def _place(text: str, agency: str) -> str:
    """Without the name that stands above it anyway."""
    return "" if text == agency else text.removesuffix(f" · {agency}")


def fee_rows(plan: Plan) -> list[FeeRow]:
    """A line per service, then the sum of what is certain; for ``fee_table``."""
    rows = [
        FeeRow(
            label=stop.page.title,
            amount=wording.cost_text(stop.cost),
            note=wording.cost_note(stop.cost),
            is_free=stop.cost.amount == 0,
        )
        for stop in plan.stops
    ]
    if len(rows) > 1:
        rows.append(
            FeeRow(
                label=_("Together"),
                amount=wording.total_text(plan.total, len(plan.stops)),
                note=wording.total_note(plan.total),
                is_free=plan.total.is_complete and plan.total.amount == 0,
            )
        )
    return rows


def week_rows(plan: Plan, language: str) -> list[DayRow]:
    """The hours in which all counters are open, by weekday."""
    return day_rows(plan.common, language)


def saved_form(plan: Plan, *, title: str, text: str) -> dict[str, Any]:
    """What the phone keeps of a visit, so that the list is there without a network."""
    return {
        "query": plan.visit.query(),
        "title": title,
        "text": text,
        "items": [
            {
                "key": item.key,
                "text": f"{item.condition}: {item.text}"
                if item.condition
                else str(item.text),
                "marks": [str(mark) for mark in item.marks],
            }
            for group in requirement_groups(plan)
            for item in group.items
        ],
    }


def _items(papers: Iterable[Paper], plan: Plan) -> list[RequirementItem]:
    return [
        RequirementItem(
            key=paper.key,
            text=paper.text,
            condition=capfirst(paper.condition),
            marks=wording.marks(paper),
            note=_note(paper, plan),
            is_optional=paper.is_optional,
            form=_form(paper),
        )
        for paper in papers
    ]


def _note(paper: Paper, plan: Plan) -> str:
    """Who wants it, what is special about it, and what more is wanted when."""
    names = {stop.wish.service: stop.page.title for stop in plan.stops}
    wanting = [one for one in paper.demands if one not in paper.extras]
    several = len({(one.is_original, one.copies) for one in wanting}) > 1
    parts = []
    if len(plan.stops) > 1:
        who = dict.fromkeys(
            wording.demand_text(one, names[one.service])
            if several
            else names[one.service]
            for one in wanting
        )
        parts.append(_("For: %(services)s") % {"services": ", ".join(who)})
    parts += list(dict.fromkeys(one.note for one in wanting if one.note))
    for one in paper.extras:
        parts.append(wording.extra_text(one, names[one.service]))
        if one.note:
            parts.append(one.note)
    return _sentences(parts)


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(
        part if part.endswith((".", "?", "!")) else f"{part}." for part in parts
    )


def _form(paper: Paper) -> FormFile | None:
    form = next((one.form for one in paper.demands if one.form is not None), None)
    if form is None:
        return None
    return FormFile(form.url, form.title, form.extension, file_size(form.size))


def _case_choices(stop: Stop, visit: Visit, base: str) -> tuple[Choice, ...]:
    service = stop.wish.service
    return tuple(
        Choice(
            title=case.label,
            # Following the chosen case again takes the choice back.
            url=visit.with_case(
                service, "" if case.key == stop.wish.case else case.key
            ).url(base),
            is_current=case.key == stop.wish.case,
        )
        for case in stop.standard.cases
    )


def _bring(plan: Plan) -> Fact:
    count = count_of(plan.papers)
    is_unknown = all(stop.standard.requirements.is_unknown for stop in plan.stops)
    if is_unknown:
        return Fact("bring", _("What to bring"), unknown_text(), is_unknown=True)
    notes = []
    if count.conditional:
        notes.append(_("more in some situations"))
    if missing := without_requirements(plan):
        notes.append(_("not known for %(services)s") % {"services": missing})
    value = wording.count_text(count) or _("Depends on your situation")
    return Fact("bring", _("What to bring"), value, ", ".join(notes), "#bawa")


def _cost(plan: Plan) -> Fact:
    total = plan.total
    is_unknown = len(total.unknown) == len(plan.stops)
    return Fact(
        "money",
        _("Cost"),
        wording.total_text(total, len(plan.stops)),
        "" if is_unknown else wording.total_note(total),
        "#biaya",
        is_unknown=is_unknown,
    )


def _time(plan: Plan) -> Fact:
    missing = [stop for stop in plan.stops if not stop.durations]
    note = _("each service by itself") if len(plan.stops) > 1 else ""
    if missing and len(missing) < len(plan.stops):
        names = wording.names_of(missing)
        note = _("not known for %(services)s") % {"services": names}
    return Fact(
        "timer",
        _("Time it takes"),
        wording.time_text(plan.stops),
        "" if len(missing) == len(plan.stops) else note,
        "#urutan",
        is_unknown=len(missing) == len(plan.stops),
    )


def _where(plan: Plan) -> Fact:
    here, elsewhere = wording.places_text(plan), wording.elsewhere_text(plan)
    if not here:
        return Fact("map-pin", _("Where"), capfirst(elsewhere), "", "#urutan")
    return Fact("map-pin", _("Where"), here, elsewhere, "#urutan")


def _when(plan: Plan, language: str) -> Fact:
    label, common = _("Earliest day"), plan.common
    if not any(stop.is_here for stop in plan.stops):
        return Fact("calendar", label, _("Ask the office first"), "", "#urutan")
    if common is None or plan.day is None:
        value = _("Not known")
        if common is not None and not any(
            common.usual_week.days if common.usual_week else ()
        ):
            value = _("No day on which all are open")
        return Fact("calendar", label, value, "", "#jam", is_unknown=True)
    notes = []
    if not plan.day.is_confirmed:
        notes.append(_("hours not confirmed yet"))
    if plan.unknown_hours:
        names = wording.names_of(plan.unknown_hours)
        notes.append(_("hours not known for %(services)s") % {"services": names})
    text = wording.day_text(plan.day, common, language)
    return Fact("calendar", label, text, ", ".join(notes), "#jam")


def common_summary(plan: Plan, language: str) -> str:
    """The common week in one line; "" without any known hours."""
    return weekly_summary(plan.common, language) if plan.common is not None else ""
