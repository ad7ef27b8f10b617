from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory, override_settings
from django.urls import clear_script_prefix, set_script_prefix
from django.utils.translation import override
from wagtail.models import Site
from wagtail.models.sites import SiteRootPath

from gerai.theme.addresses import localized_path, localized_url
from gerai.theme.lookups import lookups
from gerai.theme.pages import Breadcrumb
from gerai.theme.tests.factories import SamplePage, Tree, plant_tree


@pytest.fixture
def tree(db: None) -> Tree:
    return plant_tree()


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        ("/", "id", "/"),
        ("/", "en", "/en/"),
        ("/en/", "id", "/"),
        ("/en/", "en", "/en/"),
        ("/instansi/?q=1#a", "en", "/en/instansi/?q=1#a"),
        ("/en/cari/?q=en", "id", "/cari/?q=en"),
        ("/energi/", "en", "/en/energi/"),
        ("/en", "id", "/"),
    ],
)
def test_a_path_in_a_language(path: str, language: str, expected: str) -> None:
    assert localized_path(path, language) == expected


def test_an_address_needs_no_translation(tree: Tree) -> None:
    assert localized_url(tree.service, "id") == "/imigrasi/paspor/"
    assert localized_url(tree.service, "en") == "/en/imigrasi/paspor/"
    assert localized_url(tree.agency_english, "id") == "/imigrasi/"
    assert localized_url(tree.home, "en") == "/en/"


def test_a_page_on_no_site_has_no_address(db: None) -> None:
    page = SamplePage(title="Lepas", slug="lepas", path="00019999", depth=2)
    page.url_path = "/lepas/"
    assert localized_url(page, "id") == ""


def test_an_address_is_the_one_that_wagtail_gives(tree: Tree) -> None:
    for page in (tree.home, tree.home_english, tree.agency_english, tree.service):
        own = page.locale.language_code
        assert localized_url(page, own) == page.get_url_parts()[2]


def test_letters_that_have_to_be_quoted_are(tree: Tree) -> None:
    tree.service.slug = "paspor-ü"
    tree.service.save()
    tree.service.refresh_from_db()
    assert localized_url(tree.service, "en") == "/en/imigrasi/paspor-%C3%BC/"


def test_an_address_stands_below_the_prefix_of_the_application(tree: Tree) -> None:
    set_script_prefix("/mpp/")
    try:
        assert localized_url(tree.service, "id") == "/mpp/imigrasi/paspor/"
    finally:
        clear_script_prefix()


def test_of_two_sites_the_one_that_is_asked_counts(tree: Tree) -> None:
    Site.objects.create(hostname="imigrasi.example", root_page=tree.agency)
    ask = RequestFactory(SERVER_NAME="imigrasi.example").get("/")
    with override_settings(ALLOWED_HOSTS=["*"]):
        assert localized_url(tree.service, "id", request=ask) == "/paspor/"
        ask = RequestFactory().get("/")
        assert localized_url(tree.service, "id", request=ask) == "/imigrasi/paspor/"


def test_sites_are_looked_up_once_for_a_request(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def roots() -> list[SiteRootPath]:
        asked.append(1)
        found: list[SiteRootPath] = Site.get_site_root_paths()
        return found

    monkeypatch.setattr(lookups, "site_roots", roots)
    request = RequestFactory().get("/")
    for page in (tree.service, tree.agency):
        localized_url(page, "id", request=request)
    assert len(asked) == 1


def test_breadcrumbs_lead_home(tree: Tree) -> None:
    with override("id"):
        steps = tree.service.breadcrumbs()
    assert steps == [
        Breadcrumb("Beranda", "/"),
        Breadcrumb("Imigrasi", "/imigrasi/"),
        Breadcrumb("Paspor"),
    ]


def test_breadcrumbs_of_an_untranslated_page_use_what_is_translated(tree: Tree) -> None:
    with override("en"):
        steps = tree.service.breadcrumbs()
    assert steps == [
        Breadcrumb("Home", "/en/"),
        Breadcrumb("Immigration", "/en/imigrasi/"),
        Breadcrumb("Paspor"),
    ]


def test_the_home_page_has_no_breadcrumbs(tree: Tree) -> None:
    with override("id"):
        assert tree.home.breadcrumbs() == []


def test_breadcrumbs_cost_two_queries_at_most(
    tree: Tree, django_assert_max_num_queries: Any
) -> None:
    tree.service.breadcrumbs()
    with override("en"), django_assert_max_num_queries(2):
        tree.service.breadcrumbs()


def test_page_and_structured_data_show_the_same_way_once_read(
    tree: Tree, django_assert_num_queries: Any
) -> None:
    request = RequestFactory().get("/")
    with override("en"):
        shown = tree.service.get_context(request)["breadcrumbs"]
        with django_assert_num_queries(0):
            (data,) = tree.service.structured_data(request)
    assert [item["name"] for item in data["itemListElement"]] == [
        step.title for step in shown
    ]
    with override("id"):
        assert tree.service.breadcrumbs(request)[1].title == "Imigrasi"


def test_context_says_whether_the_page_is_a_fallback(tree: Tree) -> None:
    request = RequestFactory().get("/")
    with override("en"):
        context = tree.service.get_context(request)
        translated = tree.agency_english.get_context(request)
    assert context["is_fallback"] is True
    assert context["content_language"] == "id"
    assert translated["is_fallback"] is False


def test_structured_data_describes_the_way(tree: Tree) -> None:
    request = RequestFactory().get("/")
    with override("id"):
        (data,) = tree.service.structured_data(request)
    assert data["@type"] == "BreadcrumbList"
    assert [item["position"] for item in data["itemListElement"]] == [1, 2, 3]
    assert data["itemListElement"][-1] == {
        "@type": "ListItem",
        "position": 3,
        "name": "Paspor",
        "item": "http://testserver/imigrasi/paspor/",
    }


def test_a_summary_is_short(tree: Tree) -> None:
    tree.service.summary = "x" * 301
    with pytest.raises(ValidationError, match="300"):
        tree.service.clean_fields(exclude=["owner"])
