from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from gerai.directory.models import AgencyPage, Handover, ServicePage
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    CounterFactory,
    FloorFactory,
    LifeEventPageFactory,
    MallFactory,
    ScheduleFactory,
    ServicePageFactory,
    case,
    duration,
    fee,
    free_fee,
    home,
    requirement,
    step,
)

pytestmark = pytest.mark.django_db
TUESDAY_MORNING = "2026-11-24T00:30:00Z"  # 08.30 WITA


@pytest.fixture(autouse=True)
def mall() -> Any:
    home()
    return MallFactory()


@pytest.fixture
def licence() -> ServicePage:
    agency = AgencyPageFactory(
        slug="polres",
        short_name="Polres",
        floor=FloorFactory(number=3),
        schedule=ScheduleFactory(weekly={"thu": [["09:00", "12:00"]]}),
    )
    return ServicePageFactory(
        agency=agency,
        slug="skck",
        title="SKCK baru",
        requirements=[
            requirement("KTP", is_original=True, copies=1),
            requirement("Kartu Keluarga (KK)", copies=1),
        ],
        fees=[fee(30_000)],
        durations=[duration(30, "minutes")],
    )


@pytest.fixture
def card() -> ServicePage:
    agency = AgencyPageFactory(
        slug="dukcapil", short_name="Dukcapil", floor=FloorFactory(number=1)
    )
    return ServicePageFactory(
        agency=agency,
        slug="ganti-ktp",
        title="Ganti KTP",
        cases=[case("hilang"), case("rusak")],
        requirements=[
            requirement("KTP-el", is_original=True, copies=2, cases=["rusak"]),
            requirement("Surat kehilangan", cases=["hilang"]),
            requirement("KK", is_original=True, copies=2),
        ],
        fees=[fee(50_000, cases=["hilang"]), free_fee(cases=["rusak"])],
        durations=[duration(2, "working_days")],
        steps=[step("Daftar antrean daring", place="online")],
        counter=CounterFactory(agency=agency, name="Loket 4"),
    )


BOTH = "/siap/?layanan=polres/skck&layanan=dukcapil/ganti-ktp"


def group(answer: Any, index: int = 0) -> dict[str, Any]:
    return {
        item.text: item for item in answer.context["requirement_groups"][index].items
    }


def test_one_list_for_both(client: Client, licence: Any, card: Any) -> None:
    answer = client.get(f"{BOTH}&kasus=dukcapil/ganti-ktp:rusak")
    items = group(answer)
    assert items["KTP"].marks == ["asli", "3 fotokopi"]
    assert items["KK"].marks == ["asli", "3 fotokopi"]
    assert "SKCK baru (asli, 1 fotokopi)" in items["KTP"].note
    assert "Ganti KTP (asli, 2 fotokopi)" in items["KTP"].note
    assert "Surat kehilangan" not in items


def test_choosing_a_case_changes_the_list_and_the_cost(
    client: Client, licence: Any, card: Any
) -> None:
    answer = client.get(f"{BOTH}&kasus=dukcapil/ganti-ktp:hilang")
    items = group(answer)
    assert items["KTP"].marks == ["asli", "1 fotokopi"]
    assert "Surat kehilangan" in items
    assert answer.context["fee_rows"][-1].amount == "Rp 80.000"


def test_without_a_case_all_cases_stay_visible(
    client: Client, licence: Any, card: Any
) -> None:
    answer = client.get(BOTH)
    items = group(answer)
    assert items["Surat kehilangan"].condition == "Hilang"
    assert items["KTP"].marks == ["asli", "1 fotokopi"]
    assert "Rusak: asli, 2 fotokopi, Ganti KTP" in items["KTP"].note
    last = answer.context["fee_rows"][-1]
    assert last.amount == "Rp 30.000"
    assert "1 layanan" in last.note


def test_counters_from_the_lowest_floor_up(
    client: Client, licence: Any, card: Any
) -> None:
    answer = client.get(BOTH)
    assert [(row.name, row.place) for row in answer.context["stations"]] == [
        ("Dukcapil", "Lantai 1 · Loket 4"),
        ("Polres", "Lantai 3"),
    ]


def test_what_one_gives_another_comes_first(
    client: Client, licence: Any, card: Any
) -> None:
    event = LifeEventPageFactory(entries=[(licence, ""), (card, "")])
    event.handovers.add(
        Handover(giver=licence, receiver=card, what="SKCK", locale=event.locale)
    )
    event.save_revision().publish()
    answer = client.get(BOTH)
    stations = answer.context["stations"]
    assert [row.name for row in stations] == ["Polres", "Dukcapil"]
    assert stations[0].gives == ("Simpan untuk Ganti KTP: SKCK",)


@time_machine.travel(TUESDAY_MORNING)
def test_the_earliest_day_on_which_both_are_open(
    client: Client, licence: Any, card: Any
) -> None:
    when = client.get(BOTH).context["facts"][-1]
    assert when.value == "Kamis, 26 November 2026, 09.00-12.00 WITA"
    english = client.get(f"/en{BOTH}").context["facts"][-1]
    assert english.value == "Thursday, 26 November 2026, 09:00-12:00 WITA"


def test_hours_that_nobody_knows_stay_unknown(
    client: Client, licence: Any, card: Any
) -> None:
    AgencyPage.objects.filter(slug="dukcapil").update(
        schedule=ScheduleFactory(weekly=None)
    )
    answer = client.get(BOTH)
    assert answer.context["unknown_hours"] == "Ganti KTP"
    assert "Ganti KTP" in answer.context["facts"][-1].note


def test_what_can_be_done_online_before(client: Client, card: Any) -> None:
    answer = client.get("/siap/?layanan=dukcapil/ganti-ktp")
    assertContains(answer, "Daftar antrean daring")


def test_an_office_elsewhere_comes_last_and_says_so(
    client: Client, licence: Any
) -> None:
    elsewhere = AgencyPageFactory(elsewhere=True, slug="kantor", short_name="Kantor")
    ServicePageFactory(agency=elsewhere, slug="akta", title="Akta")
    answer = client.get("/siap/?layanan=kantor/akta&layanan=polres/skck")
    stations = answer.context["stations"]
    assert [row.is_here for row in stations] == [True, False]
    assert stations[1].office_address == "Jalan Contoh 1"


def test_unknown_cost_and_unknown_list_stay_visible(
    client: Client, licence: Any
) -> None:
    ServicePageFactory(agency=licence.agency, slug="kosong", title="Belum diisi")
    answer = client.get("/siap/?layanan=polres/skck&layanan=polres/kosong")
    assert answer.context["without_requirements"] == "Belum diisi"
    rows = answer.context["fee_rows"]
    assert rows[1].amount == "Belum diisi oleh instansi"
    assert rows[-1].amount == "Rp 30.000"
    assert "belum diketahui" in rows[-1].note


def test_the_message_is_whole(client: Client, licence: Any, card: Any) -> None:
    answer = client.get(f"{BOTH}&kasus=dukcapil/ganti-ktp:rusak")
    text = answer.context["message"]
    for part in (
        "SKCK baru",
        "Ganti KTP (Rusak)",
        "- KTP (asli, 3 fotokopi)",
        "30.000",
    ):
        assert part in text
    assert answer.context["whatsapp_url"].startswith("https://wa.me/?text=%2A")
    assert "kasus%3Ddukcapil%2Fganti-ktp%3Arusak" in answer.context["whatsapp_url"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "layanan=",
        "layanan=ada/tidak",
        "layanan=" + "x" * 10_000,
        "layanan=%3Cscript%3Ealert(1)%3C/script%3E",
        "layanan=polres/skck&kasus=polres/skck:salah",
        "layanan=polres/skck&layanan=polres/skck&layanan=polres/skck",
        "kasus=::::&layanan=%00",
        "layanan=polres/skck&kasus=" + "y" * 10_000,
        "q[]=1&layanan[]=2",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_bad_input_gets_a_sensible_answer(
    client: Client, licence: Any, prefix: str, query: str
) -> None:
    answer = client.get(f"{prefix}/siap/?{query}")
    assert answer.status_code == 200
    assertNotContains(answer, "<script>alert")
    assert len(answer.content) < 60_000


def test_drafts_are_not_for_visitors(client: Client, licence: Any) -> None:
    ServicePageFactory(
        draft=True, agency=licence.agency, slug="rahasia", title="Rahasia"
    )
    answer = client.get("/siap/?layanan=polres/rahasia&layanan=polres/skck")
    assertNotContains(answer, "Rahasia")
    assertContains(answer, "SKCK baru")
    assert len(answer.context["problems"]) == 1


def test_nothing_is_kept(client: Client, licence: Any) -> None:
    answer = client.get("/siap/?layanan=polres/skck")
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assertContains(answer, '<meta name="robots" content="noindex">', html=True)
    assert client.post("/siap/").status_code == 405


def test_without_a_visit_the_page_is_the_same_for_all(client: Client) -> None:
    answer = client.get("/siap/")
    assert not answer.cookies
    assert "private" not in answer.headers["Cache-Control"]
    assert client.get("/siap/").content == answer.content
    assertNotContains(answer, "noindex")


def test_queries_do_not_grow_with_the_visit(
    client: Client, licence: Any, card: Any, django_assert_num_queries: Any
) -> None:
    def queries(paths: list[str]) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        query = "&".join(f"layanan={path}" for path in paths)
        client.get(f"/siap/?{query}")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(f"/siap/?{query}")
        return len(captured)

    few = queries(["polres/skck", "dukcapil/ganti-ktp"])
    paths = ["polres/skck", "dukcapil/ganti-ktp"]
    for number in range(8):
        page = ServicePageFactory(complete=True, slug=f"s{number}")
        paths.append(f"{page.agency.slug}/{page.slug}")
    assert queries(paths) <= few + 1  # one for the regulations of complete standards


def test_a_life_event_becomes_one_visit_in_one_tap(
    client: Client, licence: Any, card: Any
) -> None:
    event = LifeEventPageFactory(entries=[(card, ""), (licence, "")])
    answer = client.get(event.url)
    assertContains(answer, "/siap/?layanan=dukcapil/ganti-ktp&amp;layanan=polres/skck")


def test_a_service_page_leads_to_a_visit(client: Client, licence: Any) -> None:
    assertContains(client.get(licence.url), 'href="/siap/?layanan=polres/skck"')
    assertContains(
        client.get(f"/en{licence.url}"), 'href="/en/siap/?layanan=polres/skck"'
    )
