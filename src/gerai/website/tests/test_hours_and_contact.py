"""Opening hours and contact."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import time_machine
from django.test import TestCase
from django.utils.translation import gettext, override

from gerai.directory.tests.factories import AgencyPageFactory
from gerai.place.choices import FactKind
from gerai.place.models import Mall, MallFact
from gerai.place.tests.factories import ScheduleFactory, SeasonFactory
from gerai.website.tests.factories import make_closure, make_fact, make_site

MIDDAY = "2026-11-24 12:00:00+08:00"


class HoursTests(TestCase):
    """Unconfirmed hours, one agency that differs."""

    mall: ClassVar[Mall]

    @classmethod
    def setUpTestData(cls) -> None:
        make_site()
        cls.mall = Mall.objects.get()
        AgencyPageFactory(
            title="Kantor Pajak",
            slug="pajak",
            hours_note="Sampai sekitar pukul 12.00.",
            schedule=ScheduleFactory(weekly={"mon": [["08:00", "12:00"]]}),
        )
        AgencyPageFactory(title="Imigrasi", slug="imigrasi")

    def html(self, path: str = "/jam-buka/") -> str:
        return self.client.get(path).content.decode()

    def test_the_week_has_seven_days_with_breaks(self) -> None:
        html = self.html()

        self.assertEqual(html.count("data-weekday="), 7)
        self.assertRegex(html, r"08.00-12.00</span>\s*<span[^>]*>13.00-15.00")

    def test_unconfirmed_hours_come_with_the_number_to_call(self) -> None:
        self.assertIn('href="tel:0541739614"', self.html())

        schedule = self.mall.schedule
        assert schedule is not None
        schedule.trust = "confirmed"
        schedule.save()

        main = self.html().split("<main")[1].split("</main>")[0]
        self.assertNotIn('href="tel:0541739614"', main)

    def test_only_agencies_that_differ_are_listed(self) -> None:
        main = self.html().split("<main")[1].split("</main>")[0]

        self.assertIn("Kantor Pajak", main)
        self.assertIn("Sampai sekitar pukul 12.00.", main)
        self.assertIn('data-open-pill="pajak"', main)
        self.assertNotIn("Imigrasi", main)

    @time_machine.travel(MIDDAY)
    def test_coming_changes_for_120_days(self) -> None:
        make_closure(self.mall, date(2026, 12, 1), "Rapat besar")
        make_closure(self.mall, date(2026, 11, 23), "Sudah lewat")
        make_closure(self.mall, date(2027, 3, 25), "Masih jauh")
        SeasonFactory(schedule=self.mall.schedule)

        html = self.html()

        self.assertIn("Rapat besar", html)
        self.assertIn("Ramadan 1448 H", html)
        self.assertIn("25 Desember 2026", html)
        self.assertNotIn("Sudah lewat", html)
        self.assertNotIn("Masih jauh", html)

    def test_today_is_the_day_where_the_mall_stands(self) -> None:
        make_closure(self.mall, date(2026, 11, 25), "Hari itu")

        # 24 November 16.30 UTC is already the 25th, 00.30, in Samarinda.
        with time_machine.travel("2026-11-25 15:59:00+00:00"):
            self.assertIn("Hari itu", self.html())
        with time_machine.travel("2026-11-25 16:01:00+00:00"):
            self.assertNotIn("Hari itu", self.html())

    def test_unknown_hours_are_said_to_be_unknown(self) -> None:
        schedule = self.mall.schedule
        assert schedule is not None
        schedule.weekly = None
        schedule.save()
        with override("en"):
            missing = gettext("The hours have not been filled in yet.")

        html = self.html("/en/jam-buka/")

        self.assertIn(missing, html)
        self.assertNotIn('data-weekday="1"', html)


class ContactTests(TestCase):
    """Two addresses that disagree, a telephone, no position."""

    mall: ClassVar[Mall]

    @classmethod
    def setUpTestData(cls) -> None:
        make_site()
        cls.mall = Mall.objects.get()

    def html(self, path: str = "/kontak/") -> str:
        return self.client.get(path).content.decode()

    def test_the_shown_address_comes_first_and_the_conflict_is_told(self) -> None:
        main = self.html().split("<main")[1].split("</main>")[0]

        self.assertLess(main.index("Jalan Pahlawan"), main.index("notice--warning"))
        self.assertLess(main.index("notice--warning"), main.index("Gedung Graha"))
        self.assertIn("https://example.go.id/profil", main)

    def test_no_conflict_no_warning(self) -> None:
        MallFact.objects.filter(kind="address", is_shown=False).delete()

        self.assertNotIn("notice--warning", self.html())

    def test_the_map_is_a_plain_link(self) -> None:
        html = self.html()

        self.assertIn("https://www.openstreetmap.org/search?query=Jalan+Pahlawan", html)
        self.assertNotIn("geo:", html)
        self.assertNotIn("<iframe", html)

        make_fact(self.mall, FactKind.COORDINATES, "-0.4948, 117.1436", is_shown=True)
        self.assertIn('href="geo:-0.4948,117.1436"', self.html())

    def test_without_an_address_there_is_nothing_to_look_for(self) -> None:
        MallFact.objects.all().delete()
        with override("id"):
            missing = gettext("The address has not been filled in yet.")

        html = self.html()

        self.assertIn(missing, html)
        self.assertNotIn("openstreetmap", html)

    def test_every_channel_says_where_it_comes_from(self) -> None:
        make_fact(self.mall, FactKind.WHATSAPP, "0811-584-3555", is_shown=True)

        main = self.html().split("<main")[1].split("</main>")[0]

        self.assertIn('href="https://wa.me/628115843555"', main)
        self.assertEqual(main.count("sourced__source"), 2)
