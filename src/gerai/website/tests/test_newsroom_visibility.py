"""What is visible when: starts, ends, order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gerai.newsroom.choices import BannerKind, Urgency
from gerai.newsroom.models import Banner
from gerai.newsroom.policies import is_out_of_time, mall_now, out_of_time_paths
from gerai.newsroom.presentation.banners import (
    banner_place_of,
    banners_for_script,
    banners_on,
)
from gerai.newsroom.selectors import coming_events, current_notices, next_moment
from gerai.newsroom.selectors.banners import banners_to_come
from gerai.newsroom.spans import is_current
from gerai.website.tests import newsroom_factories as factories
from gerai.website.tests.factories import make_mall
from gerai.website.tests.newsroom_factories import NOON
from gerai.website.visibility import hidden_paths, is_hidden

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standard_pages")]
MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1),
    max_value=datetime(2035, 1, 1),
    timezones=st.just(UTC),
)


@given(starts=MOMENTS | st.none(), ends=MOMENTS | st.none(), at=MOMENTS)
def test_a_span_holds_its_first_instant_and_not_its_last(
    starts: datetime | None, ends: datetime | None, at: datetime
) -> None:
    assert is_current(starts, ends, at) == (
        (starts is None or at >= starts) and (ends is None or at < ends)
    )
    if starts is not None and ends is not None and starts < ends:
        assert is_current(starts, ends, starts)
        assert not is_current(starts, ends, ends)


@pytest.mark.parametrize(
    ("seconds", "is_visible"), [(-1, False), (0, True), (3599, True), (3600, False)]
)
def test_a_notice_is_there_from_its_start_until_its_end(
    seconds: int, is_visible: bool
) -> None:
    page = factories.notice(starts_at=NOON, ends_at=NOON + timedelta(hours=1))
    with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
        at = mall_now()
        assert (page in current_notices(at)) is is_visible
        assert is_out_of_time(page, at) is not is_visible
        assert (page.url_path in out_of_time_paths(at)) is not is_visible
        assert is_hidden(page) is not is_visible
        assert hidden_paths()(page.url_path) is not is_visible


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    spans=st.lists(
        st.tuples(
            st.integers(-72, 72),
            st.integers(1, 96) | st.none(),
            st.sampled_from(BannerKind.values),
        ),
        max_size=6,
    ),
    hours=st.integers(-80, 80),
)
def test_banners_at_any_moment_are_those_that_the_clock_allows(
    spans: list[tuple[int, int | None, str]], hours: int
) -> None:
    """The query looks at whole days only; what comes out must be right all the same."""
    Banner.objects.all().delete()
    for number, (start, length, kind) in enumerate(spans):
        factories.banner(
            f"Nomor {number}",
            kind=kind,
            starts_at=NOON + timedelta(hours=start),
            ends_at=NOON + timedelta(hours=start + length) if length else None,
        )
    moment = NOON + timedelta(hours=hours)
    with time_machine.travel(moment, tick=False):
        shown = banners_on("/", language="id", at=mall_now())
    expected = [
        (BannerKind.values.index(kind), -start, -number)
        for number, (start, length, kind) in enumerate(spans)
        if start <= hours and (length is None or hours < start + length)
    ]
    assert [one.text for one in shown] == [
        f"Nomor {-number}" for _kind, _start, number in sorted(expected)
    ]


def test_urgent_notices_come_first_then_the_newest() -> None:
    old = factories.notice("lama", starts_at=NOON - timedelta(days=2))
    new = factories.notice("baru", starts_at=NOON - timedelta(days=1))
    urgent = factories.notice("mendesak", urgency=Urgency.URGENT)
    with time_machine.travel(NOON, tick=False):
        assert current_notices(mall_now()) == [urgent, new, old]
        assert current_notices(mall_now(), limit=1) == [urgent]


def test_a_notice_of_an_agency_is_found_by_it() -> None:
    from gerai.directory.tests.factories import AgencyPageFactory

    agency: Any = AgencyPageFactory()
    own = factories.notice(agency=agency)
    factories.notice()
    with time_machine.travel(NOON, tick=False):
        found = current_notices(mall_now(), agency_key=agency.translation_key)
    assert found == [own]


def test_notices_of_a_list_that_was_taken_down_are_nowhere() -> None:
    page = factories.notice()
    page.get_parent().specific.unpublish()
    with time_machine.travel(NOON, tick=False):
        assert current_notices(mall_now()) == []


def test_banners_stand_in_the_order_of_what_they_mean() -> None:
    info = factories.banner("a", kind=BannerKind.INFO, starts_at=NOON)
    closed = factories.banner("b", kind=BannerKind.CLOSED)
    warning = factories.banner("c", kind=BannerKind.WARNING)
    newer = factories.banner(
        "d", kind=BannerKind.WARNING, starts_at=NOON - timedelta(hours=1)
    )
    with time_machine.travel(NOON, tick=False):
        assert banners_to_come(mall_now()) == [closed, newer, warning, info]


def test_a_banner_of_an_agency_stands_on_its_pages_only() -> None:
    from gerai.directory.tests.factories import AgencyPageFactory

    agency: Any = AgencyPageFactory(_parent=factories.index("instansi"), slug="kpp")
    factories.banner(agency=agency)
    with time_machine.travel(NOON, tick=False):
        at = mall_now()
        for path, count in (
            ("/instansi/kpp/", 1),
            ("/en/instansi/kpp/npwp/", 1),
            ("/instansi/kpp-lain/", 0),
            ("/", 0),
        ):
            assert (
                len(banners_on(banner_place_of(path), language="id", at=at)) == count
            ), path


def test_a_changed_banner_has_another_key() -> None:
    row = factories.banner()
    before = banners_for_script()[0]["key"]
    row.text = "Listrik menyala lagi"
    row.save()
    assert banners_for_script()[0]["key"] != before
    row.text = "Listrik padam"
    row.save()
    assert banners_for_script()[0]["key"] == before


def test_coming_banners_are_carried_but_not_shown() -> None:
    factories.banner(starts_at=NOON + timedelta(hours=1))
    with time_machine.travel(NOON, tick=False):
        assert banners_on("/", language="id", at=mall_now()) == []
        assert [item["for"] for item in banners_for_script()] == ["id", "en"]


@pytest.mark.parametrize(
    ("hours", "is_coming"), [(0, True), (24, True), (35.9, True), (36.1, False)]
)
def test_an_event_without_an_end_lasts_until_midnight(
    hours: float, is_coming: bool
) -> None:
    make_mall(timezone="Asia/Makassar")
    page = factories.event(starts_at=NOON + timedelta(hours=24), ends_at=None)
    with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
        assert (page in coming_events(mall_now())) is is_coming


def test_the_next_moment_is_the_first_start_or_end() -> None:
    hour = timedelta(hours=1)
    assert next_moment(NOON) is None
    factories.event(starts_at=NOON + 9 * hour, ends_at=NOON + 10 * hour)
    assert next_moment(NOON) == NOON + 9 * hour
    factories.banner(starts_at=NOON - hour, ends_at=NOON + 5 * hour)
    assert next_moment(NOON) == NOON + 5 * hour
    factories.notice(starts_at=NOON + 2 * hour, ends_at=NOON + 3 * hour)
    assert next_moment(NOON) == NOON + 2 * hour
    assert next_moment(NOON + 2 * hour) == NOON + 3 * hour
    page = factories.news()
    page.go_live_at = NOON + hour
    page.save_revision(approved_go_live_at=page.go_live_at)
    assert next_moment(NOON) == NOON + hour
