"""What the publisher is told of this room's addresses."""

from __future__ import annotations

from typing import ClassVar

from django.test import TestCase

from gerai.directory.tests.factories import AgencyPageFactory
from gerai.website import published
from gerai.website.models import ContentPage
from gerai.website.structure import SiteStructure
from gerai.website.tests.factories import make_content_page, make_site


class PublishedAddressTests(TestCase):
    """A site with one untranslated page."""

    structure: ClassVar[SiteStructure]
    history: ClassVar[ContentPage]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.structure = make_site(theme={"structure": "#123f6b"})
        cls.history = make_content_page(cls.structure.pages["profil"])

    def test_every_page_is_published_in_both_languages(self) -> None:
        addresses = published.page_addresses()
        own = f"/profil/{self.history.slug}/"
        self.assertLessEqual({"/", "/en/", own, f"/en{own}"}, set(addresses))
        self.assertEqual(len(addresses), len(set(addresses)))

    def test_every_published_address_answers(self) -> None:
        files = published.file_addresses()
        self.assertLessEqual(
            {"/robots.txt", "/sitemap.xml", "/manifest.webmanifest"}, set(files)
        )
        self.assertTrue(any(name.startswith("/tema/") for name in files))
        self.assertEqual(sum(name.startswith("/ikon/") for name in files), 6)
        offline = published.offline_addresses()
        for address in [*published.page_addresses(), *files, *offline]:
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 200)

    def test_hidden_pages_are_not_published(self) -> None:
        before = set(published.page_addresses())
        AgencyPageFactory(slug="rahasia", presence="unknown")
        self.assertEqual(set(published.page_addresses()), before)
        self.history.live = False
        self.history.save()
        gone = before - set(published.page_addresses())
        self.assertEqual(
            gone, {f"/profil/{self.history.slug}/", f"/en/profil/{self.history.slug}/"}
        )
