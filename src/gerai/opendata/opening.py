"""The answer to "who is open?" for the mall and its agencies."""

from __future__ import annotations

from datetime import datetime

from gerai.directory.selectors import agency_timetables
from gerai.opendata.schemas import AgencyOpenAnswer, OpenAnswer, OpenReport
from gerai.place.clock import Timetable
from gerai.place.wording import reason_text


def open_report(*, mall: Timetable, at: datetime, language: str) -> OpenReport:
    """Who is open at ``at`` (aware), agencies in the order of their names."""
    return OpenReport(
        at=at.astimezone(mall.zone).replace(microsecond=0),
        mall=_answer(mall, at, language),
        agencies=[
            AgencyOpenAnswer(
                slug=agency.slug,
                name=agency.name,
                **_answer(agency.timetable, at, language).model_dump(),
            )
            for agency in sorted(
                agency_timetables(language),
                key=lambda one: (one.name.casefold(), one.slug),
            )
        ],
    )


def _answer(timetable: Timetable, at: datetime, language: str) -> OpenAnswer:
    state = timetable.state_at(at)
    return OpenAnswer(
        open=state.is_open,
        closes=state.closes,
        opens_next=state.opens_next,
        reason=reason_text(state, language),
        confirmed=state.is_confirmed,
    )
