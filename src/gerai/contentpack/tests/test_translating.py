"""English words as wagtail-localize keeps them: staff can go on where the pack ends."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationSource,
)

from gerai.contentpack.tests.factories import EXAMPLE, load
from gerai.directory.models import MallStandard, ServicePage
from gerai.directory.services import update_translations
from gerai.website.models import SectionPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_example")]
# What a new revision changes by itself.
MOMENTS = {
    "last_published_at", "latest_revision_created_at", "latest_revision", "live_revision",
}  # fmt: skip


# Rows that wagtail-localize makes anew; their keys play no part.
ROWS = ("related_services", "versions")


def content(page: Page) -> dict[str, Any]:
    data = page.specific.serializable_data()
    for row in (row for name in ROWS for row in data.get(name, [])):
        row.pop("pk")
    return {name: value for name, value in data.items() if name not in MOMENTS}


def english() -> dict[int, dict[str, Any]]:
    pages = Page.objects.filter(locale__language_code="en", depth__gt=2)
    return {page.pk: content(page) for page in pages}


def originals() -> list[Page]:
    sources = Translation.objects.filter(enabled=True).values("source__object_id")
    pages = Page.objects.filter(locale__language_code="id", translation_key__in=sources)
    return [page.specific for page in pages.order_by("path")]


def test_wagtail_localize_makes_the_same_english_pages() -> None:
    before = english()
    assert len(before) > 10
    for page in originals():
        update_translations(record=page)
    assert english() == before


def test_it_makes_the_same_segments() -> None:
    def segments() -> list[Any]:
        return [
            list(
                model.objects.order_by(
                    "source_id", "context__path", "order"
                ).values_list("source_id", "context__path", "order")
            )
            for model in (StringSegment, TemplateSegment, OverridableSegment)
        ]

    before = segments()
    for source in TranslationSource.objects.order_by("pk"):
        source.refresh_segments()
    assert segments() == before


def test_every_segment_has_its_translation() -> None:
    page = ServicePage.objects.get(slug="ktp-baru", locale__language_code="id")
    source = TranslationSource.objects.get_for_instance(page)
    for segment in StringSegment.objects.filter(source=source):
        assert StringTranslation.objects.filter(
            translation_of=segment.string_id,
            context=segment.context_id,
            has_error=False,
        ).exists(), segment.context.path
    assert not StringTranslation.objects.filter(has_error=True).exists()


def test_staff_translate_on() -> None:
    page = SectionPage.objects.get(slug="profil", locale__language_code="id")
    page.summary = "Kalimat baru."
    page.save_revision().publish()
    twin = SectionPage.objects.get(slug="profil", locale__language_code="en")
    assert twin.summary == "Kalimat baru."
    assert twin.title == "About us"
    assert "page/profil" in load(EXAMPLE)


def test_the_standard_of_the_mall_is_translated_too() -> None:
    def texts() -> list[Any]:
        rows = MallStandard.objects.order_by("pk")
        return [list(row.management.get_prep_value()) for row in rows]

    before = texts()
    assert len(before) == 2
    update_translations(record=MallStandard.objects.get(locale__language_code="id"))
    assert texts() == before
