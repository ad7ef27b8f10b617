"""Reads the rules of an exercise, and refuses what can't be meant.

- closure_exists: {counter: latihan-sim, day: tomorrow, from: "12:00"}
  hint: Mulai dari “Tutup gerai saya” di beranda meja kerja.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from gerai.academy.checks import (  # noqa: F401 - known by it
    approving,
    fees,
    files,
    hours,
    notices,
    pages,
)
from gerai.academy.checks.rules import DeclaredRule, Rule, Words, kinds
from gerai.contentpack.reading.faults import faults_of, field_name
from gerai.contentpack.reading.problems import Problem
from gerai.contentpack.reading.yaml_files import (
    Path,
    YamlDocument,
    YamlRefused,
    read_yaml,
)

_WORDS = ("text", "hint")
MOST_RULES = 30


class RulesRefused(Exception):
    """The rules can't be used; ``problems`` names file, line and field of each fault."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def read_rules(text: str, *, file: str) -> list[DeclaredRule]:
    """The rules of a YAML (or JSON) text: a list.

    Raises:
        RulesRefused: with every fault.
    """
    try:
        document = read_yaml(text)
    except YamlRefused as refused:
        fault = Problem(file, refused.line, "", refused.text)
        raise RulesRefused([fault]) from refused
    return _load(document, (), file)


def load_rules(
    data: Any, *, file: str, document: YamlDocument | None = None, at: Path = ()
) -> list[DeclaredRule]:
    """The rules of what was read already, such as a part of a lesson.

    Args:
        document: the file that they come from, to name lines.
        at: where in it they stand, such as ``("exercise", "checks")``.

    Raises:
        RulesRefused: with every fault.
    """
    return _load(document or YamlDocument(data), at, file, data)


def _load(
    document: YamlDocument, at: Path, file: str, data: Any = None
) -> list[DeclaredRule]:
    items = document.data if data is None else data
    faults: list[Problem] = []
    found: list[DeclaredRule] = []

    def refuse(path: Path, text: str) -> None:
        faults.append(Problem(file, document.line_of(path), field_name(path), text))

    if not isinstance(items, list) or not items:
        refuse(at, _("must be a list of rules, at least one"))
        items = []
    if len(items) > MOST_RULES:
        refuse(at, _("at most %(limit)d rules fit") % {"limit": MOST_RULES})
    for index, item in enumerate(items[:MOST_RULES]):
        place: Path = (*at, index)
        name = _name(item)
        if name is None:
            known = ", ".join(kinds())
            refuse(
                place,
                _("must be one rule with its fields, one of: %(kinds)s")
                % {"kinds": known},
            )
            continue
        rule = _validated(kinds()[name], item[name], (*place, name), document, file)
        words = [
            _validated(Words, _bilingual(item[key]), (*place, key), document, file)
            if key in item
            else None
            for key in _WORDS
        ]
        for one in (rule, *words):
            if isinstance(one, list):
                faults += one
        if isinstance(rule, Rule) and not any(isinstance(one, list) for one in words):
            found.append(DeclaredRule(rule, *words))
    if faults:
        raise RulesRefused(faults)
    return found


def _name(item: Any) -> str | None:
    """The kind of a rule, if it names exactly one and nothing that isn't known."""
    if not isinstance(item, dict):
        return None
    names = [name for name in item if name not in _WORDS]
    return names[0] if len(names) == 1 and names[0] in kinds() else None


def _bilingual(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


def _validated(
    model: Any, value: Any, place: Path, document: YamlDocument, file: str
) -> Any:
    """The model, or the list of its faults."""
    try:
        return model.model_validate({} if value is None else value)
    except ValidationError as refused:
        faults = []
        for fault, details in zip(
            faults_of(refused, file), refused.errors(include_url=False), strict=True
        ):
            path: Path = (*place, *details["loc"])
            line = document.line_of(path)
            faults.append(Problem(file, line, field_name(path), fault.text))
        return faults
