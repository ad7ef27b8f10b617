"""The clock against the naive oracle, on random timetables around a year's end."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gerai.place.clock import Interval, Timetable, joined
from gerai.place.tests import oracle
from gerai.place.tests.strategies import (
    FIRST_DAY,
    SPAN_DAYS,
    days,
    instants,
    intervals,
    timetables,
)

HORIZON_DAYS = 3


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), timetable=timetables())
def test_it_agrees_with_the_oracle(data: st.DataObject, timetable: Timetable) -> None:
    instant = data.draw(instants(timetable))
    today = instant.astimezone(timetable.zone).date()
    until = datetime.combine(
        today + timedelta(days=HORIZON_DAYS), time(), timetable.zone
    )

    state = timetable.state_at(instant)
    expected = oracle.ask(timetable, instant, until)

    assert state.is_open == expected.is_open
    assert state.reason_kind == expected.reason_kind
    assert (state.reason.id if state.reason else None) == expected.reason
    if expected.closes is not None or state.closes is None or state.closes < until:
        assert state.closes == expected.closes
    if expected.opens_next is not None or (
        state.opens_next is not None and state.opens_next < until
    ):
        assert state.opens_next == expected.opens_next
    if state.is_open is None or expected.opens_next or expected.closes:
        assert state.is_confirmed == expected.is_confirmed


@settings(max_examples=60, deadline=None)
@given(data=st.data(), timetable=timetables())
def test_next_is_truly_the_first_open_minute(
    data: st.DataObject, timetable: Timetable
) -> None:
    instant = data.draw(instants(timetable))
    state = timetable.state_at(instant)
    if state.opens_next is None:
        return
    minute = timedelta(minutes=1)

    assert state.opens_next > instant
    assert timetable.state_at(state.opens_next).is_open is True
    assert timetable.state_at(state.opens_next - minute).is_open is False
    if state.is_open is False:
        minutes = int((state.opens_next - instant) / minute)
        step = state.opens_next - data.draw(st.integers(0, minutes)) * minute
        if instant < step < state.opens_next:
            assert timetable.state_at(step).is_open is False


@settings(max_examples=60, deadline=None)
@given(data=st.data(), timetable=timetables())
def test_closing_is_the_first_minute_that_is_not_open(
    data: st.DataObject, timetable: Timetable
) -> None:
    instant = data.draw(instants(timetable))
    state = timetable.state_at(instant)
    if state.closes is None:
        return

    assert state.is_open is True
    assert state.closes > instant
    assert timetable.state_at(state.closes).is_open is False
    last = state.closes - timedelta(seconds=1)
    assert timetable.state_at(last).is_open is True


@given(data=st.data(), child=timetables(), parent=timetables())
@settings(max_examples=60, deadline=None)
def test_an_agency_is_never_open_when_its_mall_is_not(
    data: st.DataObject, child: Timetable, parent: Timetable
) -> None:
    within_mall = child.narrowed_by(parent)
    instant = data.draw(instants(within_mall))

    if within_mall.state_at(instant).is_open:
        assert parent.state_at(instant).is_open


@given(timetable=timetables(), day=days)
@settings(max_examples=60, deadline=None)
def test_a_confirmed_answer_needs_every_layer_confirmed(
    timetable: Timetable, day: object
) -> None:
    doubtful = timetable.as_unconfirmed()
    for offset in range(SPAN_DAYS):
        plan = doubtful.day(FIRST_DAY + timedelta(days=offset))
        decided_by_hours = plan.reason_kind is None
        assert not (decided_by_hours and plan.is_confirmed)
        assert plan.hours == timetable.day(FIRST_DAY + timedelta(days=offset)).hours


@settings(deadline=None)
@given(st.lists(intervals(), max_size=8))
def test_joined_intervals_hold_the_same_minutes(found: list[Interval]) -> None:
    result = joined(found)

    def minutes_of(some: list[Interval]) -> set[int]:
        return {m for one in some for m in range(one.opens, one.closes)}

    assert minutes_of(list(result)) == minutes_of(found)
    assert all(first.closes < second.opens for first, second in pairwise(result))
