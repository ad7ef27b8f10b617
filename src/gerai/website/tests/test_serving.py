"""What readers get at an address: page, language, headers."""

from __future__ import annotations

from typing import ClassVar

from django.test import RequestFactory, TestCase, override_settings
from wagtail.models import PageViewRestriction

from gerai.directory.services import translate_record
from gerai.guard.desk_headers import DESK_POLICY
from gerai.publishing.headers import CONTENT_SECURITY_POLICY, security_headers_of
from gerai.website.models import ContentPage
from gerai.website.structure import SiteStructure
from gerai.website.tests.factories import make_content_page, make_site, text_block

BASE = "https://mpp.example.go.id"


@override_settings(GERAI_BASE_URL=BASE)
class ServingTests(TestCase):
    """A site with one Indonesian text page and the standard pages in both languages."""

    structure: ClassVar[SiteStructure]
    history: ClassVar[ContentPage]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.structure = make_site()
        cls.history = make_content_page(
            cls.structure.pages["profil"],
            body=[text_block("Awal mula", "<p>Mal dibuka pada 2019.</p>")],
        )

    def html(self, path: str, status: int = 200) -> str:
        response = self.client.get(path)
        self.assertEqual(response.status_code, status, path)
        return response.content.decode()

    def test_the_root_is_indonesian_whatever_the_browser_prefers(self) -> None:
        for headers in (
            {},
            {"accept-language": "en"},
            {"cookie": "django_language=en"},
        ):
            response = self.client.get("/", headers=headers)
            self.assertContains(response, '<html lang="id">')
            self.assertEqual(response["Content-Language"], "id")

    def test_english_lives_below_en(self) -> None:
        response = self.client.get("/en/jam-buka/")

        self.assertContains(response, '<html lang="en">')
        self.assertContains(response, "Opening hours")
        self.assertEqual(response["Content-Language"], "en")
        self.assertContains(
            response, f'<link rel="canonical" href="{BASE}/en/jam-buka/">'
        )

    def test_a_page_without_english_is_shown_in_indonesian_and_says_so(self) -> None:
        html = self.html("/en/profil/sejarah/")

        self.assertIn('<html lang="en">', html)
        self.assertRegex(html, r'<main [^>]*lang="id"')
        self.assertIn("Mal dibuka pada 2019.", html)
        self.assertIn("not available in English", html)
        self.assertIn(f'<link rel="canonical" href="{BASE}/profil/sejarah/">', html)
        self.assertNotIn('hreflang="en" href="http', html)

    def test_the_fallback_ends_when_there_is_a_translation(self) -> None:
        translate_record(record=self.history, language="en", texts={"title": "History"})

        html = self.html("/en/profil/sejarah/")

        self.assertIn("History", html)
        self.assertNotIn("not available in English", html)
        self.assertIn(f'<link rel="canonical" href="{BASE}/en/profil/sejarah/">', html)
        for code, url in (
            ("id", f"{BASE}/profil/sejarah/"),
            ("en", f"{BASE}/en/profil/sejarah/"),
            ("x-default", f"{BASE}/profil/sejarah/"),
        ):
            self.assertIn(
                f'<link rel="alternate" hreflang="{code}" href="{url}">', html
            )

    def test_an_unpublished_translation_falls_back_again(self) -> None:
        english = translate_record(
            record=self.history, language="en", texts={"title": "History"}
        )
        english.unpublish()

        self.assertIn("not available in English", self.html("/en/profil/sejarah/"))

    def test_links_keep_the_language_of_the_reader(self) -> None:
        html = self.html("/en/profil/sejarah/")

        self.assertIn('href="/en/jam-buka/"', html)
        self.assertNotIn('href="/jam-buka/"', html)

    def test_a_draft_is_nowhere(self) -> None:
        self.history.unpublish()

        self.html("/profil/sejarah/", status=404)
        self.html("/en/profil/sejarah/", status=404)

    def test_a_restricted_page_asks_for_its_password(self) -> None:
        PageViewRestriction.objects.create(
            page=self.history,
            restriction_type=PageViewRestriction.PASSWORD,
            password="rahasia",
        )

        self.assertNotIn("Mal dibuka pada 2019.", self.html("/profil/sejarah/"))
        self.assertNotIn("Mal dibuka pada 2019.", self.html("/en/profil/sejarah/"))

    def test_pages_are_only_read(self) -> None:
        for path in ("/", "/en/", "/jam-buka/"):
            response = self.client.post(path, {"a": "b"})
            self.assertEqual(response.status_code, 405)
            self.assertIn("GET", response["Allow"])

    def test_no_page_depends_on_who_asks(self) -> None:
        paths = [f"{prefix}{path}" for prefix in ("", "/en") for path in PATHS]
        for path in [*paths, "/tidak-ada/"]:
            with self.subTest(path):
                response = self.client.get(path)
                vary = response.get("Vary", "").lower()
                self.assertNotIn("cookie", vary)
                self.assertNotIn("accept-language", vary)
                self.assertFalse(response.cookies)

    def test_the_answer_is_the_same_twice_and_for_everybody(self) -> None:
        for path in PATHS:
            with self.subTest(path):
                first = self.client.get(path).content
                other = self.client.get(
                    f"{path}?utm_source=wa",
                    headers={"user-agent": "x", "cookie": "sessionid=x; a=b"},
                ).content
                self.assertEqual(first, other)

    def test_the_host_header_decides_nothing(self) -> None:
        for path in (*PATHS, "/robots.txt", "/sitemap.xml", "/manifest.webmanifest"):
            with self.subTest(path):
                response = self.client.get(path, headers={"host": "evil.example"})
                self.assertNotContains(response, "evil.example")

    def test_pages_allow_no_inline_code(self) -> None:
        for path in (*PATHS, "/tidak-ada/", "/robots.txt"):
            with self.subTest(path):
                response = self.client.get(path)
                policy = response["Content-Security-Policy"]
                self.assertEqual(policy, CONTENT_SECURITY_POLICY)
                self.assertNotIn("unsafe", policy)
                self.assertEqual(response["X-Content-Type-Options"], "nosniff")
                self.assertEqual(response["X-Frame-Options"], "DENY")
                self.assertIn("Permissions-Policy", response)
                self.assertNotRegex(response.content.decode(), r"<[^>]+ style=")
                self.assertNotRegex(response.content.decode(), r"<[^>]+ on\w+=")

    def test_live_answers_carry_the_headers_of_published_files(self) -> None:
        for path in ("/jam-buka/", "/tidak-ada/", "/cari/?q=x", "/og/index.png"):
            with self.subTest(path):
                response = self.client.get(path)
                for name, value in security_headers_of(path[1:]).items():
                    self.assertEqual(response[name], value, name)

    def test_a_preview_may_stand_in_a_frame_of_the_desk(self) -> None:
        request = RequestFactory().get("/profil/sejarah/")
        response = self.history.make_preview_request(request, "")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response["X-Frame-Options"], "SAMEORIGIN")
        self.assertIn("frame-ancestors 'self'", response["Content-Security-Policy"])

    def test_the_desk_has_a_policy_of_its_own(self) -> None:
        policy = self.client.get("/admin/login/")["Content-Security-Policy"]
        self.assertEqual(policy, DESK_POLICY)

    def test_a_browser_that_has_the_page_gets_a_short_answer(self) -> None:
        first = self.client.get("/jam-buka/")
        self.assertEqual(first["Cache-Control"], "no-cache")

        second = self.client.get("/jam-buka/", headers={"if-none-match": first["ETag"]})

        self.assertEqual(second.status_code, 304)


PATHS = (
    "/",
    "/lantai/",
    "/jam-buka/",
    "/kontak/",
    "/profil/",
    "/profil/sejarah/",
)
