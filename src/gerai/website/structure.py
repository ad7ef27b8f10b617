"""Which pages every site has, and how they come into being."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page, Site

from gerai.directory.services import translate_record
from gerai.website.models import HomePage

ENGLISH = "en"
HOME_SLUG = "beranda"


@dataclass(frozen=True, slots=True)
class StandardPage:
    """A page that every site has, right below the home page.

    Attributes:
        slug: its address, the same in all languages.
        model: label of the page type.
        title, english_title: what it is called until the content says otherwise.
        is_in_menu: whether it begins in the main menu.
    """

    slug: str
    model: str
    title: str
    english_title: str
    is_in_menu: bool = True


STANDARD_PAGES: tuple[StandardPage, ...] = (
    StandardPage("layanan", "finder.ServiceListPage", "Layanan", "Services"),
    StandardPage("instansi", "directory.AgencyIndexPage", "Instansi", "Agencies"),
    StandardPage(
        "peristiwa", "directory.LifeEventIndexPage", "Peristiwa hidup", "Life events"
    ),
    StandardPage(
        "bantu-pilih",
        "guidance.QuestionPage",
        "Bantu pilih layanan",
        "Find the right service",
        is_in_menu=False,
    ),
    StandardPage("lantai", "website.FloorDirectoryPage", "Denah lantai", "Floors"),
    StandardPage("jam-buka", "website.OpeningHoursPage", "Jam buka", "Opening hours"),
    StandardPage("kontak", "website.ContactPage", "Kontak", "Contact"),
    StandardPage("berita", "newsroom.NewsIndexPage", "Berita", "News"),
    *(
        StandardPage(slug, f"newsroom.{model}", title, english, is_in_menu=False)
        for slug, model, title, english in (
            ("pengumuman", "NoticeIndexPage", "Pengumuman", "Notices"),
            ("agenda", "EventIndexPage", "Agenda", "Events"),
            ("galeri", "AlbumIndexPage", "Galeri foto", "Photos"),
            ("dokumen", "DocumentIndexPage", "Dokumen", "Documents"),
            ("tanya-jawab", "QuestionsPage", "Tanya jawab", "Frequent questions"),
        )
    ),
    StandardPage("profil", "website.SectionPage", "Profil", "About us"),
)


@dataclass(frozen=True, slots=True)
class SiteStructure:
    """The Indonesian pages that are there now, by slug."""

    home: HomePage
    pages: dict[str, Page]


@transaction.atomic
def ensure_site_structure() -> SiteStructure:
    """Make what is missing: languages, site, home pages and standard pages.

    Idempotent. What exists keeps its title, text and place; a standard page that staff
    unpublished stays unpublished, one that they deleted comes back.
    """
    indonesian, _ = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    Locale.objects.get_or_create(language_code=ENGLISH)
    home = _home_page(indonesian)
    _point_site_to(home)
    _remove_welcome_pages()
    pages = {
        standard.slug: _standard_page(standard, home) for standard in STANDARD_PAGES
    }
    return SiteStructure(home=home, pages=pages)


def _home_page(indonesian: Locale) -> HomePage:
    home = HomePage.objects.filter(locale=indonesian).order_by("path").first()
    if home is None:
        root = Page.get_first_root_node() or Page.add_root(
            instance=Page(title="Root", slug="root")
        )
        home = HomePage(title="Beranda", slug=HOME_SLUG, locale=indonesian)
        root.add_child(instance=home)
    _ensure_english(home, "Home")
    return home


def _standard_page(standard: StandardPage, home: HomePage) -> Page:
    page = home.get_children().filter(slug=standard.slug).first()
    if page is None:
        model: Any = apps.get_model(standard.model)
        page = model(
            title=standard.title,
            slug=standard.slug,
            locale=home.locale,
            show_in_menus=standard.is_in_menu,
        )
        home.add_child(instance=page)
    _ensure_english(page.specific, standard.english_title)
    return page.specific


def _ensure_english(page: Page, title: str) -> None:
    english = Locale.objects.get(language_code=ENGLISH)
    if page.live and not page.has_translation(english):
        translate_record(record=page, language=ENGLISH, texts={"title": title})


def _point_site_to(home: HomePage) -> None:
    parts = urlsplit(settings.GERAI_BASE_URL)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(
        is_default_site=True
    )
    wanted = (home.pk, parts.hostname or "localhost", port)
    if (site.root_page_id, site.hostname, site.port) != wanted:
        site.root_page_id, site.hostname, site.port = wanted
        site.save()


def _remove_welcome_pages() -> None:
    """Take away the page that Wagtail's own migration makes."""
    plain = ContentType.objects.get_for_model(Page)
    for page in Page.objects.filter(depth=2, content_type=plain, numchild=0):
        page.delete()
