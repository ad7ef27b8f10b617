"""What changed between two states of a component, in plain words.

Items are told apart by the identity that Wagtail gives each block, so that a corrected
amount reads as one change and not as one item removed and another added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gerai.directory.choices import ComponentName, ManagementPart
from gerai.directory.standard.lines import item_line
from gerai.directory.standard.merging import lookups_of
from gerai.directory.standard.parsing import Lookups, RawItem, parse_component


class ChangeKind(StrEnum):
    """What happened to an item or a field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One change, for staff.

    Attributes:
        label: what it is about: "Fees", "Guarantee of safety and security".
        before: as it was, in words; "" for what was added.
        after: as it is; "" for what was removed.
    """

    kind: ChangeKind
    label: str
    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """The change as one sentence: ``Biaya: Rp 50.000 → Gratis``."""
        before, after = _only_what_differs(self.before, self.after)
        values = {"label": self.label, "before": before, "after": after}
        return {
            ChangeKind.ADDED: _("%(label)s added: %(after)s"),
            ChangeKind.REMOVED: _("%(label)s removed: %(before)s"),
            ChangeKind.CHANGED: _("%(label)s: %(before)s → %(after)s"),
            ChangeKind.MOVED: _("%(label)s: put in another order"),
        }[self.kind] % values


_WORDS = re.compile(r"Rp [\d.]+|\S+")


def _only_what_differs(before: str, after: str) -> tuple[str, str]:
    """Two sentences without the words in which both end, and begin but once.

    ``SKHPN: Rp 1 (PP 1)`` and ``SKHPN: Rp 2 (PP 1)`` are ``SKHPN: Rp 1`` and ``Rp 2 …``.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    shorter = min(len(old), len(new)) - 1
    start = end = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if not end and not start:
        return before, after
    shown_old = " ".join(old[: len(old) - end])
    shown_new = " ".join(new[start : len(new) - end])
    return shown_old, f"{shown_new} …" if end else shown_new


def component_changes(
    component: ComponentName | str,
    before: Iterable[RawItem],
    after: Iterable[RawItem],
    *,
    case_labels: Mapping[str, str] | None = None,
) -> list[Change]:
    """What changed in one component; two queries at most, none if nothing did.

    Args:
        before: stored items as they were; see ``parsing.raw_items``.
        after: stored items as they are.
        case_labels: names of cases by key.
    """
    name = ComponentName(component)
    old, new = _identified(before), _identified(after)
    if list(old.items()) == list(new.items()):
        return []
    language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    items = [(name.value, item) for item in (*old.values(), *new.values())]
    lookups = lookups_of(items).get(language, Lookups())
    old_lines = _lines(name, old, lookups, case_labels)
    new_lines = _lines(name, new, lookups, case_labels)
    _pair_same_words(old_lines, new_lines)
    changes = [
        change
        for key in dict.fromkeys((*old_lines, *new_lines))
        if (change := _change(old_lines.get(key), new_lines.get(key)))
    ]
    if not changes and _order(old_lines, new_lines) != _order(new_lines, old_lines):
        changes.append(Change(ChangeKind.MOVED, str(name.label)))
    return changes


@dataclass(frozen=True, slots=True)
class _Line:
    label: str
    text: str


def _identified(items: Iterable[RawItem]) -> dict[str, RawItem]:
    """Items by their identity; those without one by their place."""
    return {
        str(item.get("id") or f"#{index}"): item for index, item in enumerate(items)
    }


def _lines(
    name: ComponentName,
    items: Mapping[str, RawItem],
    lookups: Lookups,
    case_labels: Mapping[str, str] | None,
) -> dict[str, _Line]:
    lines = {}
    for key, item in items.items():
        for value in parse_component(name, [item], lookups):
            lines[key] = _Line(_label(name, value), item_line(value, case_labels))
    return lines


def _label(name: ComponentName, value: Any) -> str:
    part = getattr(value, "part", None)
    return str(part.label if isinstance(part, ManagementPart) else name.label)


def _pair_same_words(old: dict[str, _Line], new: dict[str, _Line]) -> None:
    """Forget items that only got a new identity, as when a list is written anew."""
    for key in [key for key in old if key not in new]:
        twin = next(
            (other for other in new if other not in old and new[other] == old[key]),
            None,
        )
        if twin is not None:
            del old[key], new[twin]


def _order(one: Mapping[str, _Line], other: Mapping[str, _Line]) -> Sequence[str]:
    return [key for key in one if key in other]


def _change(old: _Line | None, new: _Line | None) -> Change | None:
    if old == new:
        return None
    if old is None:
        assert new is not None  # noqa: S101
        return Change(ChangeKind.ADDED, new.label, after=new.text)
    if new is None:
        return Change(ChangeKind.REMOVED, old.label, before=old.text)
    return Change(ChangeKind.CHANGED, new.label, old.text, new.text)
