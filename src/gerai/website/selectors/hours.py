"""When the mall is open: the usual week and the days that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gerai.directory.models import AgencyPage
from gerai.directory.presentation import TrustLine, day_rows, trust_line
from gerai.directory.selectors import AgencyHours, agency_timetables, pill_key
from gerai.place.carried import DAYS_AHEAD
from gerai.place.clock import Timetable
from gerai.place.wording import coming_changes, weekly_summary
from gerai.theme.addresses import localized_url
from gerai.theme.frame import ContactLine
from gerai.theme.parts import DayRow
from gerai.website.selectors.contact import phone_line
from gerai.website.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class AgencyWithOwnHours:
    """An agency whose hours differ from the mall's, in words.

    ``key`` is that of its open pill, "" if its hours are not known.
    """

    title: str
    url: str
    key: str
    summary: str
    note: str
    trust: TrustLine | None


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """What the page about opening hours shows.

    Attributes:
        rows: the seven days, Monday first; empty if the hours are not known.
        usual: the same in one line, for a pill without a script.
        is_confirmed: whether the mall itself vouches for the usual week.
        phone: the line to call to make sure, None if none is known.
        changes: holidays, closures and seasons of the next ``days_ahead`` days.
        agencies: those whose hours differ from the mall's.
        timetables: of those agencies, by the key of their pill.
    """

    rows: tuple[DayRow, ...]
    usual: str
    note: str
    is_confirmed: bool
    trust: TrustLine | None
    phone: ContactLine | None
    changes: tuple[DayRow, ...]
    agencies: tuple[AgencyWithOwnHours, ...]
    timetables: Mapping[str, Timetable] = field(default_factory=dict)
    days_ahead: int = DAYS_AHEAD


def opening_hours(around: Surroundings) -> OpeningHours:
    """Hours in the active language, as of today where the mall stands."""
    timetable, language = around.timetable, around.language
    schedule = around.mall.schedule if around.mall else None
    different = different_hours(around)
    return OpeningHours(
        rows=tuple(day_rows(timetable, language)),
        usual=weekly_summary(timetable, language),
        note=timetable.note.in_language(language),
        is_confirmed=timetable.is_usually_confirmed,
        trust=trust_line(schedule.provenance_value()) if schedule else None,
        phone=phone_line(around),
        changes=tuple(_change_rows(around)),
        agencies=tuple(
            _in_words(one.page, one.timetable, timetable, language) for one in different
        ),
        timetables=by_pill_key(different),
    )


def different_hours(around: Surroundings) -> list[AgencyHours]:
    """The agencies whose hours are not simply those of the mall, in their order."""
    return [
        hours
        for hours in agency_timetables(around.language)
        if hours.page.hours_note
        or hours.timetable.usual_week != around.timetable.usual_week
    ]


def by_pill_key(hours: Iterable[AgencyHours]) -> dict[str, Timetable]:
    """Their timetables, by the key that connects a pill with its schedule."""
    return {pill_key(one.page): one.timetable for one in hours}


def _change_rows(around: Surroundings) -> Iterator[DayRow]:
    changes = coming_changes(
        around.timetable,
        first_day=around.today,
        days=DAYS_AHEAD,
        language=around.language,
    )
    for change in changes:
        note = change.reason
        if not change.is_confirmed:
            unsure = _("not confirmed yet")
            note = f"{note} ({unsure})" if note else unsure
        yield DayRow(
            day=change.days, hours=[change.hours] if change.hours else [], note=note
        )


def _in_words(
    agency: AgencyPage, hours: Timetable, mall: Timetable, language: str
) -> AgencyWithOwnHours:
    schedule = agency.schedule
    own_note = hours.note if hours.note != mall.note else None
    notes = [agency.hours_note, own_note.in_language(language) if own_note else ""]
    return AgencyWithOwnHours(
        title=agency.title,
        url=localized_url(agency, language),
        key=pill_key(agency),
        summary=weekly_summary(hours, language),
        note=" ".join(dict.fromkeys(note for note in notes if note)),
        trust=trust_line(schedule.provenance_value()) if schedule else None,
    )
