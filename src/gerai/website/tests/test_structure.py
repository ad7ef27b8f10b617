"""The pages that every site has."""

from __future__ import annotations

import pytest
from django.test import override_settings
from wagtail.models import Locale, Page, Site

from gerai.directory.services import translate_record
from gerai.website.models import HomePage
from gerai.website.services import ensure_site_structure
from gerai.website.structure import STANDARD_PAGES

pytestmark = pytest.mark.django_db


def test_it_makes_everything_from_nothing() -> None:
    structure = ensure_site_structure()

    assert {locale.language_code for locale in Locale.objects.all()} == {"id", "en"}
    assert set(structure.pages) == {page.slug for page in STANDARD_PAGES}
    assert all(page.live for page in structure.pages.values())
    site = Site.objects.get()
    assert site.root_page_id == structure.home.pk
    assert site.is_default_site


def test_every_page_has_an_english_title_and_the_same_slug() -> None:
    structure = ensure_site_structure()
    english = Locale.objects.get(language_code="en")

    for standard in STANDARD_PAGES:
        translated = structure.pages[standard.slug].get_translation(english)
        assert (translated.title, translated.slug) == (
            standard.english_title,
            standard.slug,
        )
        assert translated.live


def test_home_pages_are_siblings_with_slugs_of_their_own() -> None:
    home = ensure_site_structure().home
    english = home.get_translation(Locale.objects.get(language_code="en"))

    assert (home.slug, english.slug) == ("beranda", "beranda-en")
    assert english.get_parent() == home.get_parent()
    # A later translation run must not rename it.
    translate_record(record=home, language="en", texts={"title": "Welcome"})
    english.refresh_from_db()
    assert (english.title, english.slug) == ("Welcome", "beranda-en")


def test_it_takes_the_welcome_page_away() -> None:
    assert Page.objects.filter(title__startswith="Welcome").exists()

    ensure_site_structure()

    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert {type(page) for page in Page.objects.filter(depth=2).specific()} == {
        HomePage
    }


def test_a_second_run_changes_nothing() -> None:
    ensure_site_structure()
    before = list(Page.objects.order_by("path").values())

    ensure_site_structure()

    assert list(Page.objects.order_by("path").values()) == before


def test_it_keeps_what_staff_changed() -> None:
    structure = ensure_site_structure()
    page = structure.pages["kontak"]
    page.title = "Hubungi kami"
    page.show_in_menus = False
    page.save_revision().publish()
    structure.pages["profil"].unpublish()

    ensure_site_structure()

    page.refresh_from_db()
    assert (page.title, page.show_in_menus) == ("Hubungi kami", False)
    assert not Page.objects.get(pk=structure.pages["profil"].pk).live


def test_a_deleted_standard_page_comes_back() -> None:
    structure = ensure_site_structure()
    structure.pages["lantai"].delete()

    assert ensure_site_structure().pages["lantai"].live


@override_settings(GERAI_BASE_URL="https://mpp.example.go.id")
def test_the_site_follows_the_base_url() -> None:
    ensure_site_structure()

    site = Site.objects.get()
    assert (site.hostname, site.port) == ("mpp.example.go.id", 443)
