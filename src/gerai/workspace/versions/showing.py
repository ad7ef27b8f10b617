"""Changes with the words marked that differ, wherever a screen shows them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.models import Page, Revision

from gerai.directory.standard.changes import Change
from gerai.workspace.versions.comparing import content_of, page_changes

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: kept, taken out or put in."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change, with the words marked that differ."""

    change: Change
    pieces: Sequence[Piece]


def shown_changes(changes: Iterable[Change]) -> list[ShownChange]:
    """Changes with their differing words marked."""
    return [ShownChange(one, list(_pieces(one.before, one.after))) for one in changes]


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if before and after and matcher.ratio() < 0.5:
        # Hardly a word in common: two whole sentences read better than confetti.
        yield Piece(before, "removed")
        yield Piece(" ")
        yield Piece(after, "added")
        return
    for act, i1, i2, j1, j2 in matcher.get_opcodes():
        if act == "equal":
            yield Piece("".join(old[i1:i2]))
            continue
        if i2 > i1:
            yield Piece("".join(old[i1:i2]), "removed")
        if j2 > j1:
            yield Piece("".join(new[j1:j2]), "added")


def told_draft(page: Page, draft: Revision) -> SafeString:
    """What a draft changes for visitors; all of it where they see nothing yet."""
    seen = page
    if not page.live:
        seen = type(page)(
            title="", slug=draft.content["slug"], locale_id=page.locale_id
        )
    changes = page_changes(type(page), content_of(seen), content_of(draft))
    return render_to_string(
        "workspace/versions/changes.html", {"changes": shown_changes(changes)}
    )
