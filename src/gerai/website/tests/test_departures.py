"""Addresses that had a page: led on, or said to be gone, with and without files."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.test import TestCase, override_settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from gerai.directory.services import translate_record
from gerai.publishing.departures import DEPARTURES_ADDRESS
from gerai.publishing.gone import note_gone
from gerai.website.departures import all_redirects, live_paths
from gerai.website.models import ContentPage
from gerai.website.structure import SiteStructure
from gerai.website.tests.factories import make_content_page, make_site

BASE = "https://mpp.example.go.id"


@override_settings(GERAI_BASE_URL=BASE)
class DepartureTests(TestCase):
    """A section with one page below it."""

    structure: ClassVar[SiteStructure]
    history: ClassVar[ContentPage]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.structure = make_site()
        cls.history = make_content_page(cls.structure.pages["profil"], slug="sejarah")

    def published(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(
            self.client.get(DEPARTURES_ADDRESS).content
        )
        return document

    def rename(self, page: Page, slug: str) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            specific = Page.objects.get(pk=page.pk).specific
            specific.slug = slug
            specific.save_revision().publish()

    def assert_leads(self, old: str, new: str, status: int = 301) -> None:
        self.assertEqual(
            self.published()["redirects"].get(old.rstrip("/")), [status, new], old
        )
        for address in (old, old.rstrip("/")):
            response = self.client.get(address)
            if response.status_code == 301 and response["Location"] == f"{address}/":
                continue  # the last slash first, as Django does
            self.assertEqual(
                (response.status_code, response["Location"]), (status, new)
            )
            self.assertEqual(response["Cache-Control"], "no-cache")

    def assert_gone(self, address: str) -> None:
        self.assertIn(address.rstrip("/"), self.published()["gone"])
        response = self.client.get(address)
        self.assertEqual(response.status_code, 410)
        words = "no longer here" if address.startswith("/en/") else "sudah tidak ada"
        self.assertContains(response, words, status_code=410)

    def test_a_renamed_section_takes_its_pages_along_in_both_languages(self) -> None:
        self.rename(self.structure.pages["profil"], "tentang")
        for prefix in ("", "/en"):
            self.assert_leads(f"{prefix}/profil/", f"{prefix}/tentang/")
            self.assert_leads(f"{prefix}/profil/sejarah/", f"{prefix}/tentang/sejarah/")

    def test_a_translated_page_is_led_on_in_its_own_language(self) -> None:
        translate_record(record=self.history, language="en", texts={"title": "History"})
        self.rename(self.history, "riwayat")
        self.assert_leads("/profil/sejarah/", "/profil/riwayat/")
        self.assert_leads("/en/profil/sejarah/", "/en/profil/riwayat/")

    def test_a_moved_page_leads_on_from_each_of_its_addresses_at_once(self) -> None:
        self.rename(self.history, "riwayat")
        page = Page.objects.get(pk=self.history.pk)
        page.move(self.structure.pages["kontak"], pos="last-child")
        for old in ("/profil/sejarah/", "/profil/riwayat/"):
            self.assert_leads(old, "/kontak/riwayat/")
            self.assert_leads(f"/en{old}", "/en/kontak/riwayat/")

    def test_back_at_its_old_address_a_page_is_a_page(self) -> None:
        self.rename(self.history, "riwayat")
        self.rename(self.history, "sejarah")
        self.assertEqual(self.client.get("/profil/sejarah/").status_code, 200)
        self.assertNotIn("/profil/sejarah", self.published()["redirects"])
        self.assert_leads("/profil/riwayat/", "/profil/sejarah/")

    def test_unpublished_and_deleted_pages_are_gone_until_they_return(self) -> None:
        self.rename(self.history, "riwayat")
        olds = ["/profil/sejarah/", "/profil/riwayat/"]
        note_gone([*olds, *(f"/en{old}" for old in olds)])
        self.assert_leads("/profil/sejarah/", "/profil/riwayat/")
        self.assertEqual(self.client.get("/profil/riwayat/").status_code, 200)
        Page.objects.get(pk=self.history.pk).specific.unpublish()
        for old in olds:
            self.assert_gone(old)
            self.assert_gone(f"/en{old}")
        page = Page.objects.get(pk=self.history.pk).specific
        page.save_revision().publish()
        self.assertEqual(self.client.get("/profil/riwayat/").status_code, 200)
        self.assertEqual(self.published()["gone"], [])
        page.delete()
        for old in olds:
            self.assert_gone(old)

    def test_a_page_for_signed_in_people_is_not_gone(self) -> None:
        note_gone(["/profil/sejarah/"])
        PageViewRestriction.objects.create(
            page=self.history, restriction_type=PageViewRestriction.LOGIN
        )
        self.assertEqual(self.published()["gone"], [])
        self.assertEqual(self.client.get("/profil/sejarah/").status_code, 302)

    def test_an_address_that_never_was_a_page_is_not_found(self) -> None:
        note_gone(["/profil/lama/"])
        self.assertEqual(self.client.get("/profil/baru/").status_code, 404)
        self.assertEqual(self.client.get("/en/profil/lama/").status_code, 404)

    def test_chains_are_flattened_and_loops_refused(self) -> None:
        site = Site.objects.get(is_default_site=True)
        for old, new in (
            ("/a", "/b"),
            ("/b/", f"{BASE}/c?x=1"),
            ("/c", "/jam-buka/#senin"),
            ("/satu", "/dua"),
            ("/dua", "/satu/"),
            ("/diri", "/diri/"),
            ("/luar", "https://example.org/x"),
            ("/jahat", "javascript:alert(1)"),
            ("/jahat2", "//evil.example/"),
            ("/jam-buka", "/kontak/"),
            ("/cari", "/kontak/"),
        ):
            # Written past the watch for slipped-in advertising, as an old one may be.
            Redirect.objects.bulk_create(
                [
                    Redirect(
                        old_path=Redirect.normalise_path(old),
                        redirect_link=new,
                        site=site,
                    )
                ]
            )
        Redirect.add_redirect("/sementara", "/b", is_permanent=False)
        Redirect.add_redirect("/index.php", "/")
        found = {
            key: (redirect.status, redirect.target)
            for key, redirect in all_redirects(live_paths()).items()
        }
        self.assertEqual(
            found,
            {
                "/a": (301, "/jam-buka/#senin"),
                "/b": (301, "/jam-buka/#senin"),
                "/c": (301, "/jam-buka/#senin"),
                "/en/a": (301, "/en/jam-buka/#senin"),
                "/en/b": (301, "/en/jam-buka/#senin"),
                "/en/c": (301, "/en/jam-buka/#senin"),
                "/luar": (301, "https://example.org/x"),
                "/en/luar": (301, "https://example.org/x"),
                "/sementara": (302, "/jam-buka/#senin"),
                "/en/sementara": (302, "/en/jam-buka/#senin"),
                "/index.php": (301, "/"),
                "/en/index.php": (301, "/en/"),
            },
        )
        for loop in ("/satu/", "/diri/"):
            self.assertEqual(self.client.get(loop).status_code, 404)
        self.assertEqual(self.client.get("/jam-buka/").status_code, 200)

    def test_a_redirect_of_the_site_goes_before_one_of_all_sites(self) -> None:
        site = Site.objects.get(is_default_site=True)
        Redirect.add_redirect("/x", "/kontak/", site=site)
        Redirect.add_redirect("/x", "/lantai/")
        Redirect.add_redirect("/y?id=7", "/lantai/")
        self.assert_leads("/x/", "/kontak/")
        self.assertEqual(self.client.get("/y/?id=7")["Location"], "/lantai/")
        self.assertEqual(self.client.get("/y/?id=8").status_code, 404)

    def test_unicode_slugs_are_led_on_whatever_their_spelling(self) -> None:
        self.rename(self.history, "séjarah-日本")
        self.assertEqual(self.client.get("/profil/séjarah-日本/").status_code, 200)
        self.rename(self.history, "sejarah")
        self.assertEqual(
            self.published()["redirects"]["/profil/séjarah-日本"],
            [301, "/profil/sejarah/"],
        )
        for old in (
            "/profil/séjarah-日本/",
            "/profil/s%C3%A9jarah-%E6%97%A5%E6%9C%AC/",
        ):
            self.assertEqual(self.client.get(old)["Location"], "/profil/sejarah/")

    def test_error_pages_name_no_language_but_their_own(self) -> None:
        for status, words in ((404, "tidak ada"), (410, "sudah tidak ada")):
            html = self.client.get(f"/galat/{status}.html").content.decode()
            self.assertIn(words, html)
            self.assertIn('name="robots" content="noindex"', html)
            self.assertNotIn("canonical", html)
        self.assertContains(self.client.get("/en/galat/503.html"), "not available")
        self.assertEqual(self.client.get("/galat/500.html").status_code, 404)
