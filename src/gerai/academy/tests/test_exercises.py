"""Each exercise from its beginning: arranged, not done yet, half done, done, interrupted.

The model solutions are replayed in a browser by ``e2e/test_academy.py``.
"""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from gerai.academy.checks.running import run_checks
from gerai.academy.lessons import exercises
from gerai.academy.lessons.models import Lesson, Progress
from gerai.academy.lessons.reading import packaged_lessons
from gerai.academy.practice import inside
from gerai.academy.practice.exceptions import CopyGone
from gerai.academy.practice.selectors import copy_of
from gerai.academy.practice.services import remove_copy, reset_copy
from gerai.academy.tests.solutions import SOLUTIONS, Act
from gerai.directory.models import Counter
from gerai.directory.services import own_hours
from gerai.newsroom.policies import mall_now
from gerai.place.models import Closure
from gerai.place.services import add_closure
from gerai.workspace.tests.cast import Cast

HERE = "/admin/akademi/"
WITH_EXERCISE = [one for one in packaged_lessons() if one.exercise is not None]


@pytest.fixture
def lessons(taught: Cast, db: None) -> Cast:
    return taught


def trainee_of(lessons: Cast, lesson: Lesson) -> Any:
    """Somebody on whose path it stands."""
    return lessons.people["editor" if "editor" in lesson.read.roles else "manager"]


def solve(person: Any, lesson: Lesson, act: Act | None) -> exercises.Checked:
    """Begin, do something, and look."""
    address = exercises.begin(person=person, lesson=lesson, task=HERE)
    assert address.startswith("/latihan/admin/")
    copy = copy_of(person)
    assert copy is not None
    if act is not None:
        with inside(copy):
            act(User.objects.get(pk=person.pk))
    checked = exercises.look(person=person, lesson=lesson)
    assert checked is not None
    return checked


def test_every_exercise_has_its_solutions() -> None:
    assert sorted(SOLUTIONS) == sorted(one.key for one in WITH_EXERCISE)


@pytest.mark.parametrize("key", [one.key for one in WITH_EXERCISE])
def test_not_begun_right_half_right_and_wrong(lessons: Cast, key: str) -> None:
    lesson, tried = Lesson.objects.get(key=key), SOLUTIONS[key]
    person = trainee_of(lessons, lesson)

    said = {}
    for name, act in (("nothing", None), ("half", tried.half), ("wrong", tried.wrong)):
        checked = solve(person, lesson, act)
        assert not checked.is_solved, name
        missing = [one for one in checked.findings if not one.met]
        assert all(one.text for one in missing), name
        assert any(one.hint for one in missing), name
        assert checked.progress.open_points == [one.text for one in missing], name
        said[name] = tuple(one.text for one in missing)
    assert len(set(said.values())) == len(said), said

    right = solve(person, lesson, tried.right)
    assert right.is_solved, [one.text for one in right.findings]
    assert right.progress.solved_at is not None


def close(person: Any, starts: time) -> None:
    copy = copy_of(person)
    assert copy is not None
    with inside(copy):
        counter = Counter.objects.get(slug="latihan-sim")
        Closure.objects.filter(schedule=counter.schedule).delete()
        day = mall_now().date() + timedelta(days=1)
        add_closure(
            schedule=own_hours(holder=counter),
            first_day=day,
            last_day=day,
            reason="petugas mengikuti pelatihan",
            from_time=starts,
        )


def test_half_right_is_told_with_a_hint_and_right_is_kept(lessons: Cast) -> None:
    person, lesson = lessons.people["operator"], Lesson.objects.get(key="tutup-gerai")
    exercises.begin(person=person, lesson=lesson, task=HERE)

    close(person, time(8))
    half = exercises.look(person=person, lesson=lesson)
    assert half is not None
    assert not half.is_solved
    assert "12.00" in half.findings[0].text

    close(person, time(12))
    right = exercises.look(person=person, lesson=lesson)
    assert right is not None
    assert right.is_solved
    solved_at = right.progress.solved_at
    assert solved_at is not None

    exercises.begin(person=person, lesson=lesson, task=HERE)
    exercises.look(person=person, lesson=lesson)
    assert Progress.objects.get(person=person, lesson=lesson).solved_at == solved_at


def test_a_lost_session_goes_on_where_it_was(lessons: Cast) -> None:
    person, lesson = lessons.people["operator"], Lesson.objects.get(key="tutup-gerai")
    exercises.begin(person=person, lesson=lesson, task=HERE)
    exercises.look(person=person, lesson=lesson)

    client = Client()
    client.force_login(person)
    text = client.get(reverse("academy_exercise", args=[lesson.key])).content.decode()
    assert "/latihan/admin/" in text
    assert "Yang belum benar ketika terakhir dilihat" in text


def test_a_copy_that_goes_during_a_check_is_said_in_words(
    lessons: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, lesson = lessons.people["operator"], Lesson.objects.get(key="tutup-gerai")
    exercises.begin(person=person, lesson=lesson, task=HERE)
    client = Client()
    client.force_login(person)
    address = reverse("academy_exercise", args=[lesson.key])

    def gone(*args: Any) -> Any:
        raise CopyGone("Sudah dimulai lagi")

    with monkeypatch.context() as patch:
        patch.setattr(exercises, "run_checks", gone)
        answer = client.post(address, {"act": "check"}, follow=True)
    assert "Sudah dimulai lagi" in answer.content.decode()

    def begun_anew_meanwhile(rules: Any, copy: Any) -> Any:
        reset_copy(person)
        return run_checks(rules, copy)

    with monkeypatch.context() as patch:
        patch.setattr(exercises, "run_checks", begun_anew_meanwhile)
        answer = client.post(address, {"act": "check"}, follow=True)
    assert "Mulai lagi" in answer.content.decode()

    remove_copy(person)
    answer = client.post(address, {"act": "check"}, follow=True)
    assert answer.status_code == 200
    assert not Progress.objects.get(person=person, lesson=lesson).checks
