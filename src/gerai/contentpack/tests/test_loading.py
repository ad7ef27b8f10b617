"""What a loaded pack looks like on the site."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex, Revision

from gerai.contentpack.models import LoadedRecord
from gerai.directory.models import (
    AgencyPage,
    Counter,
    LifeEventPage,
    MallStandard,
    Regulation,
    ServicePage,
)
from gerai.guidance.models import QuestionPage
from gerai.place.models import Closure, Facility, Floor, HolidayChange, Mall, Season
from gerai.website.models import ContentPage, HomePage, SectionPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(loaded_example: None) -> None:
    """The example pack on the site."""


def service(slug: str, language: str = "id") -> ServicePage:
    return ServicePage.objects.get(slug=slug, locale__language_code=language)


def values(page: Any, component: str) -> list[dict[str, Any]]:
    return [block["value"] for block in getattr(page, component).raw_data]


@pytest.mark.usefixtures("site")
def test_the_mall_is_there() -> None:
    mall = Mall.objects.get()
    assert mall.name == "Mal Pelayanan Publik Kota Contoh"
    assert mall.tagline_en == "One roof, one smile"
    assert mall.timezone == "Asia/Jakarta"
    assert mall.theme["structure"] == "#3b3a78"
    shown = {fact.kind: fact for fact in mall.facts.filter(is_shown=True)}
    assert shown["address"].value == "Jalan Contoh Nomor 1, Kota Contoh"
    assert shown["motto"].value_en == "Quick because tidy"
    assert mall.facts.filter(kind="address", is_shown=False).count() == 1


@pytest.mark.usefixtures("site")
def test_hours_are_there() -> None:
    schedule = Mall.objects.get().schedule
    assert schedule is not None
    assert schedule.weekly is not None
    assert schedule.weekly["mon"] == [["08:00", "12:00"], ["13:00", "15:00"]]
    assert "sat" not in schedule.weekly
    ramadan, moving = Season.objects.filter(schedule=schedule).order_by("first_day")
    assert ramadan.name_en == "Ramadan hours"
    assert moving.weekly is None
    first, second = Closure.objects.filter(schedule=schedule).order_by("first_day")
    assert (first.from_time, first.until_time) == (time(12), time(15))
    assert (second.from_time, second.last_day) == (None, date(2027, 1, 19))
    moved = HolidayChange.objects.get(action="move")
    assert moved.moved_to == date(2027, 12, 27)
    assert HolidayChange.objects.count() == 3


@pytest.mark.usefixtures("site")
def test_the_building_is_there() -> None:
    assert list(Floor.objects.values_list("number", flat=True)) == [1, 2]
    lift = Facility.objects.get(kind="lift")
    assert (lift.floor, lift.status) == (None, "out_of_order")


@pytest.mark.usefixtures("site")
def test_agencies_and_counters_are_there() -> None:
    agency = AgencyPage.objects.get(slug="polres", locale__language_code="id")
    assert agency.live
    assert agency.presence == "at_mall"
    assert agency.floor == Floor.objects.get(number=2)
    assert agency.floor_is_inferred
    assert agency.schedule is not None
    assert agency.schedule.weekly == {
        "mon": [["08:00", "12:00"]],
        "wed": [["08:00", "12:00"]],
        "fri": [["08:00", "11:00"]],
    }
    referral = AgencyPage.objects.get(slug="pajak")
    assert referral.office_phone == "(021) 5550200"
    assert referral.is_confirmed
    assert referral.confirmed_by_name == "Petugas Contoh"
    first, second = Counter.objects.order_by("order")
    assert first.schedule is not None
    assert first.schedule.follows_parent
    assert second.name_en == "Counter 2"


@pytest.mark.usefixtures("site")
def test_a_service_holds_its_standard() -> None:
    page = service("ktp-baru")
    assert page.live
    assert page.popular_order == 1
    assert page.other_name_list[0] == "e-KTP"
    assert page.counter == Counter.objects.get(slug="dukcapil-1")
    assert page.source.splitlines()[1] == "Keputusan contoh 470/1/2025"
    requirements = values(page, "requirements")
    assert requirements[0]["is_original"]
    assert requirements[0]["copies"] == 1
    assert requirements[1]["cases"] == ["hilang"]
    form = get_document_model().objects.get(pk=requirements[2]["form"])
    assert form.title == "Formulir permohonan KTP (F-1.02 contoh)"
    assert page.standard_file == get_document_model().objects.get(
        title="Keputusan contoh"
    )
    fee = values(page, "fees")[0]
    assert (fee["kind"], fee["amount"]) == ("free", None)
    assert fee["basis"] == Regulation.objects.get(slug="perda-contoh-1-2024").pk
    assert page.is_free
    assert [row.service.slug for row in page.related_services.all()] == [
        "surat-kehilangan"
    ]


@pytest.mark.usefixtures("site")
def test_what_is_unknown_stays_empty() -> None:
    page = service("akta-lahir")
    assert values(page, "requirements") == values(page, "steps") == []
    assert page.official_name == ""
    assert values(page, "fees")[1]["amount_maximum"] == 50000


@pytest.mark.usefixtures("site")
def test_drafts_are_not_shown() -> None:
    page = service("skck")
    assert not page.live
    assert page.latest_revision is not None
    assert page.live_revision is None


@pytest.mark.usefixtures("site")
def test_english_is_there_where_the_pack_has_it() -> None:
    page = service("ktp-baru", "en")
    assert page.live
    assert page.title == "Electronic identity card"
    assert page.seo_title == "How to get an identity card"
    assert page.other_names == "ID card\nlost ID card"
    assert page.slug == "ktp-baru"
    original = service("ktp-baru")
    assert values(page, "requirements")[0]["text"] == "Family card"
    assert values(page, "fees")[0]["basis"] == values(original, "fees")[0]["basis"]
    assert [block["id"] for block in page.requirements.raw_data] == [
        block["id"] for block in original.requirements.raw_data
    ]
    assert [row.service_id for row in page.related_services.all()] == [
        row.service_id for row in original.related_services.all()
    ]
    assert page.provenance_note == original.provenance_note
    assert not ServicePage.objects.filter(
        slug="skck", locale__language_code="en"
    ).exists()
    standard = MallStandard.objects.get(locale__language_code="en")
    assert (
        values(standard, "management")[0]["text"] == "Wheelchairs, nursing room, lift."
    )


@pytest.mark.usefixtures("site")
def test_life_events_name_services_in_order() -> None:
    page = LifeEventPage.objects.get(locale__language_code="id")
    assert [row.service.slug for row in page.services.all()] == [
        "surat-kehilangan",
        "ktp-baru",
    ]
    english = LifeEventPage.objects.get(locale__language_code="en")
    assert [row.note for row in english.services.all()] == [
        "All others ask for it.",
        "Choose the case “Lost”.",
    ]
    assert [row.case for row in page.services.all()] == ["", "hilang"]
    handover = page.handovers.get()
    assert (handover.giver.slug, handover.receiver.slug) == (
        "surat-kehilangan",
        "ktp-baru",
    )
    assert (handover.what, handover.is_required) == ("Surat kehilangan", False)
    assert english.handovers.get().what == "Loss report"


@pytest.mark.usefixtures("site")
def test_questions_lead_where_the_pack_says() -> None:
    first = QuestionPage.objects.get(slug="bantu-pilih", locale__language_code="id")
    assert first.is_first
    assert first.is_indexed
    lost, card, taxes, passport = first.answers.all()
    assert lost.next_question.slug == "hilang"
    assert not lost.next_question.is_indexed
    assert card.service.slug == "ktp-baru"
    assert taxes.agency.slug == "pajak"
    assert passport.advice.startswith("Mal ini tidak melayani paspor")
    english = QuestionPage.objects.get(slug="bantu-pilih", locale__language_code="en")
    assert english.question == "What do you need?"
    assert english.answers.first().text == "Something is lost"
    assert english.answers.first().next_question == lost.next_question


@pytest.mark.usefixtures("site")
def test_pages_are_there() -> None:
    home = HomePage.objects.get(locale__language_code="en")
    assert home.title == "Kota Contoh Public Service Mall"
    assert home.promise.startswith("We serve")
    page = SectionPage.objects.get(slug="profil", locale__language_code="id")
    blocks = list(page.body.raw_data)
    assert [block["type"] for block in blocks] == [
        "text", "text", "facts", "table", "documents", "faq",
    ]  # fmt: skip
    hours = Page.objects.get(slug="jam-buka", locale__language_code="id")
    assert (
        f'<a id="{hours.pk}" linktype="page">jam buka</a>' in blocks[1]["value"]["text"]
    )
    assert 'linktype="document"' in blocks[1]["value"]["text"]
    assert blocks[3]["value"]["table_header_choice"] == "both"
    english = SectionPage.objects.get(slug="profil", locale__language_code="en")
    facts = list(english.body.raw_data)[2]["value"]["items"]
    assert facts[0]["value"]["label"] == "Opened"
    assert facts[0]["value"]["source"] == "Brosur contoh"
    history = ContentPage.objects.get(slug="sejarah")
    assert history.url_path.endswith("/profil/sejarah/")


@pytest.mark.usefixtures("site")
def test_pages_have_a_history_and_are_indexed() -> None:
    page = service("ktp-baru")
    assert page.latest_revision == page.live_revision
    assert Revision.objects.for_instance(page).count() == 1
    restored = page.get_latest_revision_as_object()
    assert [row.service_id for row in restored.related_services.all()] == [
        row.service_id for row in page.related_services.all()
    ]
    regulation = Regulation.objects.get(slug="perda-contoh-1-2024")
    assert (
        ReferenceIndex.get_references_to(regulation).filter(object_id=page.pk).exists()
    )
    assert page in list(ServicePage.objects.search("Kartu keluarga"))


@pytest.mark.usefixtures("site")
def test_each_record_is_remembered() -> None:
    record = LoadedRecord.objects.get(key="service/dukcapil/ktp-baru")
    assert record.object_id == service("ktp-baru").pk
    assert LoadedRecord.objects.filter(key__startswith="floor/").count() == 2
