"""Lessons: read, loaded, kept when the office changed them; answers judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gerai.academy.lessons import pictures
from gerai.academy.lessons.format import SKILLS, LessonContent, Question
from gerai.academy.lessons.loading import load_lessons, put_content
from gerai.academy.lessons.marking import mark
from gerai.academy.lessons.models import Lesson
from gerai.academy.lessons.pictures import LANGUAGES, picture_name, picture_of
from gerai.academy.lessons.reading import (
    PackRefused,
    data_of,
    packaged_lessons,
)
from gerai.contentpack.writing.yaml_text import yaml_text

PICTURES = Path(pictures.__file__).parents[1] / "static" / pictures.FOLDER
MOST_BYTES = 3_000_000
ROLES = ("editor", "manager", "reviewer", "operator", "administrator")


@pytest.fixture(scope="module")
def packaged() -> list[LessonContent]:
    return packaged_lessons()


def folder_with(tmp_path: Path, content: LessonContent, **changed: Any) -> Path:
    data = data_of(content) | changed
    (tmp_path / f"{content.key}.yaml").write_text(yaml_text(data), "utf-8")
    return tmp_path


def test_every_role_has_a_path_and_every_skill_a_pool(
    packaged: list[LessonContent],
) -> None:
    for role in ROLES:
        own = [one for one in packaged if role in one.roles]
        assert len(own) >= 4, role
    for skill in SKILLS:
        pool = [
            question
            for one in packaged
            if one.skill == skill
            for question in (*one.questions, *one.pool)
        ]
        assert len(pool) >= 3, skill
    assert sum(one.exercise is not None for one in packaged) >= 8
    assert all(3 <= one.minutes <= 10 for one in packaged)


def test_both_languages_say_as_much(packaged: list[LessonContent]) -> None:
    for lesson in packaged:
        for step in lesson.steps:
            assert step.text.id != step.text.en, (lesson.key, step.text.id)
        assert lesson.why.id.count("\n\n") == lesson.why.en.count("\n\n"), lesson.key


def test_pictures_are_those_of_the_steps_and_small(
    packaged: list[LessonContent],
) -> None:
    """A step that changed has another picture: ``make manual`` takes it."""
    present = {one.name: one.stat().st_size for one in PICTURES.glob("*.webp")}
    wanted = {
        picture_name(lesson.key, step, language)
        for lesson in packaged
        for step in lesson.steps
        for language in LANGUAGES
    }
    assert not present.keys() - wanted
    assert sum(present.values()) <= MOST_BYTES
    for lesson in packaged:
        assert any(picture_of(lesson.key, step) for step in lesson.steps), lesson.key


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"skill": "magic"}, "skill"),
        ({"colour": "red"}, "colour"),
        ({"title": {"id": "Saja"}}, "title.en"),
        ({"why": {"id": "<b>x</b>", "en": "x"}}, "why.id"),
        ({"why": {"id": "[x](javascript:alert(1))", "en": "x"}}, "why.id"),
        ({"steps": [{"text": {"id": "a", "en": "b"}, "do": "press"}]}, "steps[1]"),
        ({"screens": ["https://example.com/"]}, "screens[1]"),
        ({"questions": []}, "questions"),
    ],
)
def test_a_fault_is_named_with_file_line_and_field(
    packaged: list[LessonContent], tmp_path: Path, changed: Any, field: str
) -> None:
    folder = folder_with(tmp_path, packaged[0], **changed)
    with pytest.raises(PackRefused) as refused:
        packaged_lessons(folder)
    problem = refused.value.problems[0]
    assert problem.file == f"{packaged[0].key}.yaml"
    assert problem.line > 0
    assert problem.field.startswith(field)


def test_a_rule_that_is_no_group_is_named(
    packaged: list[LessonContent], tmp_path: Path
) -> None:
    lesson = next(one for one in packaged if one.exercise is not None)
    exercise = data_of(lesson)["exercise"] | {"rules": ["nonsense"]}
    with pytest.raises(PackRefused, match=r"exercise\.rules\[1\]"):
        packaged_lessons(folder_with(tmp_path, lesson, exercise=exercise))


def test_text_that_is_no_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "rusak.yaml").write_text("key: a\n  b: [", "utf-8")
    with pytest.raises(PackRefused, match=r"rusak\.yaml:\d"):
        packaged_lessons(tmp_path)


@pytest.mark.django_db
def test_loading_twice_changes_nothing(packaged: list[LessonContent]) -> None:
    assert len(load_lessons(packaged).new) == len(packaged)
    before = list(Lesson.objects.values_list("key", "changed_at"))

    assert not load_lessons(packaged).did_something
    assert list(Lesson.objects.values_list("key", "changed_at")) == before


@pytest.mark.django_db
def test_an_upgrade_reaches_what_nobody_changed_and_keeps_what_the_office_wrote(
    packaged: list[LessonContent],
) -> None:
    load_lessons(packaged)
    own = Lesson.objects.get(key=packaged[0].key)
    data = data_of(packaged[0]) | {"title": {"id": "Judul kami", "en": "Our title"}}
    put_content(own, LessonContent.model_validate(data)).save()
    newer = [
        LessonContent.model_validate(data_of(one) | {"minutes": 9}) for one in packaged
    ]

    report = load_lessons(newer)

    assert report.kept == [packaged[0].key]
    assert len(report.changed) == sum(one.minutes != 9 for one in packaged[1:])
    assert str(Lesson.objects.get(key=packaged[0].key)) == "Judul kami"
    assert Lesson.objects.get(key=packaged[1].key).read.minutes == 9


@pytest.mark.django_db
def test_a_lesson_that_is_no_longer_delivered_leaves_the_path(
    packaged: list[LessonContent],
) -> None:
    load_lessons(packaged)
    assert load_lessons(packaged[1:]).withdrawn == [packaged[0].key]
    assert not Lesson.objects.get(key=packaged[0].key).is_offered


def question(**values: Any) -> Question:
    base = {
        "key": "k",
        "ask": {"id": "?", "en": "?"},
        "because": {"id": "a", "en": "b"},
    }
    return Question.model_validate(base | values)


OPTIONS = [
    {"text": {"id": "a", "en": "a"}, "right": True},
    {"text": {"id": "b", "en": "b"}},
    {"text": {"id": "c", "en": "c"}, "right": True},
]


def test_all_right_options_and_no_other() -> None:
    asked = question(options=OPTIONS)
    assert asked.has_many
    assert mark(asked, ["0", "2"]).is_right
    assert not mark(asked, ["0"]).is_right
    assert not mark(asked, ["0", "1", "2"]).is_right
    assert not mark(asked, []).is_answered


def test_a_written_answer_whatever_its_case_and_marks() -> None:
    asked = question(accept=["PPID"])
    assert mark(asked, [" ppid. "]).is_right
    assert not mark(asked, ["bupati"]).is_right
    assert not mark(asked, ["!!!"]).is_answered


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=400), max_size=30))
def test_nonsense_is_a_wrong_answer_never_an_error(values: list[str]) -> None:
    for asked in (question(options=OPTIONS), question(accept=["PPID"])):
        marked = mark(asked, values)
        assert len(marked.written) <= 200
        assert "\0" not in marked.written


def test_an_answer_of_any_length_is_judged() -> None:
    asked = question(accept=["PPID"])
    marked = mark(asked, ["x" * 5_000_000])
    assert not marked.is_right
    assert len(marked.written) == 200
