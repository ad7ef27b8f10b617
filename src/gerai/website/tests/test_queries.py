"""How many queries a page may take, and that more content doesn't take more."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from gerai.directory.tests.factories import (
    AgencyPageFactory,
    CounterFactory,
    FloorFactory,
    LifeEventPageFactory,
    ServicePageFactory,
)
from gerai.place.tests.factories import ScheduleFactory
from gerai.website.structure import SiteStructure
from gerai.website.tests.factories import make_content_page, make_site

# Address, page, ancestors and restrictions, mall with facts and hours, menu: what every
# page needs. English asks in addition for titles and for the Indonesian twin.
BUDGETS = {
    # Notices, events and news are asked for as well.
    "/": 48,
    "/lantai/": 36,
    "/jam-buka/": 30,
    "/kontak/": 23,
    "/profil/": 26,
    "/profil/sejarah/": 25,
    "/tidak-ada/": 19,
}


class QueryTests(TestCase):
    structure: SiteStructure

    @classmethod
    def setUpTestData(cls) -> None:
        cls.structure = make_site()
        make_content_page(cls.structure.pages["profil"])
        grow(0)

    def queries(self, path: str) -> int:
        self.client.get(path)
        with CaptureQueriesContext(connection) as captured:
            self.client.get(path)
        return len(captured)

    def test_no_page_asks_more_than_its_budget(self) -> None:
        for path, budget in BUDGETS.items():
            for language in ("", "/en"):
                with self.subTest(language + path):
                    extra = 12 if language else 0
                    self.assertLessEqual(self.queries(language + path), budget + extra)

    def test_more_content_takes_no_more_queries(self) -> None:
        paths = [language + path for path in BUDGETS for language in ("", "/en")]
        before = {path: self.queries(path) for path in paths}
        for number in range(1, 4):
            grow(number)
            make_content_page(self.structure.pages["profil"], f"halaman-{number}")
        cache.clear()

        self.assertEqual({path: self.queries(path) for path in paths}, before)


def grow(number: int) -> None:
    """Add an agency with counter, hours and a popular service, and a life event."""
    agency = AgencyPageFactory(
        floor=FloorFactory(number=number + 1),
        schedule=ScheduleFactory(weekly={"mon": [["08:00", "12:00"]]}),
    )
    CounterFactory(agency=agency)
    AgencyPageFactory(elsewhere=True)
    service = ServicePageFactory(agency=agency, complete=True, popular_order=number + 1)
    LifeEventPageFactory(entries=[(service, "")])
