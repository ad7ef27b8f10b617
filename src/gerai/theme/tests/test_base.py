from __future__ import annotations

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from gerai.theme.frame import Alternate, Frame, OpenGraph
from gerai.theme.samples import FRAME
from gerai.theme.tests.test_components import Outline


def page(frame: Frame | None = None, language: str = "id", **values: object) -> str:
    with override(language):
        context = {"frame": frame, **values} if frame else values
        return render_to_string("theme/base.html", context)


def test_a_page_comes_out_whole_without_a_frame() -> None:
    html = page()
    outline = Outline(html)
    assert outline.open == []
    assert outline.all("html") == [{"lang": "id"}]
    assert len(outline.all("main")) == 1
    assert outline.all("nav") == []
    assert "None" not in html


def test_the_frame_fills_the_head() -> None:
    frame = replace(
        FRAME,
        language="en",
        canonical_url="https://a.test/en/",
        alternates=(Alternate("id", "https://a.test/"),),
        og=OpenGraph("Home", "All of it", "https://a.test/og.png"),
        json_ld=('{"name": "</script>"}',),
        theme_css_url=lambda: "/theme.css",
        manifest_url="/site.webmanifest",
    )
    html = page(frame, "en")
    outline = Outline(html)
    assert outline.all("html") == [{"lang": "en"}]
    links = {(link["rel"], link["href"]) for link in outline.all("link")}
    assert ("canonical", "https://a.test/en/") in links
    assert ("stylesheet", "/theme.css") in links
    assert ("manifest", "/site.webmanifest") in links
    assert ("alternate", "https://a.test/") in links
    assert {"property": "og:image", "content": "https://a.test/og.png"} in outline.all(
        "meta"
    )
    assert '</script>"' not in html
    assert {"name": "robots", "content": "noindex"} in outline.all("meta")


def test_scripts_are_modules_and_nothing_is_inline() -> None:
    for script in Outline(page(FRAME)).all("script"):
        assert script["type"] == "module"
        assert script["src"]
    assert " style=" not in page(FRAME)


def test_the_first_link_leads_to_the_content() -> None:
    outline = Outline(page(FRAME))
    assert outline.all("a")[0] == {"class": "skip", "href": "#main"}
    assert outline.all("main")[0]["id"] == "main"


def test_the_menu_opens_without_a_script() -> None:
    outline = Outline(page(FRAME))
    (button,) = outline.all("button")
    menu = next(nav for nav in outline.all("nav") if nav.get("id") == "menu")
    assert button["popovertarget"] == menu["id"]
    assert "popover" in menu


def test_only_the_other_language_is_offered() -> None:
    offered = [link for link in Outline(page(FRAME)).all("a") if "hreflang" in link]
    assert [link["hreflang"] for link in offered] == ["en"]


def test_an_untranslated_page_says_so_and_names_its_language() -> None:
    frame = replace(FRAME, language="en", is_fallback=True, content_language="id")
    html = page(frame, "en")
    assert Outline(html).all("main")[0]["lang"] == "id"
    assert "not available in English" in html
    assert "not available" not in page(FRAME)


def test_a_printed_sheet_says_where_it_is_from() -> None:
    frame = replace(FRAME, canonical_url="https://a.test/paspor/")
    assert "Lembar ini dari https://a.test/paspor/" in page(frame)


@pytest.mark.django_db
def test_the_gallery_is_for_the_desk(admin_client: Client, client: Client) -> None:
    address = reverse("theme_component_gallery")
    assert address == "/admin/komponen/"
    assert client.get(address).status_code == 302
    response = admin_client.get(address)
    assert response.status_code == 200
    assert 'id="five_facts"' in response.content.decode()


@pytest.mark.django_db
def test_the_gallery_is_not_for_those_without_access(
    client: Client, django_user_model: type
) -> None:
    stranger = django_user_model.objects.create_user("charlie")  # type: ignore[attr-defined]
    client.force_login(stranger)
    assert client.get(reverse("theme_component_gallery")).status_code == 302
