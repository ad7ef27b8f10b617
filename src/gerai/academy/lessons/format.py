"""What a lesson consists of; the same for a file of the package and for the desk.

Each text stands in both languages. Addresses are those of the desk, with ``*`` for one
part of them, so that they fit the real mall and a practice copy alike.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, get_args

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from gerai.academy.practice import samples
from gerai.contentpack.format.base import Line, PackModel, Text, number_as_text, refuse
from gerai.contentpack.texts.markdown_check import check_line
from gerai.guard.roles import Role

SENTENCES = 3
"""A lesson in short: what the help panel shows."""

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ADDRESS = re.compile(r"/(?:[a-z0-9_*-]+/)*(?:\*\*)?")


class Both(PackModel):
    """A text in Indonesian and in English."""

    id: Text
    en: Text

    def __str__(self) -> str:
        """In the language that is active."""
        return self.en if str(get_language() or "id").startswith("en") else self.id


def _markdown(value: str) -> str:
    faults = [fault for line in value.split("\n") for fault in check_line(line)]
    if faults:
        raise refuse(faults[0])
    return value


Markdown = Annotated[Text, AfterValidator(_markdown)]


class BothMarkdown(Both):
    """Paragraphs, headings with ###, lists, bold and links."""

    id: Markdown
    en: Markdown


class BothLines(Both):
    """The same, one line each."""

    id: Line
    en: Line


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise refuse(
            _(
                "must be an address of the desk such as /admin/tugas/tutup/ (* for a part)"
            )
        )
    return value


def _key(value: str) -> str:
    if not _KEY.fullmatch(value):
        raise refuse(_("may hold small letters, digits and single hyphens only"))
    return value


def _sample(value: str) -> str:
    if value not in samples.names():
        raise refuse(
            _("must be one of: %(names)s") % {"names": ", ".join(samples.names())}
        )
    return value


Address = Annotated[str, StringConstraints(max_length=200), AfterValidator(_address)]
Key = Annotated[str, StringConstraints(max_length=60), AfterValidator(_key)]
RoleName = Literal[
    "administrator", "manager", "editor", "reviewer", "operator", "auditor"
]
SkillName = Literal[
    "desk",
    "hours",
    "standard",
    "writing",
    "photos",
    "approval",
    "files",
    "care",
    "sharing",
    "people",
    "law",
    "safety",
]
SKILLS: tuple[str, ...] = get_args(SkillName)


class Step(PackModel):
    """One step: words, where on the screen, and what is done there.

    The same declaration is the step of the lesson, a stop of the guided tour, a picture
    of the manual, and what the browser does when the model solution is replayed.

    Attributes:
        at: on which screen; empty for “still the same”.
        target: a CSS selector of what the step is about.
        do: what is done with it. ``go`` opens ``at``.
        value: what is typed or chosen, or stands on what is pressed; ``{tomorrow}`` is a
            day.
        optional: not everybody meets it; left out where it isn't on the screen.
    """

    text: Both
    at: Address | None = None
    target: Annotated[str, StringConstraints(max_length=200)] | None = None
    do: Literal["look", "go", "press", "fill", "choose", "tick", "upload"] = "look"
    value: (
        Annotated[
            str, BeforeValidator(number_as_text), StringConstraints(max_length=2000)
        ]
        | None
    ) = None
    optional: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Step:
        if self.do == "go" and not self.at:
            raise refuse(_("a step that opens a screen needs “at”"))
        if self.do not in {"look", "go"} and not self.target:
            raise refuse(_("this step needs “target”: what on the screen is meant"))
        if self.do in {"fill", "choose", "upload"} and self.value is None:
            raise refuse(_("this step needs “value”: what is typed or chosen"))
        return self


class Exercise(PackModel):
    """Something to do in the practice mall, and the rules that look at the result.

    Attributes:
        task: what is to be done, as a colleague would say it.
        start: the screen of the desk on which it begins.
        file: a file to practise with, handed out with the task.
        scene: how the practice mall is arranged first.
        rules: declared checks; see ``academy.checks``.
        solution: how it can be done; without it, the steps of the lesson.
    """

    task: Both
    start: Address = "/admin/"
    file: Annotated[str, AfterValidator(_sample)] | None = None
    scene: Any = None
    rules: Annotated[list[Any], Field(min_length=1, max_length=20)]
    solution: Annotated[list[Step], Field(max_length=40)] = []

    @property
    def file_address(self) -> str:
        """The static path of its file; empty without one."""
        return f"{samples.FOLDER}/{self.file}" if self.file else ""


class Option(PackModel):
    """One possible answer."""

    text: BothLines
    right: bool = False


class Question(PackModel):
    """A short question: options to choose from, or a word to write.

    Attributes:
        key: names it, so that an answer outlives a change of order.
        accept: written answers that are right; letter case and marks don't matter.
        because: why, shown after the answer.
    """

    key: Key
    ask: Both
    options: Annotated[list[Option], Field(max_length=6)] = []
    accept: Annotated[list[Line], Field(max_length=20)] = []
    because: Both

    @model_validator(mode="after")
    def _answerable(self) -> Question:
        if bool(self.options) == bool(self.accept):
            raise refuse(_("needs either “options” or “accept”"))
        if self.options and not 1 <= sum(one.right for one in self.options) < len(
            self.options
        ):
            raise refuse(_("needs at least one right and one wrong option"))
        return self

    @property
    def has_many(self) -> bool:
        """Whether more than one option is right."""
        return sum(one.right for one in self.options) > 1


class LessonContent(PackModel):
    """One lesson.

    Attributes:
        order: its place on the path of a role.
        minutes: about how long it takes.
        screens: addresses of the desk whose help panel it is; the most exact one wins.
        pool: more questions for tests, which the lesson itself doesn't ask.
    """

    key: Key
    order: Annotated[int, Field(ge=0, le=10_000)]
    minutes: Annotated[int, Field(ge=1, le=60)]
    roles: Annotated[list[RoleName], Field(min_length=1)]
    skill: SkillName
    title: BothLines
    summary: Annotated[
        list[BothLines], Field(min_length=SENTENCES, max_length=SENTENCES)
    ]
    why: BothMarkdown
    screens: list[Address] = []
    steps: Annotated[list[Step], Field(min_length=1, max_length=40)]
    exercise: Exercise | None = None
    questions: Annotated[list[Question], Field(min_length=1, max_length=20)]
    pool: Annotated[list[Question], Field(max_length=50)] = []

    @model_validator(mode="after")
    def _named_once(self) -> LessonContent:
        keys = [one.key for one in (*self.questions, *self.pool)]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise refuse(
                _("two questions have the key “%(key)s”; each needs its own")
                % {"key": twice[0]}
            )
        return self

    @property
    def solution(self) -> list[Step]:
        """The steps that do the exercise."""
        if self.exercise is not None and self.exercise.solution:
            return self.exercise.solution
        return self.steps

    def is_for(self, role: Role | None) -> bool:
        """Whether it stands on the path of a role."""
        return role is not None and role.value in self.roles


def skill_title(skill: str) -> str:
    """What a skill is called, in the active language."""
    return {
        "desk": _("Finding one's way in the desk"),
        "hours": _("Opening hours and closures"),
        "standard": _("Correct service data"),
        "writing": _("Writing so that people understand"),
        "photos": _("Photos and their words"),
        "approval": _("Handing in and approving"),
        "files": _("Documents and forms"),
        "care": _("Keeping content true"),
        "sharing": _("Telling people elsewhere"),
        "people": _("Accounts of staff"),
        "law": _("Public information and the law"),
        "safety": _("Safe work"),
    }.get(skill, skill)
