"""The site around a page: menu, footer, languages, colours."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import ClassVar

from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory, SimpleTestCase, TestCase, override_settings
from django.utils import timezone, translation

from gerai.directory.tests.factories import AgencyPageFactory, ServicePageFactory
from gerai.place.models import Mall, Schedule
from gerai.place.tests.factories import ScheduleFactory
from gerai.publishing.basis import collecting
from gerai.publishing.noting import note_what_is_read
from gerai.publishing.reading import reading_once
from gerai.theme.frame import Frame
from gerai.website.frame import frame, frame_of, json_for_script
from gerai.website.navigation import site_pages
from gerai.website.routing import find_route
from gerai.website.structure import SiteStructure
from gerai.website.tests.factories import make_closure, make_content_page, make_site


@override_settings(GERAI_BASE_URL="https://mpp.example.go.id")
class FrameTests(TestCase):
    structure: ClassVar[SiteStructure]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.structure = make_site()
        make_content_page(cls.structure.pages["profil"])
        make_content_page(
            cls.structure.home, "cara", title="Cara berkunjung", show_in_menus=True
        )
        make_content_page(cls.structure.home, "privasi", title="Privasi")

    def frame(self, path: str, language: str = "id") -> Frame:
        request: HttpRequest = RequestFactory().get(path)
        with translation.override(language):
            bare = path.removeprefix("/en") if language == "en" else path
            find_route(request, bare.strip("/"))
            return frame_of(request)

    def test_the_menu_is_what_staff_put_there(self) -> None:
        titles = [link.title for link in self.frame("/").menu()]
        self.assertIn("Jam buka", titles)
        self.assertIn("Cara berkunjung", titles)
        self.assertNotIn("Privasi", titles)

        page = self.structure.pages["jam-buka"]
        page.show_in_menus = False
        page.save_revision().publish()

        self.assertNotIn("Jam buka", [link.title for link in self.frame("/").menu()])

    def test_only_parts_of_a_page_rest_on_the_titles_in_the_menu(self) -> None:
        with reading_once() as reading:
            with reading.recording() as asked:
                site_pages("id")
            # Which pages are private is asked for other lists, too.
            titles = {
                key
                for key in asked
                if "show_in_menus" in key[0] and "restriction_type" not in key[0]
            }
            self.assertTrue(titles)
            for path in ("/profil/sejarah/", "/profil/"):
                with self.subTest(path):
                    with collecting() as basis:
                        self.client.get(path)
                    self.assertTrue(titles.isdisjoint(basis.own))
                    self.assertTrue(titles <= basis.asked.keys())

    def test_only_parts_of_a_page_rest_on_who_the_mall_is_and_when_it_is_open(
        self,
    ) -> None:
        note_what_is_read()
        service = ServicePageFactory(
            agency=AgencyPageFactory(slug="pajak", schedule=ScheduleFactory()),
            slug="npwp",
        )
        schedules = Schedule.objects.all()
        changes: dict[str, Callable[[], object]] = {
            "another name": lambda: Mall.objects.update(short_name="MPP Lain"),
            "other colours": lambda: Mall.objects.update(
                theme={"structure": "#102030"}
            ),
            "other hours": lambda: schedules.update(
                weekly={"mon": [["07:00", "09:00"]]}
            ),
            "a closure": lambda: make_closure(
                Mall.objects.get(), timezone.localdate(), "Listrik padam"
            ),
        }
        paths = ("/profil/sejarah/", f"/instansi/pajak/{service.slug}/", "/layanan/")
        for name, change in changes.items():
            bases = []
            for path in paths:
                with reading_once(), collecting() as basis:
                    self.client.get(path)
                bases.append((path, basis))
            change()
            with reading_once() as reading:
                for path, basis in bases:
                    with self.subTest(name, path=path):
                        asked, own = (
                            [
                                key
                                for key, seen in questions.items()
                                if not seen.stands_in(reading.answer(key))
                            ]
                            for questions in (basis.asked, basis.own)
                        )
                        self.assertTrue(asked)
                        self.assertEqual(own, [])

    def test_each_page_rests_on_the_translated_titles_above_it(self) -> None:
        key = self.structure.pages["profil"].translation_key
        make_content_page(self.structure.pages["profil"], "visi")
        with reading_once():
            for path in ("/en/profil/sejarah/", "/en/profil/visi/"):
                with self.subTest(path):
                    with collecting() as basis:
                        html = self.client.get(path).content.decode()
                    self.assertIn('<a href="/en/profil/">About us</a>', html)
                    titles = [
                        sql
                        for sql, values in basis.own
                        if {key, key.hex} & set(values) and '"title"' in sql
                    ]
                    self.assertTrue(titles)

    def test_the_menu_marks_where_one_is(self) -> None:
        for path, current in (
            ("/profil/sejarah/", ["Profil"]),
            ("/jam-buka/", ["Jam buka"]),
            ("/privasi/", []),
            ("/", []),
        ):
            with self.subTest(path):
                marked = [
                    one.title for one in self.frame(path).menu() if one.is_current
                ]
                self.assertEqual(marked, current)

    def test_english_menu_with_indonesian_where_nothing_else_is_known(self) -> None:
        menu = {link.title: link.url for link in self.frame("/en/", "en").menu()}

        self.assertEqual(menu["Opening hours"], "/en/jam-buka/")
        self.assertEqual(menu["Cara berkunjung"], "/en/cara/")

    def test_the_footer_always_leads_to_the_small_print(self) -> None:
        ways, small_print = self.frame("/").footer_groups()

        self.assertEqual([link.title for link in small_print.links], ["Privasi"])
        self.assertIn("Jam buka", [link.title for link in ways.links])
        self.assertIn("Cara berkunjung", [link.title for link in ways.links])

    def test_the_mall_names_itself_in_both_languages(self) -> None:
        self.assertEqual(self.frame("/").tagline(), "Kota di tepi sungai")
        self.assertEqual(self.frame("/en/", "en").tagline(), "A city on a river")
        self.assertEqual(self.frame("/").short_name(), "MPP Contoh")

    def test_the_footer_says_what_is_not_confirmed(self) -> None:
        lines = self.frame("/").contact_lines()

        self.assertEqual(
            [(line.text, line.url) for line in lines],
            [
                ("Jalan Pahlawan, Kota Contoh", ""),
                ("(0541) 739614", "tel:0541739614"),
            ],
        )
        self.assertTrue(all(line.note for line in lines))

    def test_languages_switch_on_the_spot(self) -> None:
        for path, language in (("/jam-buka/", "id"), ("/en/jam-buka/", "en")):
            choices = self.frame(path, language).languages
            self.assertEqual(
                [(one.code, one.url, one.is_current) for one in choices],
                [
                    ("id", "/jam-buka/", language == "id"),
                    ("en", "/en/jam-buka/", language == "en"),
                ],
            )

    def test_a_search_keeps_its_words_when_the_language_changes(self) -> None:
        response = self.client.get("/cari/?q=paspor+anak")

        self.assertContains(response, 'href="/en/cari/?q=paspor+anak"')
        self.assertContains(response, 'content="noindex"')

    def test_it_is_built_once_and_only_when_asked_for(self) -> None:
        request = RequestFactory().get("/")
        with self.assertNumQueries(0):
            context = frame(request)
        first = str(Template("{{ frame.short_name }}").render(Context(context)))
        with self.assertNumQueries(0):
            again = str(
                Template("{{ frame.site_name }}").render(Context(frame(request)))
            )
        self.assertEqual((first, again[:3]), ("MPP Contoh", "Mal"))


class JsonForScriptTests(SimpleTestCase):
    def test_it_can_not_end_its_script(self) -> None:
        value = {"a": "</script><script>alert(1)</script>", "b": "&<>"}

        text = json_for_script(value)

        self.assertNotIn("<", text)
        self.assertNotIn("&", text)
        self.assertEqual(json.loads(text), value)
