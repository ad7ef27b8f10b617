"""Acts that several checks lead to; public."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.functional import Promise

from gerai.truth.checks import Action, Values


def edit_page(label: str | Promise) -> Callable[[int | None, Values], Action]:
    """To the form of the page."""
    return partial(_at_page, "wagtailadmin_pages:edit", label)


def at_page(name: str, label: str | Promise) -> Callable[[int | None, Values], Action]:
    """To a screen that is about the page; ``name`` is that of its address."""
    return partial(_at_page, name, label)


def _at_page(
    name: str, label: str | Promise, page_id: int | None, values: Values
) -> Action:
    return Action(str(label), reverse(name, args=[page_id]))
