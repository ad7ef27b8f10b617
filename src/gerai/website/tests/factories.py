"""A small mall with its pages, for the tests of this room."""

from __future__ import annotations

from datetime import date
from typing import Any

from wagtail.models import Locale, Page

from gerai.guard.tests.once import indexed_once
from gerai.place.choices import FactKind, TrustLevel
from gerai.place.models import Closure, Mall, MallFact, Schedule
from gerai.website.models import ContentPage
from gerai.website.services import ensure_site_structure
from gerai.website.structure import SiteStructure

WEEKLY = {
    **{day: [["08:00", "12:00"], ["13:00", "15:00"]] for day in ("mon", "tue", "wed")},
    "thu": [["08:00", "15:00"]],
    "fri": [["08:00", "11:00"]],
}


def make_mall(**values: Any) -> Mall:
    """A mall with unconfirmed hours, two addresses and a telephone number."""
    schedule = Schedule.objects.create(
        label="Mal",
        weekly=WEEKLY,
        source="https://example.go.id/jam",
        source_as_of="2025",
        trust=TrustLevel.GENERAL,
    )
    mall = Mall.objects.create(
        **{
            "name": "Mal Pelayanan Publik Kota Contoh",
            "short_name": "MPP Contoh",
            "tagline": "Kota di tepi sungai",
            "tagline_en": "A city on a river",
            "city": "Kota Contoh",
            "province": "Kalimantan Timur",
            "timezone": "Asia/Makassar",
            "operator_name": "Dinas Penanaman Modal Kota Contoh",
            "schedule": schedule,
            **values,
        }
    )
    make_fact(mall, FactKind.ADDRESS, "Jalan Pahlawan, Kota Contoh", is_shown=True)
    make_fact(mall, FactKind.ADDRESS, "Gedung Graha, Jalan Basuki Rahmat 76")
    make_fact(mall, FactKind.PHONE, "(0541) 739614", is_shown=True)
    return mall


def make_fact(mall: Mall, kind: FactKind, value: str, **values: Any) -> MallFact:
    """A fact of a local source, not shown unless asked for."""
    return MallFact.objects.create(
        mall=mall,
        kind=kind,
        value=value,
        **{
            "source": "https://example.go.id/profil",
            "source_as_of": "2026-01-05",
            "trust": TrustLevel.LOCAL,
            **values,
        },
    )


def make_closure(mall: Mall, day: date, reason: str) -> Closure:
    """A whole day on which the mall is closed."""
    assert mall.schedule is not None
    return Closure.objects.create(
        schedule=mall.schedule, first_day=day, last_day=day, reason=reason
    )


@indexed_once()
def make_site(**values: Any) -> SiteStructure:
    """A loaded mall with the pages that every site has."""
    make_mall(**values)
    return ensure_site_structure()


def make_content_page(
    parent: Page, slug: str = "sejarah", **values: Any
) -> ContentPage:
    """A live Indonesian page of text."""
    page = ContentPage(
        **{
            "title": "Sejarah",
            "slug": slug,
            "summary": "Bagaimana mal ini berdiri.",
            "locale": Locale.objects.get(language_code="id"),
            **values,
        }
    )
    parent.add_child(instance=page)
    return page


def text_block(heading: str, html: str) -> dict[str, Any]:
    """The stored form of a text section."""
    return {
        "type": "text",
        "id": f"text-{heading}".lower(),
        "value": {"heading": heading, "text": html},
    }
