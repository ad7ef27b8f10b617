"""Makes pages of the newsroom with as few words as a test needs."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from gerai.guard.tests.once import indexed_once
from gerai.newsroom.models import (
    AlbumPage,
    Banner,
    DocumentPage,
    EventPage,
    NewsPage,
    NoticePage,
)
from gerai.website.services import ensure_site_structure

_numbers = itertools.count(1)
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""Noon of a Tuesday in Samarinda (WITA)."""


@indexed_once()
def index(slug: str) -> Any:
    """A list of the newsroom, made if it isn't there."""
    return ensure_site_structure().pages[slug]


def news(title: str = "", **fields: Any) -> NewsPage:
    return _page(NewsPage, "berita", title, fields)


def notice(title: str = "", **fields: Any) -> NoticePage:
    fields.setdefault("starts_at", datetime(2026, 11, 1, tzinfo=UTC))
    return _page(NoticePage, "pengumuman", title, fields)


def event(title: str = "", **fields: Any) -> EventPage:
    fields.setdefault("starts_at", datetime(2026, 12, 1, 1, 0, tzinfo=UTC))
    fields.setdefault("place", "Lantai 1")
    return _page(EventPage, "agenda", title, fields)


def document(title: str = "", **fields: Any) -> DocumentPage:
    return _page(DocumentPage, "dokumen", title, fields)


def album(title: str = "", **fields: Any) -> AlbumPage:
    return _page(AlbumPage, "galeri", title, fields)


def banner(text: str = "Listrik padam", **fields: Any) -> Banner:
    fields.setdefault("starts_at", datetime(2026, 11, 1, tzinfo=UTC))
    row = Banner(text=text, **fields)
    row.full_clean()
    row.save()
    return row


@indexed_once()
def _page(model: Any, slug: str, title: str, fields: dict[str, Any]) -> Any:
    number = next(_numbers)
    parent = index(slug)
    page = model(
        title=title or f"Judul {number}",
        slug=fields.pop("slug", f"butir-{number}"),
        locale=parent.locale,
        **fields,
    )
    parent.add_child(instance=page)
    return page
