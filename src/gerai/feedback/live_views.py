"""Public screens that are no pages of the tree, such as the search; public.

Rooms above say which there are; readers are asked about them, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from gerai.theme.addresses import localized_path


@dataclass(frozen=True, slots=True)
class LiveView:
    """A public screen that is no page of the tree.

    Attributes:
        path: its Indonesian address.
        title: what staff call it.
    """

    path: str
    title: Any


_live_views: dict[str, LiveView] = {}


def asked_at(name: str, path: str, title: Any) -> None:
    """Ask on a screen that is no page, too; ``name`` is its ``live_view``."""
    _live_views[name] = LiveView(path, title)


def live_view(name: str) -> LiveView | None:
    """The screen of a name."""
    return _live_views.get(name)


def view_read(path: str) -> str:
    """The name of the screen at ``path``, in whatever language; "" for a page."""
    bare = localized_path(path, settings.LANGUAGE_CODE)
    return next((name for name, one in _live_views.items() if one.path == bare), "")
