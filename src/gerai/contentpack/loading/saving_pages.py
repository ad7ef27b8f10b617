"""Saves pages as the desk would: with a revision each, published or as drafts.

The desk's own way saves a page four times and takes about half a second; a pack has
hundreds of pages. Here each page is saved once, and revisions and log entries are made
together at the end. Whoever listens to ``page_published`` is told as always.
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published
from wagtail_localize.models import Translation

from gerai.contentpack.loading.rows import refuse

P = TypeVar("P", bound=Page)


class PageSaver:
    """Collects what was saved in one load, and finishes it together."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._saved: list[tuple[Any, str, bool]] = []

    def add(self, parent: Page, page: P, *, is_shown: bool, key: str) -> P:
        """Put a new page into the tree."""
        self._set_state(page, is_shown=is_shown)
        try:
            parent.add_child(instance=page)
        except ValidationError as invalid:
            raise refuse(key, invalid) from invalid
        return page

    def update(self, page: P, *, is_shown: bool, key: str) -> P:
        """Save a page that exists, with everything that was set on it."""
        if page.live and not is_shown:
            page.unpublish(commit=False, log_action=None)
        self._set_state(page, is_shown=is_shown)
        try:
            page.save()
        except ValidationError as invalid:
            raise refuse(key, invalid) from invalid
        return page

    def finish(self, page: Page, *, is_new: bool, is_shown: bool) -> None:
        """Note that the page is complete now; its revision is made in :meth:`close`."""
        action = "wagtail.create" if is_new else "wagtail.edit"
        self._saved.append((page, action, is_shown))

    def close(self) -> list[Any]:
        """Make revisions and log entries, and tell that pages were published.

        Returns:
            all pages that were saved.
        """
        pages = [page for page, _action, _shown in self._saved]
        self._make_revisions(pages)
        PageLogEntry.objects.bulk_create(
            PageLogEntry(
                content_type=ContentType.objects.get_for_model(
                    page, for_concrete_model=False
                ),
                label=page.get_admin_display_title()[:1000],
                action=action,
                timestamp=self._at,
                content_changed=True,
                page=page,
                revision=page.latest_revision,
            )
            for page, action, _shown in self._saved
        )
        for page, _action, is_shown in self._saved:
            if is_shown:
                page_published.send(
                    sender=type(page), instance=page, revision=page.latest_revision
                )
        self._saved = []
        return pages

    def _set_state(self, page: Page, *, is_shown: bool) -> None:
        page.draft_title = page.title
        page.live = is_shown
        page.has_unpublished_changes = not is_shown
        page.expired = False
        page.latest_revision_created_at = self._at
        if is_shown:
            page.first_published_at = page.first_published_at or self._at
            page.last_published_at = self._at

    def _make_revisions(self, pages: list[Any]) -> None:
        base = ContentType.objects.get_for_model(Page)
        revisions = Revision.objects.bulk_create(
            Revision(
                content_type=ContentType.objects.get_for_model(
                    page, for_concrete_model=False
                ),
                base_content_type=base,
                object_id=str(page.pk),
                created_at=self._at,
                object_str=str(page),
                content=page.serializable_data(),
            )
            for page in pages
        )
        rows = []
        for page, revision in zip(pages, revisions, strict=True):
            page.latest_revision = revision
            page.live_revision = revision if page.live else None
            rows.append(
                Page(
                    pk=page.pk,
                    latest_revision=page.latest_revision,
                    live_revision=page.live_revision,
                )
            )
        Page.objects.bulk_update(
            rows, ["latest_revision", "live_revision"], batch_size=100
        )


def pause_translations(pages: list[Any]) -> None:
    """Stop the receivers that bring translations up to date one by one.

    :class:`~gerai.contentpack.loading.translating.Translations` does it for all pages
    of the load, and enables them again.
    """
    Translation.objects.filter(
        source__object_id__in=[page.translation_key for page in pages], enabled=True
    ).update(enabled=False)


def put_in_order(pages: list[Any]) -> None:
    """Move siblings so that they follow each other as in ``pages``."""
    for before, after in pairwise(pages):
        paths = dict(
            Page.objects.filter(pk__in=[before.pk, after.pk]).values_list("pk", "path")
        )
        if paths[after.pk] < paths[before.pk]:
            after.refresh_from_db(fields=["path", "depth", "numchild"])
            before.refresh_from_db(fields=["path", "depth", "numchild"])
            after.move(before, pos="right")
