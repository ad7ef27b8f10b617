"""A small, safe YAML reader that remembers on which line everything stands.

It builds plain dicts, lists, strings, whole numbers, booleans and ``None`` straight
from ruamel's events. Anchors, aliases and tags are refused, so that a short file
can't unfold into a huge one and no Python object can be asked for. Numbers with a
leading zero (telephone numbers) and dotted ones (``08.00``) stay text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

MAX_DEPTH = 16
MAX_NODES = 200_000

Path = tuple[str | int, ...]

_WHOLE_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}


class YamlRefused(Exception):
    """The text isn't YAML that a pack may hold."""

    def __init__(self, line: int, text: str) -> None:
        self.line, self.text = line, text
        super().__init__(text)


@dataclass(slots=True)
class YamlDocument:
    """The values of one file and, for each path into them, its line (from 1)."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """The line of ``path``, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def value_of(self, path: Path) -> Any:
        """What stands at ``path``; ``None`` if nothing does."""
        value = self.data
        for part in path:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read."""

    path: Path
    value: Any
    key: str | None = None


def read_yaml(text: str, *, first_line: int = 1) -> YamlDocument:
    """Read one document.

    Args:
        text: the YAML.
        first_line: the file's line on which ``text`` begins.

    Raises:
        YamlRefused: with the line and the reason.
    """
    builder = _Builder(first_line)
    try:
        for event in YAML(typ="safe", pure=True).parse(StringIO(text)):
            builder.take(event)
    except YamlRefused:
        raise
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = first_line + (mark.line if mark else 0)
        raise YamlRefused(
            line, _not_yaml(str(problem.problem or problem.context))
        ) from None
    except (YAMLError, ValueError, RecursionError) as problem:
        raise YamlRefused(first_line, _not_yaml(type(problem).__name__)) from None
    return builder.document


def _not_yaml(reason: str) -> str:
    return _(
        "this is not valid YAML (%(reason)s); check the indentation, the colons and "
        "the quotation marks here and on the line before"
    ) % {"reason": reason}


class _Builder:
    def __init__(self, first_line: int) -> None:
        self.document = YamlDocument()
        self._first_line = first_line
        self._open: list[_Open] = []
        self._documents = 0
        self._nodes = 0

    def take(self, event: Any) -> None:
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise YamlRefused(
                    self._line(event),
                    _("a second document begins here; keep one document in a file"),
                )
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._open.pop()
        elif isinstance(event, NodeEvent):
            self._node(event)

    def _node(self, event: Any) -> None:
        line = self._line(event)
        self._refuse_tricks(event, line)
        if isinstance(event, ScalarEvent):
            if self._open and self._awaits_key():
                self._key(event, line)
            else:
                self._place(_scalar(event), line)
            return
        if self._open and self._awaits_key():
            raise YamlRefused(line, _("a field name must be a simple word"))
        value: Any = {} if isinstance(event, MappingStartEvent) else []
        path = self._place(value, line)
        if len(self._open) >= MAX_DEPTH:
            raise YamlRefused(
                line,
                _("nested deeper than %(limit)d levels; a pack never needs that")
                % {"limit": MAX_DEPTH},
            )
        self._open.append(_Open(path, value))

    def _refuse_tricks(self, event: Any, line: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise YamlRefused(
                line,
                _("more than %(limit)d values in one file; split it")
                % {"limit": MAX_NODES},
            )
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise YamlRefused(
                line,
                _("anchors (&name) and aliases (*name) are not allowed; write the "
                  "value out"),
            )  # fmt: skip
        if getattr(event, "tag", None) is not None:
            raise YamlRefused(
                line, _("tags (!name) are not allowed; write the plain value")
            )

    def _awaits_key(self) -> bool:
        top = self._open[-1]
        return isinstance(top.value, dict) and top.key is None

    def _key(self, event: Any, line: int) -> None:
        top = self._open[-1]
        name = str(event.value)
        if name in top.value:
            raise YamlRefused(
                line,
                _("the field “%(name)s” stands here twice; keep one of them")
                % {"name": name[:60]},
            )
        top.key = name
        self.document.lines[(*top.path, name)] = line

    def _place(self, value: Any, line: int) -> Path:
        if not self._open:
            self.document.data = value
            self.document.lines[()] = line
            return ()
        top = self._open[-1]
        if isinstance(top.value, dict):
            path: Path = (*top.path, str(top.key))
            top.value[top.key] = value
            top.key = None
            return path
        path = (*top.path, len(top.value))
        top.value.append(value)
        self.document.lines[path] = line
        return path

    def _line(self, event: Any) -> int:
        return self._first_line + int(event.start_mark.line)


def _scalar(event: Any) -> Any:
    text = str(event.value)
    if event.style is not None:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    return text
