"""The office's own lessons: words in a plain form, everything else as a text file."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError as Refused

from gerai.academy.lessons.format import LessonContent
from gerai.academy.lessons.models import Lesson
from gerai.academy.lessons.reading import LONGEST_LESSON, data_of, read_lesson
from gerai.contentpack.reading.faults import faults_of
from gerai.contentpack.reading.problems import Problems
from gerai.contentpack.writing.yaml_text import yaml_text

Place = tuple[str | int, ...]
LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """One text of a lesson in both languages.

    Attributes:
        place: where it stands in the content.
        label: what it is, for whoever writes it.
        is_long: whether it may have more than one line.
    """

    place: Place
    label: str
    is_long: bool


def words_of(content: LessonContent) -> Iterator[Words]:
    """All texts of a lesson, in reading order."""
    yield Words(("title",), _("Title"), False)
    for number in range(len(content.summary)):
        yield Words(
            ("summary", number),
            _("In short, sentence %(number)d") % {"number": number + 1},
            False,
        )
    yield Words(("why",), _("Why it matters"), True)
    for number in range(len(content.steps)):
        yield Words(
            ("steps", number, "text"),
            _("Step %(number)d") % {"number": number + 1},
            True,
        )
    if content.exercise is not None:
        yield Words(("exercise", "task"), _("The exercise"), True)
    for part, title in (
        ("questions", gettext_lazy("Question %(number)d")),
        ("pool", gettext_lazy("Further question %(number)d")),
    ):
        for number, question in enumerate(getattr(content, part)):
            name = str(title) % {"number": number + 1}
            yield Words((part, number, "ask"), name, True)
            for position in range(len(question.options)):
                yield Words(
                    (part, number, "options", position, "text"),
                    _("%(question)s, answer %(number)d")
                    % {"question": name, "number": position + 1},
                    False,
                )
            yield Words(
                (part, number, "because"),
                _("%(question)s, the reason") % {"question": name},
                True,
            )


class WordsForm(forms.Form):
    """Every text of a lesson, Indonesian beside English; nothing else can break."""

    def __init__(self, lesson: Lesson, data: Any = None) -> None:
        super().__init__(data)
        self._content = data_of(lesson.read)
        self._words = list(words_of(lesson.read))
        for words in self._words:
            for language in LANGUAGES:
                self.fields[_name(words.place, language)] = forms.CharField(
                    label=_("in Indonesian") if language == "id" else _("in English"),
                    initial=_at(self._content, (*words.place, language)),
                    widget=forms.Textarea({"rows": 6 if words.is_long else 2})
                    if words.place == ("why",)
                    else forms.Textarea({"rows": 2}),
                    max_length=5000,
                )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Label and the two fields of each text."""
        return [
            (
                words.label,
                [self[_name(words.place, language)] for language in LANGUAGES],
            )
            for words in self._words
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        content = deepcopy(self._content)
        for words in self._words:
            for language in LANGUAGES:
                target = _at(content, words.place)
                target[language] = cleaned[_name(words.place, language)]
        try:
            cleaned["content"] = LessonContent.model_validate(content)
        except Refused as refused:
            known = {
                ".".join(map(str, (*words.place, language))): _name(
                    words.place, language
                )
                for words in self._words
                for language in LANGUAGES
            }
            for details, fault in zip(
                refused.errors(include_url=False), faults_of(refused, ""), strict=True
            ):
                place = ".".join(map(str, details["loc"]))
                self.add_error(known.get(place), fault.text)
        return cleaned


class SourceForm(forms.Form):
    """A whole lesson as a text file: for steps, rules and questions of one's own."""

    source = forms.CharField(
        label=gettext_lazy("The lesson as text"),
        widget=forms.Textarea({"rows": 30, "spellcheck": "false"}),
        max_length=LONGEST_LESSON,
        strip=False,
    )

    def __init__(self, lesson: Lesson | None, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._lesson = lesson

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        source = cleaned.get("source")
        if source is None:
            return cleaned
        problems = Problems()
        content = read_lesson(source.replace("\r\n", "\n"), "", problems)
        for problem in list(problems)[:20]:
            self.add_error("source", _place(problem.line, problem.field, problem.text))
        if content is None:
            return cleaned
        self._check_key(content)
        cleaned["content"] = content
        return cleaned

    def _check_key(self, content: LessonContent) -> None:
        if self._lesson is not None and content.key != self._lesson.key:
            self.add_error(
                "source",
                _("The key must stay “%(key)s”; a copy gets a key of its own.")
                % {"key": self._lesson.key},
            )
        taken = Lesson.objects.filter(key=content.key)
        if self._lesson is None and taken.exists():
            self.add_error(
                "source",
                _("There is already a lesson “%(key)s”. Write another key.")
                % {"key": content.key},
            )


def source_of(lesson: Lesson) -> str:
    """A lesson as the text that ``SourceForm`` takes."""
    return yaml_text(data_of(lesson.read))


def source_of_copy(lesson: Lesson) -> str:
    """A new lesson that begins as a copy of another."""
    data = data_of(lesson.read)
    data["key"] = f"{data['key']}-salinan"[:60]
    data["title"] = {
        "id": f"{data['title']['id']} (salinan)"[:255],
        "en": f"{data['title']['en']} (copy)"[:255],
    }
    return yaml_text(data)


def _place(line: int, field: str, text: str) -> str:
    if line and field:
        return _("Line %(line)d, %(field)s: %(text)s") % {
            "line": line,
            "field": field,
            "text": text,
        }
    if line:
        return _("Line %(line)d: %(text)s") % {"line": line, "text": text}
    return text


def _name(place: Place, language: str) -> str:
    return "-".join(map(str, (*place, language)))


def _at(content: Any, place: Place) -> Any:
    for part in place:
        content = content[part]
    return content
