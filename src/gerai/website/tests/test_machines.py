"""Answers for machines."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import ClassVar
from xml.etree import ElementTree

import time_machine
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageColor
from wagtail.models import PageViewRestriction

from gerai.directory.services import translate_record
from gerai.directory.tests.factories import AgencyPageFactory, ServicePageFactory
from gerai.place.facts import validate_security_contact
from gerai.place.models import Mall
from gerai.theme.tokens import Tokens
from gerai.website.models import ContentPage
from gerai.website.published import file_addresses
from gerai.website.structure import SiteStructure
from gerai.website.tests.factories import make_content_page, make_site

BASE = "https://mpp.example.go.id"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


@override_settings(GERAI_BASE_URL=BASE)
class MachineTests(TestCase):
    """A site with one untranslated page."""

    structure: ClassVar[SiteStructure]
    history: ClassVar[ContentPage]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.structure = make_site(theme={"structure": "#123f6b"})
        cls.history = make_content_page(cls.structure.pages["profil"])

    def sitemap(self) -> dict[str, set[tuple[str, str]]]:
        response = self.client.get("/sitemap.xml")
        self.assertEqual(response["Content-Type"], "application/xml; charset=utf-8")
        tree = ElementTree.fromstring(response.content)  # noqa: S314 - our own
        return {
            url.findtext("s:loc", "", NAMES): {
                (link.get("hreflang", ""), link.get("href", ""))
                for link in url.findall("x:link", NAMES)
            }
            for url in tree.findall("s:url", NAMES)
        }

    def test_the_sitemap_lists_a_language_only_where_it_exists(self) -> None:
        entries = self.sitemap()

        self.assertEqual(entries[f"{BASE}/profil/sejarah/"], set())
        self.assertNotIn(f"{BASE}/en/profil/sejarah/", entries)
        alternates = {
            ("id", f"{BASE}/jam-buka/"),
            ("en", f"{BASE}/en/jam-buka/"),
            ("x-default", f"{BASE}/jam-buka/"),
        }
        self.assertEqual(entries[f"{BASE}/jam-buka/"], alternates)
        self.assertEqual(entries[f"{BASE}/en/jam-buka/"], alternates)
        self.assertIn(f"{BASE}/", entries)
        self.assertIn(f"{BASE}/en/", entries)

    def test_the_sitemap_follows_translations(self) -> None:
        translate_record(record=self.history, language="en", texts={"title": "History"})

        self.assertIn(f"{BASE}/en/profil/sejarah/", self.sitemap())

    def test_the_sitemap_hides_what_is_not_public(self) -> None:
        draft = make_content_page(self.structure.pages["profil"], "draf", live=False)
        hidden = make_content_page(
            self.structure.pages["profil"], "antara", is_indexed=False
        )
        PageViewRestriction.objects.create(
            page=self.history,
            restriction_type=PageViewRestriction.LOGIN,
        )

        entries = self.sitemap()

        for page in (draft, hidden, self.history):
            self.assertNotIn(f"{BASE}/profil/{page.slug}/", entries)

    def test_a_restriction_covers_the_translation_at_once(self) -> None:
        translate_record(record=self.history, language="en", texts={"title": "History"})
        PageViewRestriction.objects.create(
            page=self.history, restriction_type=PageViewRestriction.LOGIN
        )

        self.assertNotIn(f"{BASE}/en/profil/sejarah/", self.sitemap())
        self.assertEqual(self.client.get("/en/profil/sejarah/").status_code, 302)

        PageViewRestriction.objects.get(page=self.history).delete()
        self.assertEqual(self.client.get("/en/profil/sejarah/").status_code, 200)

    def test_taking_a_page_down_takes_its_translation_down(self) -> None:
        translate_record(record=self.history, language="en", texts={"title": "History"})

        self.history.unpublish()

        self.assertEqual(self.client.get("/en/profil/sejarah/").status_code, 404)
        self.assertNotIn(f"{BASE}/en/profil/sejarah/", self.sitemap())

    def test_what_lies_below_a_hidden_page_is_hidden(self) -> None:
        agency = AgencyPageFactory(slug="imigrasi")
        ServicePageFactory(agency=agency, slug="paspor")
        self.assertEqual(self.client.get("/instansi/imigrasi/paspor/").status_code, 200)

        agency.presence = "unknown"
        agency.save_revision().publish()
        self.structure.pages["profil"].unpublish()

        entries = self.sitemap()
        for path in (
            "/instansi/imigrasi/",
            "/instansi/imigrasi/paspor/",
            "/profil/sejarah/",
        ):
            for language in ("", "/en"):
                self.assertEqual(self.client.get(language + path).status_code, 404)
                self.assertNotIn(BASE + language + path, entries)
            self.assertEqual(self.client.get(f"/og{path[:-1]}.png").status_code, 404)

    def test_a_picture_for_each_public_page(self) -> None:
        service = ServicePageFactory(
            agency=AgencyPageFactory(slug="imigrasi"), slug="paspor", complete=True
        )
        for path in (
            "index",
            "en",
            "jam-buka",
            "en/jam-buka",
            "instansi/imigrasi/paspor",
        ):
            with self.subTest(path):
                response = self.client.get(f"/og/{path}.png")
                self.assertEqual(response["Content-Type"], "image/png")
                self.assertTrue(response.content.startswith(b"\x89PNG"))
                self.assertIn("max-age", response["Cache-Control"])
        self.assertEqual(
            self.client.get("/og/index.png").content,
            self.client.get("/og/index.png").content,
        )
        service.unpublish()
        self.assertEqual(
            self.client.get("/og/instansi/imigrasi/paspor.png").status_code, 404
        )

    def test_every_page_names_its_picture(self) -> None:
        for path, picture in (
            ("/", "/og/index.png"),
            ("/en/", "/og/en.png"),
            ("/en/jam-buka/", "/og/en/jam-buka.png"),
            ("/en/profil/sejarah/", "/og/profil/sejarah.png"),
        ):
            self.assertContains(
                self.client.get(path),
                f'<meta property="og:image" content="{BASE}{picture}">',
            )

    def test_the_sitemap_shows_days(self) -> None:
        def published_at(hour: int) -> bytes:
            moment = datetime(2026, 3, 9, hour, tzinfo=UTC)
            ContentPage.objects.update(last_published_at=moment)
            return self.client.get("/sitemap.xml").content

        early = published_at(1)
        self.assertIn(b"<lastmod>2026-03-09</lastmod>", early)
        self.assertEqual(published_at(23), early)

    def test_the_sitemap_costs_the_same_for_more_pages(self) -> None:
        self.client.get("/sitemap.xml")
        with CaptureQueriesContext(connection) as before:
            self.client.get("/sitemap.xml")
        for number in range(5):
            make_content_page(self.structure.pages["profil"], f"halaman-{number}")
        with self.assertNumQueries(len(before)):
            self.client.get("/sitemap.xml")
        # One for each kind of page (the path of questions came last), and six for both
        # languages.
        self.assertLessEqual(len(before), 37)

    def test_robots_keep_out_of_the_workspace_and_find_the_sitemap(self) -> None:
        lines = self.client.get("/robots.txt").content.decode().splitlines()

        self.assertIn("Disallow: /admin/", lines)
        self.assertIn("Disallow: /akun/", lines)
        self.assertIn(f"Sitemap: {BASE}/sitemap.xml", lines)

    def test_where_to_report_a_weakness_is_said_only_where_the_mall_says_it(
        self,
    ) -> None:
        self.assertEqual(self.client.get("/.well-known/security.txt").status_code, 404)
        self.assertNotIn("/.well-known/security.txt", file_addresses())

        Mall.objects.update(security_contact="keamanan@mpp.example.go.id")

        self.assertIn("/.well-known/security.txt", file_addresses())
        with time_machine.travel("2026-11-26T08:00:00+08:00", tick=False):
            response = self.client.get("/.well-known/security.txt")
        self.assertEqual(response["Content-Type"], "text/plain; charset=utf-8")
        self.assertEqual(
            response.content.decode(),
            "Contact: mailto:keamanan@mpp.example.go.id\n"
            "Expires: 2027-06-01T00:00:00Z\n"
            "Preferred-Languages: id, en\n"
            f"Canonical: {BASE}/.well-known/security.txt\n",
        )

    def test_the_contact_for_weaknesses_is_an_address_and_nothing_more(self) -> None:
        for right in ("a@mpp.example.go.id", "https://mpp.example.go.id/lapor"):
            validate_security_contact(right)
        for wrong in (
            "hubungi kami",
            "http://mpp.example.go.id/",
            "https://x.example/\nContact: mailto:penjahat@example.org",
            "a@mpp.example.go.id\nPolicy: https://x.example/",
            "javascript:alert(1)",
        ):
            with self.subTest(wrong), self.assertRaises(ValidationError):
                validate_security_contact(wrong)

    def test_the_manifest_bears_the_name_of_the_mall(self) -> None:
        response = self.client.get("/manifest.webmanifest")
        manifest = json.loads(response.content)

        self.assertEqual(response["Content-Type"], "application/manifest+json")
        self.assertEqual(manifest["short_name"], "MPP Contoh")
        self.assertEqual(manifest["theme_color"], "#123f6b")
        self.assertEqual((manifest["lang"], manifest["start_url"]), ("id", "/"))
        self.assertEqual(manifest["display"], "minimal-ui")
        self.assertEqual(
            [one["url"] for one in manifest["shortcuts"]],
            ["/layanan/", "/lantai/", "/jam-buka/"],
        )
        self.assertEqual(
            {(one["purpose"], one["sizes"]) for one in manifest["icons"]},
            {
                (purpose, sizes)
                for purpose in ("any", "maskable")
                for sizes in ("192x192", "512x512")
            },
        )
        for icon in manifest["icons"]:
            self.assertTrue(icon["src"].startswith("/ikon/"))
            with Image.open(BytesIO(self.client.get(icon["src"]).content)) as image:
                self.assertEqual("x".join(map(str, image.size)), icon["sizes"])
                # The ground of the mark is the city's colour, not the theme's.
                self.assertEqual(
                    image.convert("RGB").getpixel((1, 1)),
                    ImageColor.getrgb(Tokens(structure="#123f6b").deep),
                )

    def test_icons_are_the_themes_own_in_the_themes_colours(self) -> None:
        mall = Mall.objects.get()
        mall.theme = {}
        mall.save()
        manifest = json.loads(self.client.get("/manifest.webmanifest").content)
        for icon in manifest["icons"]:
            name = icon["src"].removeprefix(settings.STATIC_URL)
            self.assertIsNotNone(find(name), name)

    def test_an_icon_of_old_colours_leads_to_the_new_one(self) -> None:
        html = self.client.get("/").content.decode()
        address = html.split('rel="icon" href="')[1].split('"')[0]
        self.assertEqual(self.client.get(address)["Content-Type"], "image/svg+xml")
        old = f"/ikon/0123456789ab/{address.rsplit('/', 1)[1]}"
        self.assertRedirects(self.client.get(old), address)
        self.assertEqual(self.client.get("/ikon/0123456789ab/x.png").status_code, 404)

    def test_the_citys_colours_have_an_address_that_changes_with_them(self) -> None:
        html = self.client.get("/").content.decode()
        address = html.split('<link rel="stylesheet" href="/tema/')[1].split('"')[0]
        response = self.client.get(f"/tema/{address}")

        self.assertEqual(response["Content-Type"], "text/css; charset=utf-8")
        self.assertIn("immutable", response["Cache-Control"])
        self.assertIn("#123f6b", response.content.decode())

        old = self.client.get("/tema/0123456789ab.css")
        self.assertRedirects(old, f"/tema/{address}")
