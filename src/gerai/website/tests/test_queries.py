"""How many queries a page may take, and that more content doesn't take more."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import translation

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
from gerai.website.tree import ancestors, is_below_hidden

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


class PagesAboveTests(TestCase):
    def test_only_what_is_shown_of_them_is_read(self) -> None:
        """They are shared by many pages: what was read late would not be remembered."""
        structure = make_site()
        page = make_content_page(structure.pages["profil"])
        above = ancestors(page)
        unread = [one.get_deferred_fields() for one in above]
        page.pages_above = above
        for language in ("id", "en"):
            with translation.override(language):
                request = RequestFactory().get(page.url)
                self.assertGreater(len(page.structured_data(request)), 0)
                self.assertFalse(is_below_hidden(page))

        self.assertGreaterEqual(len(above), 3)
        self.assertEqual([one.get_deferred_fields() for one in above], unread)
        for fields in unread:
            self.assertLessEqual({"numchild", "latest_revision_id"}, fields)


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
