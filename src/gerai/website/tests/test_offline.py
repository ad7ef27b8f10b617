"""What a phone keeps: bounded, the same every time, and nothing that isn't public."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, ClassVar

import brotli
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from time_machine import travel
from wagtail.models import PageViewRestriction

from gerai.directory.choices import OfferedHere, Presence
from gerai.directory.services import translate_record
from gerai.directory.tests.factories import AgencyPageFactory, ServicePageFactory
from gerai.place.models import Mall
from gerai.publishing.rendering import Renderer
from gerai.website import published
from gerai.website.offline import catalogue as catalogue_module
from gerai.website.offline.catalogue import catalogue
from gerai.website.structure import SiteStructure
from gerai.website.tests.factories import make_site

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
LARGEST = 150_000


def content_of(language: str = "id") -> dict[str, Any]:
    content: dict[str, Any] = json.loads(catalogue(language))
    return content


class CatalogueTests(TestCase):
    """One agency with one service that has everything filled in."""

    structure: ClassVar[SiteStructure]
    agency: ClassVar[Any]
    service: ClassVar[Any]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.structure = make_site()
        cls.agency = AgencyPageFactory(slug="imigrasi", title="Kantor Imigrasi")
        cls.service = ServicePageFactory(
            agency=cls.agency, slug="paspor", title="Paspor baru", complete=True
        )

    def only_service(self, language: str = "id") -> dict[str, Any]:
        (service,) = content_of(language)["services"]
        return service

    def test_a_service_carries_its_essential_facts(self) -> None:
        service = self.only_service()
        self.assertEqual(service["u"], "/instansi/imigrasi/paspor/")
        self.assertEqual(service["t"], "Paspor baru")
        self.assertEqual(len(service["f"]), 5)
        html = self.client.get(service["u"]).content.decode()
        for value, *_note in (fact for fact in service["f"] if fact):
            self.assertIn(value, html)
        for _label, amount, *_note in service["c"]:
            self.assertIn(amount.split(" per ")[0], html)
        self.assertTrue(service["r"][0][1])
        whole = content_of("id")
        self.assertEqual(whole["agencies"][service["a"]]["t"], "Kantor Imigrasi")
        self.assertIn("mall", whole["hours"]["schedules"])
        self.assertIn(service["k"], whole["hours"]["schedules"])

    def test_english_has_its_own_words_and_says_where_it_has_none(self) -> None:
        self.assertEqual(self.only_service("en")["l"], "id")
        translate_record(
            record=self.agency, language="en", texts={"title": "Immigration"}
        )
        translate_record(
            record=self.service, language="en", texts={"title": "New passport"}
        )
        service = self.only_service("en")
        self.assertEqual(service["t"], "New passport")
        self.assertEqual(service["u"], "/en/instansi/imigrasi/paspor/")
        self.assertNotIn("l", service)
        self.assertEqual(content_of("en")["agencies"][0]["t"], "Immigration")

    def test_what_is_not_public_never_leaks(self) -> None:
        before = catalogue("id")
        draft = ServicePageFactory(agency=self.agency, slug="rahasia", title="Rahasia")
        draft.unpublish()
        unknown = AgencyPageFactory(slug="gaib", title="Rahasia", presence="unknown")
        ServicePageFactory(agency=unknown, slug="x", title="Rahasia")
        hidden = AgencyPageFactory(slug="sembunyi", title="Rahasia")
        ServicePageFactory(agency=hidden, slug="x", title="Rahasia")
        hidden.live = False
        hidden.save()
        private = ServicePageFactory(agency=self.agency, slug="p", title="Rahasia")
        PageViewRestriction.objects.create(
            page=private, restriction_type=PageViewRestriction.LOGIN
        )
        revised = self.service.save_revision()
        content = self.service.specific
        content.title = "Rahasia"
        content.save_revision()
        self.assertIsNotNone(revised)
        self.assertEqual(catalogue("id"), before)

    def test_what_is_done_elsewhere_has_no_floor_and_no_hours_here(self) -> None:
        office = AgencyPageFactory(
            slug="disdukcapil",
            title="Disdukcapil",
            presence=Presence.ELSEWHERE,
            office_address="Jalan Lain 1",
        )
        ServicePageFactory(agency=office, slug="ktp", title="KTP hilang")
        ServicePageFactory(
            agency=self.agency,
            slug="luar",
            title="Di luar",
            is_offered_here=OfferedHere.ELSEWHERE,
        )
        whole = content_of("id")
        by_title = {service["t"]: service for service in whole["services"]}
        for title in ("KTP hilang", "Di luar"):
            self.assertIs(by_title[title]["x"], True)
            self.assertNotIn("k", by_title[title])
        self.assertNotIn("x", by_title["Paspor baru"])
        agency = whole["agencies"][by_title["KTP hilang"]["a"]]
        self.assertEqual(set(agency) & {"p", "k"}, set())
        self.assertNotIn("disdukcapil", whole["hours"]["schedules"])

    def test_the_same_content_gives_the_same_bytes_all_month(self) -> None:
        with travel(NOON, tick=False):
            first = catalogue("id")
            self.assertEqual(catalogue("id"), first)
        with travel(NOON.replace(day=29), tick=False):
            self.assertEqual(catalogue("id"), first)
        with travel(NOON.replace(month=4), tick=False):
            self.assertNotEqual(catalogue("id"), first)

    def test_the_hours_reach_four_months_ahead_on_the_last_of_the_month(self) -> None:
        with travel(NOON.replace(day=31), tick=False):
            mall = content_of("id")["hours"]["schedules"]["mall"]
        self.assertLessEqual(mall["from"], "2026-03-31")
        self.assertGreaterEqual(mall["through"], "2026-07-29")

    def test_it_costs_the_same_queries_and_stays_small(self) -> None:
        catalogue("id")
        with CaptureQueriesContext(connection) as few:
            catalogue("id")
        for number in range(30):
            ServicePageFactory(agency=self.agency, slug=f"s{number}", complete=True)
        with self.assertNumQueries(len(few)):
            catalogue("id")
        answer = self.client.get("/luring/katalog.json")
        one = len(brotli.compress(answer.content)) / 31
        self.assertLess(200 * one, LARGEST)

    def test_a_large_mall_gives_what_people_come_for_most(self) -> None:
        for number in range(4):
            ServicePageFactory(
                agency=self.agency, slug=f"s{number}", title=f"S{number}"
            )
        wanted = ServicePageFactory(
            agency=self.agency, slug="z", title="Zakat", popular_order=1
        )
        self.addCleanup(setattr, catalogue_module, "MOST_SERVICES", 1000)
        catalogue_module.MOST_SERVICES = 3  # type: ignore[misc]
        whole = content_of("id")
        self.assertEqual(whole["total"], 6)
        self.assertEqual(len(whole["services"]), 3)
        self.assertIn(wanted.title, [one["t"] for one in whole["services"]])


class WorkerTests(TestCase):
    """The script at the root, and the switch."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_site()

    def test_the_worker_is_asked_for_each_time_and_knows_the_mall(self) -> None:
        answer = self.client.get("/sw.js")
        self.assertEqual(answer["Content-Type"], "text/javascript; charset=utf-8")
        self.assertEqual(answer["Cache-Control"], "no-cache")
        line = answer.content.decode().split("\n", 1)[0]
        settings = json.loads(line.removeprefix("const SETTINGS=").removesuffix(";"))
        self.assertEqual(settings["zoneName"], "WITA")
        self.assertEqual(settings["languages"]["en"]["shell"], "/en/luring/")
        self.assertEqual(
            settings["languages"]["id"]["catalogue"], "/luring/katalog.json"
        )
        for language in settings["languages"].values():
            for path in [*language["pages"], language["shell"], language["catalogue"]]:
                self.assertEqual(self.client.get(path).status_code, 200, path)
        self.assertLess(len(brotli.compress(answer.content)), 5_000)

    def test_pages_start_it_and_the_switch_ends_that(self) -> None:
        self.assertContains(self.client.get("/"), "theme/offline")
        self.assertContains(self.client.get("/"), 'href="/luring/"')
        Mall.objects.update(has_offline_copy=False)
        self.assertNotContains(self.client.get("/"), "theme/offline")
        self.assertNotContains(self.client.get("/"), 'href="/luring/"')
        worker = self.client.get("/sw.js").content.decode()
        self.assertIn("registration.unregister()", worker)
        self.assertNotIn('"fetch"', worker)
        for path in ("/luring/", "/en/luring/", "/luring/katalog.json"):
            self.assertEqual(self.client.get(path).status_code, 404, path)
        self.assertEqual(published.offline_addresses(), ["/sw.js"])

    def test_there_is_a_worker_before_there_is_a_mall(self) -> None:
        Mall.objects.all().delete()
        self.assertContains(self.client.get("/sw.js"), "unregister")

    def test_all_of_it_can_be_published(self) -> None:
        renderer = Renderer()
        addresses = published.offline_addresses()
        self.assertEqual(len(addresses), 5)
        for address in addresses:
            first = renderer.render(address)
            self.assertEqual(first.status, 200)
            self.assertEqual(renderer.render(address).body, first.body)
