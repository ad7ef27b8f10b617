"""Many statements on one record as one change of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps

from gerai.audit.journal import BY_STATEMENT, CHANGED, CREATED, DELETED, Change


@cache
def root_of(label: str) -> tuple[str, int]:
    """The model that a record's key comes from, and how far this one is below it.

    A page of the site is a row in Wagtail's table and one in its own.
    """
    try:
        model: Any = apps.get_model(label)
    except LookupError:
        return label, 0
    depth = 0
    while (link := model._meta.pk.remote_field) is not None and link.parent_link:
        model, depth = link.model, depth + 1
    return model._meta.label_lower, depth


def merged(changes: Iterable[Change]) -> list[Change]:
    """One change for each record, in the order in which they began."""
    found: dict[tuple[str, str, str], Change] = {}
    for change in changes:
        place = _place(change)
        earlier = found.get(place)
        if earlier is None:
            found[place] = change
        elif _is_undone(earlier, change):
            del found[place]
        else:
            _join(earlier, change)
    return [change for change in found.values() if _says_something(change)]


def _place(change: Change) -> tuple[str, str, str]:
    root, _depth = root_of(change.model)
    # What a draft says and what visitors see are two things.
    track = change.how if change.how not in (CREATED, CHANGED, DELETED) else ""
    if not change.key:
        track = f"{change.how} without key"
    return root, change.key, track


def _is_undone(earlier: Change, change: Change) -> bool:
    return (
        earlier.how == CREATED
        and change.how == DELETED
        and root_of(earlier.model) == root_of(change.model)
    )


def _join(earlier: Change, change: Change) -> None:
    if root_of(change.model)[1] > root_of(earlier.model)[1]:
        earlier.model = change.model
    if change.how == DELETED:
        earlier.how = DELETED
    earlier.name = change.name or earlier.name
    earlier.digest = change.digest or earlier.digest
    if not change.key:
        earlier.rows += change.rows
    for name, (before, after) in change.fields.items():
        first = earlier.fields.get(name, (before, after))[0]
        earlier.fields[name] = (first, after)


def _says_something(change: Change) -> bool:
    change.fields = {
        name: (before, after)
        for name, (before, after) in change.fields.items()
        if before != after or (before is not None and before == after == "•••")
    }
    counted = change.how == BY_STATEMENT or not change.key or change.digest
    return bool(counted or change.fields or change.how in (CREATED, DELETED, "draft"))
