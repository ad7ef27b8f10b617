"""Whatever address somebody tries: an answer that helps, never a broken page."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory, TestCase, override_settings
from django.utils import translation
from django.utils.translation import gettext
from pytest_django import Settings

from gerai.website.languages import language_of_path
from gerai.website.tests.factories import make_site
from gerai.website.views import server_error

HOSTILE_PATHS = (
    "/tidak-ada/",
    "/tidak-ada",
    "/en/missing/",
    "/id/",
    "/EN/",
    "/en-us/",
    "/zz/lantai/",
    "/lantai/x/",
    "/lantai//",
    "/\\evil.example/",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fetc/passwd",
    "/.git/config",
    "/.env",
    "/wp-login.php",
    "/%00/",
    "/lantai/%00/",
    "/en/%00/",
    "/a%0d%0aSet-Cookie:x=1/",
    "/%0a/",
    "/%ff%fe/",
    "/%ed%a0%80/",
    "/%F0%9F%98%80/",
    "/ÀÉ漢字/",
    "/%E2%80%AE%E2%80%8B/",
    "/<script>alert(1)</script>/",
    "/' OR 1=1 --/",
    "/{{7*7}}/",
    "/${7*7}/",
    "/%25%25%25/",
    "/" + "a" * 5000 + "/",
    "/" + "a/" * 500,
    "/en/" + "é" * 2000 + "/",
    "/og/nichts.png",
    "/og/%00.png",
    "/og/en/nichts.png",
    "/og/" + "a" * 3000 + ".png",
    "/tema/abc.css",
    "/_util/",
)
HOSTILE_QUERIES = (
    "?q=%00",
    "?q=" + "a" * 10_000,
    "?%00=%ff",
    "?page=-1&page=9999999999999999999999",
    "?q=<script>alert(1)</script>",
    "?lang=en&language=zz&next=//evil.example",
    "?utm=%F0%9F%98%80",
)


class MissingPageTests(TestCase):
    """404 in the language of the address."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_site()

    def setUp(self) -> None:
        self.client = Client(raise_request_exception=False)

    def test_any_unknown_address_ends_at_a_page_that_helps(self) -> None:
        for path in HOSTILE_PATHS:
            with self.subTest(path[:60]):
                response = self.client.get(path)
                if response.status_code == 301:
                    response = self.client.get(response["Location"])
                self.assertEqual(response.status_code, 404)
                html = response.content.decode()
                self.assertIn('action="/', html)
                self.assertIn('name="robots" content="noindex"', html)
                self.assertNotIn("alert(1)", html)
                self.assertNotIn("evil.example", html)
                self.assertNotIn("Traceback", html)
                self.assertNotIn("canonical", html)
                self.assertFalse(response.cookies)

    def test_redirects_stay_on_this_site(self) -> None:
        # The client would take "//evil.example" for a host; servers hand it on as path.
        for path in ("//evil.example", "//evil.example/", "/\\evil.example", "//a/b"):
            with self.subTest(path):
                response = self.client.get("/", PATH_INFO=path)
                self.assertIn(response.status_code, {301, 404})
                location = response.get("Location", "")
                self.assertFalse(location.startswith(("//", "/\\", "http")), location)

    def test_no_query_breaks_or_changes_a_page(self) -> None:
        plain = self.client.get("/jam-buka/").content
        for query in HOSTILE_QUERIES:
            with self.subTest(query[:40]):
                response = self.client.get(f"/jam-buka/{query}")
                self.assertEqual(response.status_code, 200)
                self.assertEqual(response.content, plain)

    def test_it_speaks_the_language_of_the_address(self) -> None:
        self.assertContains(
            self.client.get("/en/missing/"), '<html lang="en">', status_code=404
        )
        self.assertContains(
            self.client.get("/tidak-ada/"), '<html lang="id">', status_code=404
        )

    def test_its_links_lead_somewhere(self) -> None:
        html = self.client.get("/en/missing/").content.decode()

        self.assertIn('href="/en/jam-buka/"', html)
        self.assertIn('action="/en/cari/"', html)

    def test_strange_methods_are_refused(self) -> None:
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "FOO"):
            with self.subTest(method):
                response = self.client.generic(method, "/jam-buka/")
                self.assertEqual(response.status_code, 405)


def test_a_control_character_never_reaches_the_database() -> None:
    # Without the database mark, any query would fail this test differently.
    from gerai.website.middleware import AddressLanguageMiddleware

    middleware = AddressLanguageMiddleware(lambda request: HttpResponse())
    for path in ("/\0/", "/a\r\nb/", "/\x7f/"):
        request = RequestFactory().get("/")
        request.path_info = path
        with pytest.raises(Http404):
            middleware.process_request(request)
    translation.deactivate()


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "id"),
        ("", "id"),
        ("/en", "en"),
        ("/en/", "en"),
        ("/en/lantai/", "en"),
        ("/english/", "id"),
        ("/EN/", "id"),
        ("/id/", "id"),
        ("//en/", "id"),
    ],
)
def test_language_of_path(path: str, language: str) -> None:
    assert language_of_path(path) == language


def test_the_broken_page_needs_no_database() -> None:
    for path, language in (("/", "id"), ("/en/lantai/", "en")):
        response = server_error(RequestFactory().get(path))
        with translation.override(language):
            words = gettext("Sorry, something is broken")

        html = response.content.decode()
        assert response.status_code == 500
        assert words in html
        assert f'<html lang="{language}">' in html
        assert 'role="search"' in html


def test_the_broken_page_survives_broken_templates() -> None:
    with patch("gerai.website.views.errors.render_to_string", side_effect=RuntimeError):
        response = server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Coba lagi" in response.content.decode()


@override_settings(DEBUG_PROPAGATE_EXCEPTIONS=False)
def test_a_dead_database_gives_a_calm_page_for_every_address(
    settings: Settings, tmp_path: Path
) -> None:
    settings.PUBLISHED_FOLDER = tmp_path
    client = Client(raise_request_exception=False)
    with patch(
        "django.db.models.sql.compiler.SQLCompiler.execute_sql",
        side_effect=OperationalError("connection refused at 10.0.0.7"),
    ):
        for path in ("/", "/jam-buka/", "/en/kontak/", "/tidak-ada/", "/sitemap.xml"):
            response = client.get(path)
            html = response.content.decode()
            assert response.status_code == 503, path
            assert response["Retry-After"] == "60"
            assert response["Cache-Control"] == "no-store"
            assert "10.0.0.7" not in html
            assert "Content-Security-Policy" in response
            with translation.override("en" if path.startswith("/en/") else "id"):
                assert gettext("This part is not available at the moment") in html
        (tmp_path / "en" / "galat").mkdir(parents=True)
        (tmp_path / "en" / "galat" / "503.html").write_text("as published")
        assert client.get("/en/kontak/").content == b"as published"
        answer = client.get("/api/v1/agencies")
        assert answer.status_code == 503
        assert answer.json()["error"] == "unavailable"


@pytest.mark.django_db
def test_before_anything_is_loaded_the_root_is_missing_not_broken() -> None:
    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 404
    assert 'role="search"' in response.content.decode()
