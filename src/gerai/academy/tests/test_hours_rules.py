"""Right, wrong and half-right closures and hours."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gerai.academy.checks import load_rules, run_checks
from gerai.academy.checks.rules import Finding, days_of
from gerai.academy.practice import arrange, inside, load_scene
from gerai.academy.practice.exceptions import CopyGone
from gerai.academy.practice.models import Copy
from gerai.academy.practice.services import remove_copy
from gerai.directory.models import Counter
from gerai.directory.services import own_hours
from gerai.newsroom.policies import mall_now
from gerai.place.models import Mall
from gerai.place.services import add_closure, create_schedule, set_weekly_hours

pytestmark = pytest.mark.django_db

SCENE = [{"counter": {"slug": "latihan-sim", "name": "Loket SIM"}}]
RULE = {
    "closure_exists": {
        "counter": "latihan-sim",
        "day": "tomorrow",
        "from": "12:00",
        "reason": ["pemeliharaan | perbaikan"],
    }
}


@pytest.fixture
def scene(copy: Copy) -> Copy:
    return copy


def found(copy: Copy, rule: Any = RULE) -> Finding:
    (finding,) = run_checks(load_rules([rule], file="tutup.yaml"), copy)
    return finding


def tomorrow() -> date:
    return mall_now().date() + timedelta(days=1)


def close(copy: Copy, **values: Any) -> None:
    given_values: dict[str, Any] = {
        "first_day": tomorrow(),
        "last_day": tomorrow(),
        "from_time": time(12),
        "reason": "pemeliharaan jaringan",
    }
    with inside(copy):
        counter = Counter.objects.get(slug="latihan-sim")
        add_closure(schedule=own_hours(holder=counter), **(given_values | values))


def test_right(scene: Copy) -> None:
    assert not found(scene).met
    close(scene)
    finding = found(scene)
    assert finding.met
    assert finding.text
    assert finding.hint == ""


def test_nothing_done_says_where_to_begin(scene: Copy) -> None:
    finding = found(scene)
    assert "Loket SIM" in finding.text
    assert finding.hint


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"first_day": date(2030, 1, 2), "last_day": date(2030, 1, 2)}, "2030"),
        ({"from_time": time(13)}, "13.00"),
        ({"from_time": None}, "12.00"),
        ({"until_time": time(15)}, "15.00"),
        ({"reason": "rapat"}, "pemeliharaan"),
    ],
)
def test_half_right_says_what_is_wrong(
    scene: Copy, values: dict[str, Any], said: str
) -> None:
    close(scene, **values)
    finding = found(scene)
    assert not finding.met
    assert said in finding.text


def test_all_that_is_wrong_is_said_at_once(scene: Copy) -> None:
    close(scene, from_time=time(9), reason="rapat")
    finding = found(scene)
    assert "9.00" in finding.text
    assert "pemeliharaan" in finding.text


def test_the_best_of_several_closures_counts(scene: Copy) -> None:
    close(scene, from_time=time(9))
    close(scene, first_day=date(2030, 1, 2), last_day=date(2030, 1, 2))
    close(scene)
    assert found(scene).met


def test_too_much_closed_is_another_mistake(scene: Copy) -> None:
    with inside(scene):
        mall = Mall.objects.get()
        mall.schedule = mall.schedule or create_schedule(label="Mal")
        mall.save()
        add_closure(
            schedule=mall.schedule,
            first_day=tomorrow(),
            last_day=tomorrow(),
            reason="pemeliharaan",
        )
    text = found(scene).text
    assert "Loket SIM" in text
    assert text != found(arrange(scene, load_scene(SCENE, file="x"))).text


def test_a_deleted_counter_is_said(scene: Copy) -> None:
    with inside(scene):
        Counter.objects.all().delete()
    finding = found(scene)
    assert not finding.met
    assert finding.hint


def test_not_closed(scene: Copy) -> None:
    rule = {"not_closed": {"counter": "latihan-sim", "day": "tomorrow"}}
    assert found(scene, rule).met
    close(scene)
    assert not found(scene, rule).met


def test_hours(scene: Copy) -> None:
    rule = {
        "hours_equal": {"counter": "latihan-sim", "hours": {"friday": "08.00-11.00"}}
    }
    assert not found(scene, rule).met
    with inside(scene):
        schedule = own_hours(holder=Counter.objects.get(slug="latihan-sim"))
        set_weekly_hours(schedule=schedule, weekly={"fri": [["08:00", "10:00"]]})
    assert "08.00-10.00" in found(scene, rule).text
    with inside(scene):
        set_weekly_hours(schedule=schedule, weekly={"fri": [["08:00", "11:00"]]})
    assert found(scene, rule).met


def test_the_lessons_own_words_come_first(scene: Copy) -> None:
    words = {"text": {"id": "Loket tutup", "en": "Closed"}, "hint": "Lihat beranda"}
    assert found(scene, RULE | words).hint == "Lihat beranda"
    close(scene)
    assert found(scene, RULE | words).text == "Loket tutup"


def test_looking_changes_nothing_and_may_be_repeated(scene: Copy) -> None:
    close(scene)
    assert [found(scene).met for _time in range(3)] == [True] * 3


def test_a_copy_that_is_gone_is_said(scene: Copy) -> None:
    remove_copy(scene.user)
    with pytest.raises(CopyGone):
        found(scene)


@given(
    word=st.sampled_from(["today", "tomorrow", "+5", "monday", "sunday"]),
    today=st.dates(date(2020, 1, 1), date(2090, 1, 1)),
)
def test_words_for_days_lie_ahead(word: str, today: date) -> None:
    (day,) = days_of(word, [today])
    assert today <= day <= today + timedelta(days=7)
    if word == "monday":
        assert day.weekday() == 0
        assert day > today
