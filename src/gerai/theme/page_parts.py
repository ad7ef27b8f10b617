"""Parts that rooms add to the pages of rooms below them.

The notices of an agency belong on the agency's page, but the room of agencies knows no
notices. So the page names a slot (``{% page_parts "agency" %}``), and whoever stands
above registers what to put there, from ``apps.ready``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ContextOf = Callable[[Any], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class PagePart:
    """A template, and what it shows for a page; None to show nothing.

    In place of a page it may get the name of a screen that is none.
    """

    template: str
    context_of: ContextOf


_parts: dict[str, dict[str, PagePart]] = {}


def register_page_part(
    slot: str, name: str, *, template: str, context_of: ContextOf
) -> None:
    """Add a part to a slot; a second one of the same name replaces the first."""
    _parts.setdefault(slot, {})[name] = PagePart(template, context_of)


def parts_of(slot: str) -> list[PagePart]:
    """The parts of a slot, in the order in which they were registered."""
    return list(_parts.get(slot, {}).values())
