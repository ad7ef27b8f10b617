"""Which savings of a page change nothing that anybody reads; public."""

from __future__ import annotations

from collections.abc import Iterable

# What Wagtail notes of drafts on the page itself.
BOOKKEEPING = frozenset(
    {
        *("latest_revision", "latest_revision_created_at", "draft_title"),
        *("has_unpublished_changes", "locked", "locked_at", "locked_by"),
    }
)


def is_bookkeeping(update_fields: Iterable[str] | None) -> bool:
    """Whether ``update_fields`` of a ``post_save`` are Wagtail's own notes only."""
    return update_fields is not None and BOOKKEEPING.issuperset(update_fields)
