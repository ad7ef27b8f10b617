from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gerai.place.moments import next_midnight
from gerai.place.tests.factories import MallFactory
from gerai.publishing.moments import next_moment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("Asia/Jakarta", 17), ("Asia/Makassar", 16), ("Asia/Jayapura", 15)],
)
def test_a_day_begins_where_the_mall_stands(zone: str, hour: int) -> None:
    MallFactory(timezone=zone)
    before = datetime(2026, 3, 4, hour - 1, 59, tzinfo=UTC)
    midnight = datetime(2026, 3, 4, hour, tzinfo=UTC)
    assert next_midnight(before) == midnight
    assert next_moment(before) <= midnight
    assert next_midnight(midnight) == datetime(2026, 3, 5, hour, tzinfo=UTC)
