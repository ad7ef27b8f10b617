"""Saves pages the way the desk does: with a revision, published or as a draft."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from wagtail.log_actions import log
from wagtail.models import Page

from gerai.contentpack.loading.rows import refuse

P = TypeVar("P", bound=Page)


def add_page(parent: Page, page: P, key: str) -> P:
    """Put a new page into the tree as a draft without content of its own.

    :func:`finish_page` follows once everything that it refers to exists.
    """
    page.live = False
    page.has_unpublished_changes = True
    try:
        parent.add_child(instance=page)
    except ValidationError as invalid:
        raise refuse(key, invalid) from invalid
    log(instance=page, action="wagtail.create", content_changed=True)
    return page


def finish_page(page: P, *, is_shown: bool, key: str) -> P:
    """Make a revision of the page as it is in memory and publish it, or keep a draft."""
    was_live = page.live
    try:
        revision = page.save_revision(log_action=False)
    except ValidationError as invalid:
        raise refuse(key, invalid) from invalid
    if is_shown:
        revision.publish(log_action=True)
        page.refresh_from_db()
    elif was_live:
        page.unpublish(log_action=True)
    return page


def put_in_order(pages: list[Any]) -> None:
    """Move siblings so that they follow each other as in ``pages``."""
    for before, after in zip(pages, pages[1:], strict=False):
        before.refresh_from_db(fields=["path", "depth", "numchild"])
        after.refresh_from_db(fields=["path", "depth", "numchild"])
        if after.path < before.path:
            after.move(before, pos="right")
