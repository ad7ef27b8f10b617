"""What the pages give their templates and machines, and the report for staff."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from gerai.directory.models import AgencyIndexPage, AgencyPage, ServicePage
from gerai.directory.presentation import background, pieces, trust_line
from gerai.directory.selectors import other_life_events
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    CounterFactory,
    FloorFactory,
    LifeEventPageFactory,
    MallFactory,
    MallStandardFactory,
    ScheduleFactory,
    ServicePageFactory,
    UserFactory,
    case,
    channel,
    duration,
    fee,
    free_fee,
    item,
    management,
    requirement,
    step,
)
from gerai.place.choices import TrustLevel
from gerai.place.provenance import PartialDate, ProvenanceValue
from gerai.publishing.basis import collecting
from gerai.publishing.pieces import PieceKey

pytestmark = pytest.mark.django_db


def context_of(page: Any) -> dict[str, Any]:
    request = RequestFactory().get("/")
    with translation.override("en"):
        context: dict[str, Any] = page.get_context(request)
    return context


def hours_carried_by(service: ServicePage) -> dict[str, Any]:
    script = pieces.hours_script(service)
    data = json.loads(script.partition(">")[2].partition("<")[0])
    schedules: dict[str, Any] = data["schedules"]
    return schedules


def data_of(page: Any) -> dict[str, Any]:
    request = RequestFactory().get("/", headers={"host": "mpp.example"})
    with translation.override("id"):
        data: dict[str, Any] = page.structured_data(request)[-1]
    json.dumps(data)
    return data


def test_a_service_page_has_all_that_its_template_shows() -> None:
    MallFactory()
    agency = AgencyPageFactory(slug="imigrasi", floor=FloorFactory(number=1))
    service = ServicePageFactory(
        agency=agency,
        cases=[case("hilang", "Hilang", description="Paspor hilang")],
        requirements=[
            requirement("KTP", copies=2),
            requirement("Surat kehilangan", cases=["hilang"], condition="Jika hilang:"),
        ],
        steps=[
            step(
                "Foto",
                actor="officer",
                place_note="Loket 1",
                maximum=10,
                unit="minutes",
            )
        ],
        fees=[fee(350_000, per="paspor", cases=["hilang"])],
        products=[
            item(
                "product",
                name="Paspor",
                form="card",
                validity=10,
                validity_unit="years",
            )
        ],
        complaint_channels=[channel("0811 5550 111", kind="whatsapp")],
        reviewed_on="2026-01-15",
    )
    context = context_of(service)
    general, lost = context["requirement_groups"]
    assert (general.title, lost.key, lost.note) == ("", "hilang", "Paspor hilang")
    assert general.items[0].marks == ["original", "2 photocopies"]
    assert lost.items[0].condition == "Jika hilang"
    (one,) = context["step_items"]
    assert (one.who, one.where, one.how_long) == ("Officer", "Loket 1", "10 minutes")
    (row,) = context["fee_rows"]
    assert (row.amount, row.per, row.condition) == (
        "Rp 350.000",
        "per paspor",
        "Hilang",
    )
    (product,) = context["product_lines"]
    assert (product.label, product.value) == ("Card", "Paspor, valid for 10 years")
    assert 'href="https://wa.me/628115550111"' in background.complaints(service)
    assert context["trust"].level == "local"
    assert "November 2022" in context["trust"].text
    assert context["review_text"] == "Last checked on 15 January 2026."
    assert context["agency"] == agency
    assert context["is_here"]
    assert pieces.facts(service).count("<dt") == 5
    assert pieces.place(service).count("data-weekday=") == 7
    assert set(hours_carried_by(service)) == {"mall", "imigrasi"}


def test_what_the_mall_says_for_all_services_stands_in_pieces_of_their_own() -> None:
    service = ServicePageFactory(summary="Paspor")
    before = {part.key for part in context_of(service)["missing"]}
    assert "complaint_channels" in before
    assert background.complaints(service) == ""
    MallStandardFactory(
        complaint_channels=[channel("112")],
        management=[management("evaluation", "Dua kali setahun")],
    )
    service = ServicePage.objects.get()
    missing = {part.key for part in context_of(service)["missing"]}
    assert missing == before - {"complaint_channels"}
    with collecting() as basis:
        context_of(service)
        with translation.override("en"):
            data_of(service)
        behind = background.background_of(service)
        assert "112" in background.complaints(service)
    assert "Dua kali setahun" in behind.mall_management
    # The page around rests on whether the mall says something, and not on what; nor do
    # the pieces that no other page has.
    read = [sql for sql, _ in basis.own if "directory_mallstandard" in sql]
    assert read
    assert not any('"management"' in sql for sql in read)
    own = [
        part
        for part in basis.parts
        if isinstance(part.key, PieceKey) and part.key.values == (service.pk,)
    ]
    assert own
    for part in own:
        assert not any("directory_mallstandard" in sql for sql, _ in part.asked)


def test_what_the_mall_says_stands_where_nobody_below_says_it() -> None:
    MallStandardFactory(
        complaint_channels=[channel("112")],
        management=[
            management("evaluation", "Dua kali setahun"),
            management("staff_count", "Sembilan orang"),
        ],
        source="Keputusan 7",
    )
    agency = AgencyPageFactory(management=[management("staff_count", "Dua orang")])
    service = ServicePageFactory(agency=agency, complaint_channels=[channel("119")])
    behind = background.background_of(service)
    assert [part.key for part in behind.management] == ["staff_count"]
    assert "Dua kali setahun" in behind.mall_management
    assert "Sembilan orang" not in behind.mall_management
    assert "119" in background.complaints(service)
    assert "112" in background.complaints(agency)
    assert "Keputusan 7" in background.complaints(agency)
    assert "Jumlah pelaksana" in behind.sources
    assert "Evaluasi" in behind.mall_sources
    assert "Jumlah pelaksana" not in behind.mall_sources
    # One heading for both tables.
    assert "<h3>" in behind.sources
    assert "<h3>" not in behind.mall_sources
    silent = background.background_of(ServicePageFactory())
    assert silent.sources == ""
    assert "<h3>" in silent.mall_sources


def test_pages_come_out_before_anything_is_filled_in() -> None:
    service = ServicePageFactory()
    context = context_of(service)
    assert context["requirement_groups"] == context["fee_rows"] == []
    assert pieces.hours_script(service) == ""
    assert context_of(service.get_parent().specific)["services"] == [service]
    assert data_of(service)["@type"] == "GovernmentService"


def test_an_agency_page_lists_its_services_and_counters() -> None:
    MallFactory()
    agency = AgencyPageFactory(slug="polres")
    counter = CounterFactory(agency=agency, slug="sim", schedule=ScheduleFactory())
    service = ServicePageFactory(agency=agency, fees=[free_fee()])
    context = context_of(agency)
    (row,) = context["service_rows"]
    assert row["service"] == service
    assert [fact.value for fact in row["facts"]] == ["Free"]
    assert [badge.text for badge in row["badges"]] == ["Free"]
    assert context["counters"] == [counter]
    assert set(context["hours_data"]["schedules"]) == {"mall", "polres", "loket:sim"}
    assert not context["hours_are_confirmed"]


def test_an_agency_that_somebody_checked_says_so(client: Client) -> None:
    agency = AgencyPageFactory(reviewed_on=date(2026, 1, 15))
    answer = client.get(f"/instansi/{agency.slug}/")
    assert answer.status_code == 200
    assert "Terakhir diperiksa: 15 Januari 2026." in answer.content.decode()


def test_an_agency_elsewhere_has_no_pill() -> None:
    MallFactory()
    context = context_of(AgencyPageFactory(elsewhere=True))
    assert context["pill_key"] == ""
    assert set(context["hours_data"]["schedules"]) == {"mall"}


def test_lists_of_agencies_and_life_events() -> None:
    MallFactory()
    city, national = AgencyPageFactory(kind="city"), AgencyPageFactory(kind="vertical")
    context = context_of(AgencyIndexPage.objects.get())
    assert [
        (kind, [entry.agency for entry in entries])
        for kind, entries in context["agencies_by_kind"]
    ] == [("City office", [city]), ("National office", [national])]
    event = LifeEventPageFactory(entries=[(ServicePageFactory(), "Pertama")])
    other = LifeEventPageFactory()
    context = context_of(event)
    assert [entry.note for entry in context["entries"]] == ["Pertama"]
    assert other_life_events(event) == [other]
    assert context_of(event.get_parent().specific)["life_events"] == [event, other]


def test_pages_need_as_many_queries_with_thirty_services_as_with_three() -> None:
    MallFactory()
    agency = AgencyPageFactory(floor=FloorFactory())
    counts: dict[str, list[int]] = {}
    context_of(agency)  # Wagtail remembers the roots of its sites from here on.
    for total in (3, 30):
        existing = ServicePage.objects.count()
        for _ in range(total - existing):
            ServicePageFactory(agency=agency, complete=True, category="x")
        pages = {
            "agency": AgencyPage.objects.get(pk=agency.pk),
            "index": AgencyIndexPage.objects.get(),
            "service": ServicePage.objects.order_by("path")[0],
        }
        for name, page in pages.items():
            with CaptureQueriesContext(connection) as queries:
                context_of(page)
                data_of(page)
            counts.setdefault(name, []).append(len(queries))
    for name, (few, many) in counts.items():
        assert few == many, name
        assert many <= 60, name


# For machines


def test_a_service_is_a_government_service() -> None:
    MallFactory(city="Kota Samarinda")
    agency = AgencyPageFactory(
        title="Kantor Imigrasi", short_name="Imigrasi", slug="imigrasi"
    )
    service = ServicePageFactory(
        agency=agency,
        title="Paspor baru",
        slug="paspor-baru",
        official_name="Penerbitan Paspor",
        other_names="bikin paspor\n\npaspor",
        online_url="https://paspor.example",
        online_label="M-Paspor",
        fees=[
            fee(350_000, label="Biasa"),
            fee(5, kind="range", amount_maximum=9),
            item("fee", kind="formula", note="x"),
        ],
        durations=[duration(30, "minutes")],
        products=[item("product", name="Paspor")],
    )
    data = data_of(service)
    assert data["name"] == "Paspor baru"
    assert data["url"] == "http://mpp.example/instansi/imigrasi/paspor-baru/"
    assert data["alternateName"] == ["Penerbitan Paspor", "bikin paspor", "paspor"]
    assert data["provider"]["@type"] == "GovernmentOffice"
    assert data["provider"]["url"] == "http://mpp.example/instansi/imigrasi/"
    assert [one["name"] for one in data["offers"][:1]] == ["Biasa"]
    assert data["offers"][0]["price"] == "350000"
    assert data["offers"][1]["priceSpecification"]["maxPrice"] == "9"
    assert len(data["offers"]) == 2
    here, online = data["availableChannel"]
    assert here["processingTime"] == "PT30M"
    assert online["serviceUrl"] == "https://paspor.example"
    assert data["areaServed"]["name"] == "Kota Samarinda"


def test_an_agency_is_a_government_office_with_hours() -> None:
    MallFactory()
    data = data_of(AgencyPageFactory(kind="vertical"))
    assert data["@type"] == "GovernmentOffice"
    first, friday = data["openingHoursSpecification"]
    assert first["dayOfWeek"] == ["Monday", "Tuesday", "Wednesday", "Thursday"]
    assert (first["opens"], first["closes"]) == ("08:00", "15:00")
    assert friday["dayOfWeek"] == ["Friday"]
    assert first["description"], "nobody confirmed these hours"


def test_companies_and_offices_elsewhere() -> None:
    MallFactory()
    data = data_of(AgencyPageFactory(elsewhere=True, kind="state_company"))
    assert data["@type"] == "LocalBusiness"
    assert "openingHoursSpecification" not in data
    assert data["address"]["streetAddress"] == "Jalan Contoh 1"


# Trust


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            ProvenanceValue(trust=TrustLevel.GENERAL),
            "A general reference: make sure at the counter",
        ),
        (
            ProvenanceValue(trust=TrustLevel.UNIFORM, as_of=PartialDate(2024)),
            "From the agency's uniform standard of 2024, not confirmed here yet",
        ),
        (
            ProvenanceValue(
                trust=TrustLevel.CONFIRMED,
                confirmed_by_name="Siti Aminah",
                confirmed_at=datetime(2026, 11, 24, 17, 30, tzinfo=UTC),
            ),
            "Confirmed by Siti Aminah on 25 November 2026",
        ),
        (ProvenanceValue(trust=TrustLevel.CONFIRMED), "Confirmed by the agency"),
    ],
)
def test_trust_in_a_line(value: ProvenanceValue, text: str) -> None:
    MallFactory()
    with translation.override("en"):
        line = trust_line(value)
    assert line is not None
    assert (line.level, line.text) == (value.trust, text)
    assert trust_line(None) is None


def test_the_source_is_a_link_or_a_title() -> None:
    line = trust_line(ProvenanceValue(source="Brosur\nhttps://www.imigrasi.go.id/x"))
    assert line is not None
    assert (line.source_url, line.source_label) == (
        "https://www.imigrasi.go.id/x",
        "Brosur",
    )
    line = trust_line(ProvenanceValue(source="https://www.imigrasi.go.id/x"))
    assert line is not None
    assert line.source_label == "www.imigrasi.go.id"


# The report


def test_the_report_lists_what_nobody_confirmed_or_completed(client: Client) -> None:
    agency = AgencyPageFactory(title="Imigrasi", trust="confirmed")
    complete = ServicePageFactory(
        agency=agency, title="Lengkap dan benar", trust="confirmed", complete=True
    )
    lacking = ServicePageFactory(agency=agency, title="Kurang", trust="confirmed")
    unsure = ServicePageFactory(agency=agency, title="Belum pasti", complete=True)
    ServicePageFactory(agency=agency, title="Konsep", draft=True)
    assert complete.is_confirmed
    other = ServicePageFactory(title="Instansi lain")

    client.force_login(UserFactory(administrator=True))
    response = client.get("/admin/laporan/data-layanan/")
    assert response.status_code == 200
    shown = [page.title for page in response.context["object_list"]]
    assert shown == [lacking.title, unsure.title, other.agency.title, other.title]
    cares = {page.title: page.care for page in response.context["object_list"]}
    assert cares["Kurang"].score.startswith("0")
    assert cares["Belum pasti"].missing == ""

    client.force_login(UserFactory(editor_of=agency))
    response = client.get("/admin/laporan/data-layanan/?trust=local")
    assert [page.title for page in response.context["object_list"]] == [unsure.title]
    assert client.get("/admin/laporan/data-layanan/?export=csv").status_code == 200

    client.force_login(UserFactory())
    assert client.get("/admin/laporan/data-layanan/").status_code == 302
