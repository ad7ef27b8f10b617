"""What is dumped loads to the same site, and dumps to the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from wagtail.models import Page

from gerai.contentpack.tests.factories import (
    EXAMPLE,
    SAMARINDA,
    database_state,
    dump,
    files_of,
    load,
)
from gerai.place.choices import TrustLevel
from gerai.place.provenance import Provenance

pytestmark = pytest.mark.django_db
PACKS = [
    EXAMPLE,
    pytest.param(
        SAMARINDA,
        marks=pytest.mark.skipif(not SAMARINDA.exists(), reason="no Samarinda"),
    ),
]


def visible() -> list[Any]:
    """Every page as a visitor meets it; keys of rows play no part."""
    pages = Page.objects.order_by("path").specific()
    return [
        (
            page.url_path,
            page.locale.language_code,
            page.live,
            page.title,
            page.show_in_menus,
            [
                (field.name, str(getattr(page, field.name)))
                for field in page._meta.concrete_fields
                if field.name in _VISIBLE
            ],
        )
        for page in pages
    ]


_VISIBLE = {
    "summary", "seo_title", "search_description", "reviewed_on", "is_indexed", "promise",
    "source", "source_as_of", "trust", "short_name", "kind", "presence", "hours_note",
    "office_address", "office_hours", "order", "cases", "steps", "durations", "products",
    "complaint_channels", "management", "official_name", "audience", "other_names",
    "category", "is_offered_here", "online_url", "online_label", "decree_number",
    "version", "popular_order", "is_free", "is_online", "while_you_wait", "icon",
}  # fmt: skip


@pytest.mark.parametrize("source", PACKS, ids=lambda path: path.name)
def test_dump_and_load_meet(source: Path, tmp_path: Path) -> None:
    with transaction.atomic():
        load(source)
        first = visible()
        dump(tmp_path / "satu")
        transaction.set_rollback(True)
    assert not Page.objects.filter(depth__gt=2).exists()
    load(tmp_path / "satu")
    assert visible() == first
    dump(tmp_path / "dua")
    assert files_of(tmp_path / "dua") == files_of(tmp_path / "satu")


def test_a_dump_of_a_site_loads_there_without_a_change(tmp_path: Path) -> None:
    load(EXAMPLE)
    dump(tmp_path / "satu")
    load(tmp_path / "satu")
    before = database_state()
    load(tmp_path / "satu")
    assert database_state() == before


def test_what_came_from_nowhere_is_dumped_and_loads(tmp_path: Path) -> None:
    """A record that somebody made in the desk and of which no source is known."""
    load(EXAMPLE)
    for model in apps.get_models():
        if issubclass(model, Provenance):
            model._default_manager.update(
                source="", source_as_of="", provenance_note="", trust=TrustLevel.GENERAL
            )
    dump(tmp_path / "satu")
    load(tmp_path / "satu")
    dump(tmp_path / "dua")
    assert files_of(tmp_path / "dua") == files_of(tmp_path / "satu")


def test_comments_and_order_of_fields_play_no_part(tmp_path: Path) -> None:
    """The example's own files and their dump are the same pack."""
    from gerai.contentpack.reading.pack import read_pack
    from gerai.contentpack.records import records_of

    load(EXAMPLE)
    dump(tmp_path / "satu")
    written, _problems = read_pack(EXAMPLE)
    dumped, _problems = read_pack(tmp_path / "satu")
    original, copy = records_of(written), records_of(dumped)
    assert {key: copy[key] for key in original} == original
