"""Pages of agencies and life events, as a visitor gets them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
)

from gerai.directory.models import AgencyPage
from gerai.directory.services import translate_record
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    CounterFactory,
    FloorFactory,
    LifeEventPageFactory,
    MallFactory,
    ScheduleFactory,
    ServicePageFactory,
    fee,
    home,
)

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("x")</script>'


def get(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    return response


@pytest.fixture
def agency() -> AgencyPage:
    MallFactory()
    page: AgencyPage = AgencyPageFactory(
        title="Kantor Imigrasi Contoh",
        short_name="Imigrasi",
        slug="imigrasi",
        kind="vertical",
        floor=FloorFactory(number=2),
        schedule=ScheduleFactory(note="Sampai sekitar 12.00."),
        office_phone="(0541) 123456",
    )
    return page


def test_an_agency_says_where_when_and_what(client: Client, agency: AgencyPage) -> None:
    CounterFactory(agency=agency, name="Loket 3")
    ServicePageFactory(agency=agency, title="Paspor baru", fees=[fee(350_000)])
    response = get(client, "/en/instansi/imigrasi/")
    assertContains(response, "Floor 2 · Loket 3")
    assertContains(response, 'data-open-pill="imigrasi"')
    assertContains(response, 'id="hours"')
    assertContains(response, "Paspor baru")
    assertContains(response, "Rp 350.000")
    assertContains(response, "Sampai sekitar 12.00.")
    assertContains(response, "These hours are not confirmed yet")
    assertContains(response, "National office")
    assertContains(response, 'href="tel:0541123456"')


def test_an_agency_with_nothing_filled_in_has_no_holes(client: Client) -> None:
    MallFactory(schedule=None)
    AgencyPageFactory(slug="kosong", kind="unknown", trust="general")
    response = get(client, "/en/instansi/kosong/")
    assertContains(response, "Floor not known yet")
    assertContains(response, "Hours not known")
    assertContains(response, "No services are listed yet")
    assertNotContains(response, "None<")


def test_a_referral_says_first_where_to_go(client: Client) -> None:
    MallFactory()
    AgencyPageFactory(elsewhere=True, slug="disdukcapil", title="Disdukcapil Contoh")
    response = get(client, "/en/instansi/disdukcapil/")
    assertContains(response, "As far as we know, this agency is not at this mall")
    assertContains(response, "Jalan Contoh 1")
    assertContains(response, "https://www.openstreetmap.org/search?query=Jalan")
    assertNotContains(response, 'id="title-hours"')


def test_the_index_lists_by_order_then_floor_then_kind(
    client: Client, agency: AgencyPage
) -> None:
    AgencyPageFactory(title="Dinas Sosial", slug="dinsos")
    AgencyPageFactory(elsewhere=True, title="Disdukcapil", slug="disdukcapil")
    AgencyPageFactory(unknown=True, title="Tersembunyi")
    response = get(client, "/en/instansi/")
    html = response.content.decode()
    assert (
        html.index('id="semua"')
        < html.index('id="lain"')
        < html.index('id="lantai"')
        < html.index('id="jenis"')
    )
    everywhere = html.partition('id="semua"')[2].partition('id="lain"')[0]
    assert "Disdukcapil" not in everywhere
    assert 'data-open-pill="imigrasi"' in everywhere
    floors = html.partition('id="lantai"')[2].partition('id="jenis"')[0]
    assert floors.index("Floor 2") < floors.index("Floor not known yet")
    assert "Disdukcapil" not in floors
    assertNotContains(response, "Tersembunyi")


def test_an_agency_with_counters_on_two_floors_stands_on_both(
    client: Client, agency: AgencyPage
) -> None:
    CounterFactory(agency=agency, floor=FloorFactory(number=1))
    CounterFactory(agency=agency, floor=FloorFactory(number=3))
    html = get(client, "/en/instansi/").content.decode()
    floors = html.partition('id="lantai"')[2].partition('id="jenis"')[0]
    assert floors.count("Kantor Imigrasi Contoh") == 2
    assert "Floor 2" not in floors


def test_empty_lists_offer_a_way_on(client: Client) -> None:
    from gerai.directory.models import AgencyIndexPage, LifeEventIndexPage

    MallFactory()
    home().add_child(instance=AgencyIndexPage(title="Instansi", slug="instansi"))
    home().add_child(instance=LifeEventIndexPage(title="Peristiwa", slug="peristiwa"))
    assertContains(get(client, "/en/instansi/"), "No agencies are listed yet")
    response = get(client, "/en/peristiwa/")
    assertContains(response, "No life events are listed yet")
    assertContains(response, 'href="/en/kontak/"')


def test_a_life_event_leads_through_its_services_in_order(
    client: Client, agency: AgencyPage
) -> None:
    first = ServicePageFactory(title="Surat kehilangan", free=True)
    second = ServicePageFactory(agency=agency, title="Paspor pengganti")
    hidden = ServicePageFactory(draft=True, title="Draf")
    LifeEventPageFactory(
        title="Dompet hilang",
        slug="dompet",
        summary="Urutannya.",
        entries=[(first, "Diminta semua yang lain."), (hidden, ""), (second, HOSTILE)],
    )
    LifeEventPageFactory(title="Punya bayi")
    response = get(client, "/en/peristiwa/dompet/")
    html = response.content.decode()
    assert html.index("Surat kehilangan") < html.index("Paspor pengganti")
    assertContains(response, "Diminta semua yang lain.")
    assertContains(response, "Imigrasi")
    assertContains(response, "Floor 2")
    assertContains(response, "Punya bayi")
    assertNotContains(response, "Draf")
    assertNotContains(response, "<script>alert")
    assert html.index("Dompet hilang") < html.index("Urutannya.")


def test_a_life_event_without_services_offers_a_way_on(client: Client) -> None:
    MallFactory()
    LifeEventPageFactory(slug="kosong")
    response = get(client, "/en/peristiwa/kosong/")
    assertContains(response, "No services are listed for this yet")
    assertContains(response, 'href="/en/kontak/"')


def test_life_events_are_tiles(client: Client) -> None:
    MallFactory()
    LifeEventPageFactory(title="Punya bayi", slug="bayi", icon="baby", order=2)
    LifeEventPageFactory(title="Dompet hilang", slug="dompet", order=1)
    response = get(client, "/peristiwa/")
    html = response.content.decode()
    assert html.index("Dompet hilang") < html.index("Punya bayi")
    assertContains(response, 'href="/peristiwa/bayi/"')


def test_lists_show_translations_where_there_are_some(client: Client) -> None:
    MallFactory()
    agency = AgencyPageFactory(title="Kantor Imigrasi", slug="imigrasi")
    AgencyPageFactory(title="Dinas Sosial", slug="dinsos")
    translate_record(record=agency, language="en", texts={"title": "Immigration"})
    event = LifeEventPageFactory(title="Dompet hilang", slug="dompet")
    translate_record(record=event, language="en", texts={"title": "Lost wallet"})
    response = get(client, "/en/instansi/")
    assertContains(response, "Immigration")
    assertContains(response, "Dinas Sosial")
    assertContains(response, 'href="/en/instansi/dinsos/"')
    assertContains(get(client, "/en/peristiwa/"), "Lost wallet")
    assertContains(get(client, "/en/peristiwa/dompet/"), "Lost wallet")
    assertContains(get(client, "/peristiwa/dompet/"), "Dompet hilang")


def test_hostile_names_are_text(client: Client) -> None:
    MallFactory()
    agency = AgencyPageFactory(
        elsewhere=True, title=HOSTILE, short_name=HOSTILE, slug="jahat", summary=HOSTILE
    )
    ServicePageFactory(agency=agency, title=HOSTILE)
    LifeEventPageFactory(title=HOSTILE, slug="jahat", summary=HOSTILE, icon="x")
    for path in ("/instansi/", "/instansi/jahat/", "/peristiwa/", "/peristiwa/jahat/"):
        html = get(client, path).content.decode()
        assert "<script>alert" not in html, path


@pytest.mark.parametrize(
    "path", ["/instansi/", "/instansi/imigrasi/", "/peristiwa/", "/peristiwa/dompet/"]
)
def test_queries_do_not_depend_on_the_number_of_records(
    client: Client,
    agency: AgencyPage,
    path: str,
    django_assert_max_num_queries: Any,
) -> None:
    services = [ServicePageFactory(agency=agency, fees=[fee()])]
    event = LifeEventPageFactory(slug="dompet", entries=[(services[0], "")])
    with django_assert_max_num_queries(70) as few:
        get(client, path)
    for number in range(4):
        other = AgencyPageFactory(floor=FloorFactory(number=number + 3))
        CounterFactory(agency=other)
        services += [
            ServicePageFactory(agency=agency, fees=[fee()]),
            ServicePageFactory(agency=other, fees=[fee()]),
        ]
        LifeEventPageFactory()
    for number, service in enumerate(services[1:], start=1):
        event.services.create(
            service=service, sort_order=number, locale=event.locale, note=""
        )
    with django_assert_max_num_queries(len(few)):
        get(client, path)
