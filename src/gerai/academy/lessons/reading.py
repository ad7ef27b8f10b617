"""From YAML to checked lessons; every fault is named with file, line and field."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from django.utils.translation import gettext as _

from gerai.academy.checks.loading import RulesRefused, load_rules
from gerai.academy.lessons.format import LessonContent
from gerai.academy.practice import load_scene
from gerai.academy.practice.scenes import SceneRefused
from gerai.contentpack.canonical import plain
from gerai.contentpack.reading.faults import check
from gerai.contentpack.reading.problems import PackRefused, Problems
from gerai.contentpack.reading.yaml_files import (
    YamlDocument,
    YamlRefused,
    read_yaml,
)

LONGEST_LESSON = 200_000
CONTENT = "content"


def read_lesson(text: str, file: str, problems: Problems) -> LessonContent | None:
    """One lesson, or None after every fault of it was noted."""
    if len(text) > LONGEST_LESSON:
        problems.add(file, 0, "", _("is too long for one lesson; split it"))
        return None
    try:
        document = read_yaml(text)
    except YamlRefused as refusal:
        problems.add(file, refusal.line, "", refusal.text)
        return None
    lesson = check(LessonContent, document, file, problems)
    if lesson is not None and lesson.exercise is not None:
        try:
            load_rules(
                lesson.exercise.rules,
                file=file,
                document=document,
                at=("exercise", "rules"),
            )
        except RulesRefused as refused:
            for one in refused.problems:
                problems.add(one.file, one.line, one.field, one.text)
        _check_scene(lesson.exercise.scene, document, file, problems)
    return lesson


def _check_scene(
    scene: Any, document: YamlDocument, file: str, problems: Problems
) -> None:
    if scene is None:
        return
    try:
        load_scene(scene, file=file)
    except SceneRefused as refused:
        line = document.line_of(("exercise", "scene"))
        for one in refused.problems:
            problems.add(file, line, f"exercise.scene{one.field}", one.text)


def packaged_lessons(folder: Traversable | None = None) -> list[LessonContent]:
    """The lessons that come with Gerai, in the order of the path.

    Raises:
        PackRefused: with every fault of every file.
    """
    folder = folder or files("gerai.academy.lessons") / CONTENT
    problems = Problems()
    lessons: list[LessonContent] = []
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".yaml"):
            continue
        lesson = read_lesson(file.read_text("utf-8"), file.name, problems)
        if lesson is not None:
            if f"{lesson.key}.yaml" != file.name:
                problems.add(
                    file.name,
                    1,
                    "key",
                    _("must be the name of the file, without .yaml"),
                )
            lessons.append(lesson)
    problems.raise_if_any()
    return sorted(lessons, key=lambda one: (one.order, one.key))


def lesson_of(data: Any) -> LessonContent:
    """A lesson as the database keeps it."""
    return LessonContent.model_validate(data)


def data_of(lesson: LessonContent) -> Any:
    """What the database keeps of a lesson."""
    return plain(lesson)


__all__ = [
    "PackRefused",
    "data_of",
    "lesson_of",
    "packaged_lessons",
    "read_lesson",
]
