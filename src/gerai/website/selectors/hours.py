"""When the mall is open: the usual week and the days that differ."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.dates import WEEKDAYS

from gerai.place.carried import DAYS_AHEAD
from gerai.place.clock import Timetable
from gerai.place.provenance import ProvenanceValue
from gerai.place.wording import ComingChange, coming_changes, hours_text, weekly_summary
from gerai.theme.frame import ContactLine
from gerai.theme.parts import DayRow
from gerai.website.selectors.contact import phone_line
from gerai.website.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class AgencyHours:
    """An agency with hours of its own, in words."""

    title: str
    url: str
    key: str
    summary: str
    note: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """What the page about opening hours shows.

    Attributes:
        rows: the seven days, Monday first; empty if the hours are not known.
        usual: the same in one line, for a pill without a script.
        provenance: where the hours come from, None if the mall has none.
        changes: coming holidays, closures and seasons.
        agencies: those whose hours differ from the mall's.
    """

    rows: tuple[DayRow, ...]
    usual: str
    note: str
    provenance: ProvenanceValue | None
    phone: ContactLine | None
    changes: tuple[ComingChange, ...]
    agencies: tuple[AgencyHours, ...]
    days_ahead: int = DAYS_AHEAD


def opening_hours(around: Surroundings) -> OpeningHours:
    """Hours in the active language, as of today where the mall stands."""
    timetable, language = around.timetable, around.language
    schedule = around.mall.schedule if around.mall else None
    return OpeningHours(
        rows=day_rows(timetable, language),
        usual=weekly_summary(timetable, language),
        note=timetable.note.in_language(language),
        provenance=schedule.provenance_value() if schedule else None,
        phone=phone_line(around),
        changes=tuple(
            coming_changes(
                timetable, first_day=around.today, days=DAYS_AHEAD, language=language
            )
        ),
        agencies=(),
    )


def day_rows(timetable: Timetable, language: str) -> tuple[DayRow, ...]:
    """One row for each day of the usual week; empty if it is not known."""
    week = timetable.usual_week
    if week is None:
        return ()
    with translation.override(language):
        names = [str(WEEKDAYS[number]) for number in range(7)]
    return tuple(
        DayRow(
            day=names[number],
            hours=[hours_text((interval,), language) for interval in hours],
            weekday=number + 1,
        )
        for number, hours in enumerate(week.days)
    )
