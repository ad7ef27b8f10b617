"""The home page."""

from __future__ import annotations

import json
from typing import ClassVar

from django.test import TestCase
from django.utils.translation import gettext, override

from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.services import translate_record
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    FloorFactory,
    LifeEventPageFactory,
    ServicePageFactory,
)
from gerai.place.choices import FactKind
from gerai.place.models import Mall
from gerai.website.structure import SiteStructure
from gerai.website.tests.factories import make_fact, make_site


class HomeTests(TestCase):
    """One popular service, one life event, agencies with and without a floor."""

    structure: ClassVar[SiteStructure]
    agency: ClassVar[AgencyPage]
    passport: ClassVar[ServicePage]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.structure = make_site()
        cls.agency = AgencyPageFactory(
            title="Kantor Imigrasi",
            short_name="Imigrasi",
            slug="imigrasi",
            floor=FloorFactory(number=2),
        )
        AgencyPageFactory(title="PT Taspen", short_name="Taspen", slug="taspen")
        cls.passport = ServicePageFactory(
            title="Paspor baru",
            slug="paspor-baru",
            agency=cls.agency,
            complete=True,
            popular_order=1,
        )
        ServicePageFactory(title="Jarang dicari", agency=cls.agency)
        LifeEventPageFactory(
            title="Dompet hilang", slug="dompet-hilang", entries=[(cls.passport, "")]
        )

    def html(self, path: str = "/") -> str:
        return self.client.get(path).content.decode()

    def test_search_comes_before_everything_else(self) -> None:
        html = self.html()

        self.assertLess(html.index("<h1"), html.index('role="search"'))
        self.assertLess(html.index('role="search"'), html.index('id="popular"'))
        self.assertIn('action="/cari/"', html)
        self.assertIn('action="/en/cari/"', self.html("/en/"))

    def test_popular_services_show_cost_and_time(self) -> None:
        html = self.html()

        self.assertIn('href="/instansi/imigrasi/paspor-baru/"', html)
        self.assertIn("Rp", html)
        self.assertNotIn("Jarang dicari", html)

    def test_life_events_and_floors_lead_on(self) -> None:
        html = self.html()

        self.assertIn('href="/peristiwa/dompet-hilang/"', html)
        self.assertIn("Lantai 2", html)
        self.assertLess(html.index("Lantai 2"), html.index("Taspen"))

    def test_the_choice_of_services_names_its_source(self) -> None:
        self.assertNotIn("koran.example", self.html())
        home = self.structure.home
        home.source = "https://koran.example/terpadat"
        home.source_as_of = "2026-01-05"
        home.trust = "local"
        home.save_revision().publish()

        self.assertIn("https://koran.example/terpadat", self.html())
        self.assertIn("https://koran.example/terpadat", self.html("/en/"))

    def test_an_unknown_promise_is_said_to_be_unknown(self) -> None:
        with override("id"):
            missing = gettext(
                "The service charter has not been filled in by the office that runs "
                "the mall."
            )
        self.assertIn(missing, self.html())

        self.structure.home.promise = "Kami sanggup melayani sesuai standar."
        self.structure.home.save_revision().publish()

        html = self.html()
        self.assertIn("Kami sanggup melayani", html)
        self.assertNotIn(missing, html)

    def test_a_charter_with_a_source_wins_over_the_page_text(self) -> None:
        self.structure.home.promise = "Teks lama."
        self.structure.home.save_revision().publish()
        mall = Mall.objects.get()
        make_fact(mall, FactKind.SERVICE_CHARTER, "Maklumat 2026.", is_shown=True)

        html = self.html()

        self.assertIn("Maklumat 2026.", html)
        self.assertNotIn("Teks lama.", html)

    def test_english_words_where_there_are_some(self) -> None:
        translate_record(
            record=self.agency, language="en", texts={"title": "Immigration office"}
        )
        translate_record(
            record=self.passport, language="en", texts={"title": "New passport"}
        )

        html = self.html("/en/")

        self.assertIn("New passport", html)
        self.assertIn('href="/en/instansi/imigrasi/paspor-baru/"', html)
        self.assertIn("Dompet hilang", html)

    def test_machines_are_told_about_the_mall(self) -> None:
        blocks = self.html().split('<script type="application/ld+json">')[1:]
        data = {
            one["@type"]: one
            for one in (json.loads(block.split("</script>")[0]) for block in blocks)
        }

        self.assertEqual(data["GovernmentOffice"]["telephone"], "(0541) 739614")
        self.assertEqual(
            data["GovernmentOffice"]["address"]["streetAddress"],
            "Jalan Pahlawan, Kota Contoh",
        )
        self.assertIn("/cari/?q=", data["WebSite"]["potentialAction"]["target"])

    def test_the_open_pill_carries_its_schedule(self) -> None:
        html = self.html()
        script = html.split('<script id="hours" type="application/json">')[1]
        payload = json.loads(script.split("</script>")[0])

        self.assertIn('data-open-pill="mall"', html)
        self.assertFalse(payload["schedules"]["mall"]["confirmed"])
        self.assertNotIn("phone", payload["schedules"]["mall"])
        self.assertIn('data-mall-phone="(0541) 739614"', html)


class EmptySiteTests(TestCase):
    """A site whose content nobody has loaded."""

    @classmethod
    def setUpTestData(cls) -> None:
        from gerai.website.services import ensure_site_structure

        ensure_site_structure()

    def test_every_page_comes_out_whole(self) -> None:
        for path in ("/", "/en/", "/lantai/", "/jam-buka/", "/kontak/", "/profil/"):
            with self.subTest(path):
                response = self.client.get(path)
                self.assertEqual(response.status_code, 200)
                self.assertContains(response, "<h1")
