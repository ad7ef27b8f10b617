"""Editors can open, preview and save every page of this room."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth import get_user_model
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from gerai.website.models import PAGE_TYPES, ContentPage
from gerai.website.structure import SiteStructure
from gerai.website.tests.factories import make_content_page, make_site, text_block


class AdminTests(TestCase):
    structure: ClassVar[SiteStructure]
    page: ClassVar[ContentPage]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.structure = make_site()
        cls.page = make_content_page(
            cls.structure.pages["profil"],
            body=[text_block("Awal mula", "<p>Mal dibuka pada 2019.</p>")],
        )

    def setUp(self) -> None:
        self.client.force_login(
            get_user_model().objects.create_superuser("siti", password="rahasia-123")
        )

    def test_every_page_type_has_an_editor(self) -> None:
        for model in PAGE_TYPES:
            pages = Page.objects.exact_type(model)
            page = pages.filter(locale__language_code="id").first()
            with self.subTest(model.__name__):
                self.assertIsNotNone(page)
                response = self.client.get(
                    reverse("wagtailadmin_pages:edit", args=[page.pk])
                )
                self.assertEqual(response.status_code, 200)

    def test_a_preview_looks_like_the_page(self) -> None:
        for page in (self.page, self.structure.home, self.structure.pages["jam-buka"]):
            with self.subTest(page.slug):
                response = page.make_preview_request()
                self.assertEqual(response.status_code, 200)
                self.assertContains(response, "<h1")
                self.assertContains(response, 'content="noindex"')

    def test_a_page_written_in_the_editor_is_served(self) -> None:
        data = nested_form_data(
            {
                "title": "Aturan kunjungan",
                "slug": "aturan",
                "summary": "",
                "reviewed_on": "",
                "is_indexed": "on",
                "body": streamfield(
                    [
                        (
                            "text",
                            {
                                "heading": "Antre",
                                "text": rich_text("<p>Ambil nomor.</p>"),
                            },
                        )
                    ]
                ),
                "sources": streamfield(
                    [
                        (
                            "source",
                            {
                                "source": "Peraturan 1/2026",
                                "as_of": "2026",
                                "trust": "local",
                            },
                        )
                    ]
                ),
                "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
                "action-publish": "1",
            }
        )
        parent = self.structure.pages["profil"].pk
        response = self.client.post(
            reverse("wagtailadmin_pages:add", args=["website", "contentpage", parent]),
            data,
        )
        self.assertEqual(response.status_code, 302, response.content[:2000])

        self.client.logout()
        html = self.client.get("/profil/aturan/").content.decode()
        self.assertIn("Ambil nomor.", html)
        self.assertIn("Peraturan 1/2026", html)

    def test_a_wrong_date_of_a_source_is_refused(self) -> None:
        data = nested_form_data(
            {
                "title": "X",
                "slug": "x",
                "summary": "",
                "body": streamfield([]),
                "sources": streamfield(
                    [("source", {"source": "Y", "as_of": "kemarin", "trust": "local"})]
                ),
                "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
                "action-publish": "1",
            }
        )
        parent = self.structure.pages["profil"].pk
        response = self.client.post(
            reverse("wagtailadmin_pages:add", args=["website", "contentpage", parent]),
            data,
        )
        self.assertEqual(response.status_code, 200)
        self.assertFalse(Page.objects.filter(slug="x").exists())

    def test_a_signed_in_editor_sees_what_everybody_sees(self) -> None:
        signed_in = self.client.get("/profil/sejarah/")
        self.client.logout()
        anonymous = self.client.get("/profil/sejarah/")

        self.assertEqual(signed_in.content, anonymous.content)
        self.assertNotIn("cookie", signed_in.get("Vary", "").lower())
