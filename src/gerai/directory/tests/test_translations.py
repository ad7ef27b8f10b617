"""English pages hold translated words and the same facts, always."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import TestCase
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from gerai.directory.languages import translate_record, update_translations
from gerai.directory.models import LifeEventPage, MallStandard, ServicePage
from gerai.directory.selectors import services_of_life_event
from gerai.directory.standard import Origin, standard_of
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    LifeEventPageFactory,
    MallStandardFactory,
    RegulationFactory,
    ServicePageFactory,
    case,
    channel,
    duration,
    fee,
    requirement,
    source_of,
    step,
)

pytestmark = pytest.mark.django_db


def english(page: Any) -> Any:
    return type(page).objects.get(
        translation_key=page.translation_key, locale__language_code="en"
    )


def translated_service(**values: Any) -> tuple[ServicePage, ServicePage]:
    service = ServicePageFactory(
        title="Paspor baru",
        slug="paspor-baru",
        requirements=[requirement("Kartu keluarga", copies=2, note="Yang terbaru.")],
        fees=[fee(350_000, label="Paspor biasa")],
        **values,
    )
    texts = {
        "title": "New passport",
        f"requirements.{service.requirements[0].id}.text": "Family card",
        f"fees.{service.fees[0].id}.label": "Ordinary passport",
    }
    return service, translate_record(record=service, language="en", texts=texts)


class Segments(TestCase):
    def test_words_inside_the_blocks_are_segments_and_facts_are_not(self) -> None:
        law = RegulationFactory()
        service = ServicePageFactory(
            title="Paspor baru",
            cases=[case("hilang", "Hilang", description="Paspor lama hilang")],
            requirements=[
                requirement(
                    "Kartu keluarga",
                    cases=["hilang"],
                    condition="Jika dewasa",
                    note="Yang terbaru",
                )
            ],
            steps=[step("Ambil nomor", place_note="Lantai 1")],
            durations=[duration(3, starts_from="pembayaran", note="Bisa lebih cepat")],
            fees=[fee(350_000, label="Biasa", per="paspor", basis=law.pk)],
            complaint_channels=[channel("0811 5550 111", note="Dijawab hari itu")],
            component_provenance=[
                source_of("fees", source="Brosur 2024", as_of="2024", note="catatan")
            ],
            provenance_note="catatan",
        )
        source, _ = TranslationSource.update_or_create_from_instance(service)
        words = set(
            StringSegment.objects.filter(source=source).values_list(
                "string__data", flat=True
            )
        )
        assert words == {
            "Paspor baru",
            "Ringkasan layanan.",
            "Hilang",
            "Paspor lama hilang",
            "Kartu keluarga",
            "Jika dewasa",
            "Yang terbaru",
            "Ambil nomor",
            "Lantai 1",
            "pembayaran",
            "Bisa lebih cepat",
            "Biasa",
            "paspor",
            "Dijawab hari itu",
        }


def test_saving_a_translation_makes_the_english_page() -> None:
    """The way of wagtail-localize's own editor, not of our service."""
    service = ServicePageFactory(
        title="Paspor baru",
        slug="paspor-baru",
        requirements=[requirement("Kartu keluarga", copies=2)],
        fees=[fee(350_000)],
    )
    locale = Locale.objects.get(language_code="en")
    source, _ = TranslationSource.update_or_create_from_instance(service)
    translation = Translation.objects.create(source=source, target_locale=locale)
    words = {"Paspor baru": "New passport", "Kartu keluarga": "Family card"}
    for segment in StringSegment.objects.filter(
        source=source, string__data__in=words
    ).select_related("string"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            data=words[segment.string.data],
        )
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)

    page = english(service)
    assert page.live
    assert (page.title, page.slug) == ("New passport", "paspor-baru")
    assert page.requirements[0].value["text"] == "Family card"
    assert page.requirements[0].value["copies"] == 2
    assert page.fees[0].value["amount"] == 350_000
    assert page.get_parent().slug == service.get_parent().slug
    # What nobody translated yet shows the Indonesian words.
    assert page.summary == service.summary


def test_a_changed_fee_reaches_the_live_english_page_when_it_is_published() -> None:
    service, page = translated_service()
    assert page.fees[0].value["amount"] == 350_000

    service.fees[0].value["amount"] = 650_000
    revision = service.save_revision()
    assert english(service).fees[0].value["amount"] == 350_000, "drafts stay drafts"
    revision.publish()

    page = english(service)
    assert page.live
    assert not page.has_unpublished_changes
    assert page.fees[0].value["amount"] == 650_000
    assert page.fees[0].value["label"] == "Ordinary passport"
    assert page.requirements[0].value["text"] == "Family card"
    assert page.get_latest_revision_as_object().fees[0].value["amount"] == 650_000


def test_changed_words_show_indonesian_until_they_are_translated() -> None:
    service, _page = translated_service()
    service.requirements[0].value["text"] = "Kartu keluarga terbaru"
    service.save_revision().publish()
    assert english(service).requirements[0].value["text"] == "Kartu keluarga terbaru"
    assert english(service).title == "New passport"


def test_facts_of_the_record_are_shared() -> None:
    service, _page = translated_service(
        decree_number="SK 1/2025", category="imigrasi", other_names="bikin paspor"
    )
    service.trust = "uniform"
    service.source_as_of = "2024"
    service.decree_number = "SK 2/2026"
    service.popular_order = 3
    service.save_revision().publish()
    page = english(service)
    assert (page.trust, page.source_as_of, page.decree_number) == (
        "uniform",
        "2024",
        "SK 2/2026",
    )
    assert (page.popular_order, page.category) == (3, "imigrasi")
    assert page.other_names == "bikin paspor"
    assert page.is_free is service.is_free


def test_a_draft_translation_follows_but_stays_a_draft() -> None:
    service, page = translated_service()
    page.unpublish()
    service.fees[0].value["amount"] = 650_000
    service.save_revision().publish()
    page = english(service)
    assert not page.live
    assert page.get_latest_revision_as_object().fees[0].value["amount"] == 650_000


def test_a_switched_off_translation_is_left_alone() -> None:
    service, _page = translated_service()
    Translation.objects.update(enabled=False)
    service.fees[0].value["amount"] = 650_000
    service.save_revision().publish()
    assert english(service).fees[0].value["amount"] == 350_000


def test_an_unpublished_record_takes_its_translation_with_it() -> None:
    service, page = translated_service()
    assert page.live
    service.unpublish()
    assert not english(service).live


def test_whoever_saves_without_publishing_can_bring_translations_up_to_date() -> None:
    service, _page = translated_service()
    service.fees[0].value["amount"] = 650_000
    service.save()
    assert english(service).fees[0].value["amount"] == 350_000
    (updated,) = update_translations(record=service)
    assert updated.fees[0].value["amount"] == 650_000
    assert update_translations(record=updated) == []


def test_english_services_inherit_from_the_english_agency_and_mall() -> None:
    agency = AgencyPageFactory(
        slug="imigrasi",
        requirements=[requirement("Kartu keluarga")],
        complaint_channels=[],
    )
    service = ServicePageFactory(agency=agency)
    mall = MallStandardFactory(complaint_channels=[channel("112", note="Siang")])
    translate_record(
        record=agency,
        language="en",
        texts={f"requirements.{agency.requirements[0].id}.text": "Family card"},
    )
    english_mall = translate_record(
        record=mall,
        language="en",
        texts={f"complaint_channels.{mall.complaint_channels[0].id}.note": "Daytime"},
    )
    page = translate_record(record=service, language="en", texts={"title": "Passport"})

    standard = standard_of(page)
    assert standard.language == "en"
    assert [one.text for one in standard.requirements] == ["Family card"]
    assert [one.note for one in standard.complaint_channels] == ["Daytime"]
    assert standard.complaint_channels.origin is Origin.MALL
    assert standard_of(service).requirements.value[0].text == "Kartu keluarga"

    mall.complaint_channels[0].value["value"] = "113"
    mall.save()
    english_mall = MallStandard.objects.get(pk=english_mall.pk)
    assert english_mall.complaint_channels[0].value["value"] == "113"
    assert english_mall.complaint_channels[0].value["note"] == "Daytime"


def test_notes_of_a_life_event_are_translated_and_its_order_is_shared() -> None:
    first, second = ServicePageFactory(title="A"), ServicePageFactory(title="B")
    event = LifeEventPageFactory(
        title="Dompet hilang", entries=[(second, "Pertama"), (first, "Lalu")]
    )
    key = event.services.all()[0].translation_key
    translate_record(
        record=event,
        language="en",
        texts={"title": "Lost wallet", f"services.{key}.note": "First"},
    )
    page = english(event)
    assert page.title == "Lost wallet"
    assert [(one.service.title, one.note) for one in services_of_life_event(page)] == [
        ("B", "First"),
        ("A", "Lalu"),
    ]
    event = LifeEventPage.objects.get(pk=event.pk)
    event.services = [event.services.all()[1]]
    event.save_revision().publish()
    assert [one.service.title for one in services_of_life_event(english(event))] == [
        "A"
    ]


def test_slugs_are_equal_in_both_trees() -> None:
    service, page = translated_service()
    tail = "/instansi/" + service.get_parent().slug + "/paspor-baru/"
    assert service.url_path.endswith(tail)
    assert page.url_path.endswith(tail)
    service.slug = "paspor"
    service.save_revision().publish()
    assert english(service).slug == "paspor"
    assert Page.objects.filter(slug="paspor").count() == 2
