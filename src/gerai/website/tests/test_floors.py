"""The floor directory."""

from __future__ import annotations

from typing import ClassVar

from django.test import TestCase
from django.utils.translation import gettext, override

from gerai.directory.models import AgencyPage
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    CounterFactory,
    FloorFactory,
)
from gerai.place.models import Floor
from gerai.place.tests.factories import FacilityFactory, ScheduleFactory
from gerai.website.tests.factories import make_site


class FloorTests(TestCase):
    """Two floors, an agency with counters on both, one without floor, one elsewhere."""

    first: ClassVar[Floor]
    second: ClassVar[Floor]
    police: ClassVar[AgencyPage]

    @classmethod
    def setUpTestData(cls) -> None:
        make_site()
        cls.first, cls.second = FloorFactory(number=1), FloorFactory(number=2)
        cls.police = AgencyPageFactory(
            title="Kepolisian", short_name="Polresta", slug="polresta", floor=cls.second
        )
        CounterFactory(agency=cls.police, name="Loket SIM", order=2)
        CounterFactory(agency=cls.police, name="Loket SKCK", order=1)
        CounterFactory(agency=cls.police, name="Loket depan", floor=cls.first)
        AgencyPageFactory(
            title="Dinas Sosial",
            short_name="Dinsos",
            slug="dinsos",
            floor=cls.second,
            floor_is_inferred=True,
            order=9,
        )
        AgencyPageFactory(title="PT Taspen", short_name="Taspen", slug="taspen")
        AgencyPageFactory(title="Disdukcapil", slug="disdukcapil", elsewhere=True)
        AgencyPageFactory(title="Rahasia", slug="rahasia", unknown=True)
        FacilityFactory(kind="lift", floor=cls.first, status="out_of_order")
        FacilityFactory(kind="toilet", floor=None, status="unknown", note="Di belakang")

    def html(self, path: str = "/lantai/") -> str:
        return self.client.get(path).content.decode()

    def test_the_building_is_read_from_the_top(self) -> None:
        html = self.html()

        self.assertLess(html.index('id="lantai-2"'), html.index('id="lantai-1"'))

    def test_an_agency_stands_where_its_counters_are(self) -> None:
        upper, lower = self.html().split('id="lantai-1"')

        self.assertIn("Loket SKCK, Loket SIM", upper)
        self.assertIn("Loket depan", lower)
        self.assertNotIn("Loket depan", upper)

    def test_a_guessed_floor_is_marked(self) -> None:
        with override("id"):
            mark = gettext("floor not confirmed")
        html = self.html()

        self.assertEqual(html.count(mark), 1)
        self.assertLess(html.index("Dinas Sosial"), html.index(mark))

    def test_what_has_no_floor_stands_apart(self) -> None:
        html = self.html()

        self.assertLess(html.index('id="unplaced"'), html.index("PT Taspen"))
        self.assertGreater(html.index('id="unplaced"'), html.index('id="lantai-1"'))

    def test_referrals_say_where_to_go(self) -> None:
        referral = self.html().split('id="referrals"')[1]

        self.assertIn("Disdukcapil", referral)
        self.assertIn("Jalan Contoh 1", referral)

    def test_an_agency_of_unknown_presence_is_nowhere(self) -> None:
        self.assertNotIn("Rahasia", self.html())

    def test_facilities_say_what_does_not_work(self) -> None:
        with override("id"):
            unknown = gettext("not known whether it works now")
        html = self.html()

        self.assertIn("feature--out", html)
        self.assertIn(f"Di belakang ({unknown})", html)

    def test_only_hours_of_its_own_get_a_pill(self) -> None:
        self.assertNotIn('data-open-pill="polresta"', self.html())

        self.police.schedule = ScheduleFactory(weekly={"mon": [["08:00", "12:00"]]})
        self.police.save_revision().publish()

        self.assertIn('data-open-pill="polresta"', self.html())
        self.assertNotIn('data-open-pill="dinsos"', self.html())

    def test_english_has_the_same_building(self) -> None:
        html = self.html("/en/lantai/")

        self.assertIn("Floor 2", html)
        self.assertIn('href="/en/instansi/polresta/"', html)
