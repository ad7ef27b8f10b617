"""A small tree in two languages: home, an agency below, a service below that."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from wagtail.models import Locale, Page, Site

from gerai.theme.pages import SitePage

# The theme has no page type of its own; any plain one of a higher room will do.
SamplePage: type[SitePage] = apps.get_model("website", "ContentPage")


@dataclass(frozen=True, slots=True)
class Tree:
    """Pages by language; the service exists in Indonesian only."""

    home: SitePage
    home_english: SitePage
    agency: SitePage
    agency_english: SitePage
    service: SitePage


def plant_tree() -> Tree:
    """Plant it as the default site. Usage: ``tree = plant_tree()``."""
    indonesian, _ = Locale.objects.get_or_create(language_code="id")
    english, _ = Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=indonesian)
    )
    home = root.add_child(
        instance=SamplePage(title="Beranda", slug="tree-home", locale=indonesian)
    )
    agency = home.add_child(
        instance=SamplePage(title="Imigrasi", slug="imigrasi", locale=indonesian)
    )
    service = agency.add_child(
        instance=SamplePage(
            title="Paspor", slug="paspor", summary="Paspor baru.", locale=indonesian
        )
    )
    home_english = root.add_child(
        instance=SamplePage(
            title="Home",
            slug="tree-home-en",
            locale=english,
            translation_key=home.translation_key,
        )
    )
    agency_english = home_english.add_child(
        instance=SamplePage(
            title="Immigration",
            slug="imigrasi",
            locale=english,
            translation_key=agency.translation_key,
        )
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    Site.clear_site_root_paths_cache()
    return Tree(home, home_english, agency, agency_english, service)
