from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from gerai.directory.models import Handover, LifeEventPage, ServicePage
from gerai.directory.selectors import handovers_among, neighbours_of
from gerai.directory.services import translate_record
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    LifeEventPageFactory,
    MallFactory,
    ServicePageFactory,
    UserFactory,
    item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mall() -> Any:
    return MallFactory()


@pytest.fixture
def report() -> ServicePage:
    return ServicePageFactory(
        agency=AgencyPageFactory(slug="polres"),
        slug="lapor",
        title="Laporan kehilangan",
        products=[item("product", name="Surat tanda laporan")],
    )


@pytest.fixture
def card() -> ServicePage:
    return ServicePageFactory(
        agency=AgencyPageFactory(slug="dukcapil"), slug="ktp", title="KTP hilang"
    )


@pytest.fixture
def event(report: ServicePage, card: ServicePage) -> LifeEventPage:
    page = LifeEventPageFactory(entries=[(report, ""), (card, "")])
    page.handovers.add(
        Handover(giver=report, receiver=card, what="", locale=page.locale)
    )
    page.save_revision().publish()
    return LifeEventPage.objects.get(pk=page.pk)


def test_the_life_event_says_what_is_handed_on(
    client: Client, event: LifeEventPage
) -> None:
    answer = client.get(event.url)
    first, second = answer.context["entries"]
    assert first.gives == "Surat tanda laporan"
    assert [one.number for one in first.leads_to] == [2]
    assert [(one.number, one.what) for one in second.takes] == [
        (1, "Surat tanda laporan")
    ]
    assertContains(answer, "Bawa dari langkah 1:")


def test_without_handovers_the_order_is_a_suggestion(
    client: Client, report: ServicePage, card: ServicePage
) -> None:
    page = LifeEventPageFactory(entries=[(report, ""), (card, "")])
    assertContains(client.get(page.url), "saran")


def test_the_service_pages_know_each_other(
    client: Client, event: LifeEventPage, report: ServicePage, card: ServicePage
) -> None:
    before = neighbours_of(card).before
    assert [(one.service, one.what) for one in before] == [
        (report, "Surat tanda laporan")
    ]
    assert [one.service for one in neighbours_of(report).after] == [card]
    assertContains(client.get(card.url), "Sebelum ini: memberi Surat tanda laporan")
    assertContains(client.get(report.url), "Sesudah ini: meminta Surat tanda laporan")


def test_what_visitors_may_not_see_hands_nothing_on(
    client: Client, event: LifeEventPage, report: ServicePage, card: ServicePage
) -> None:
    report.unpublish()
    assert neighbours_of(card).before == ()
    assertNotContains(client.get(event.url), "langkah 1:")


def test_a_hidden_life_event_hands_nothing_on(
    event: LifeEventPage, report: ServicePage, card: ServicePage
) -> None:
    event.unpublish()
    assert handovers_among([report.pk, card.pk]) == []


def test_words_are_those_of_the_language(
    event: LifeEventPage, report: ServicePage, card: ServicePage
) -> None:
    row = event.handovers.get()
    row.what = "Surat kehilangan"
    row.save()
    event.refresh_from_db()
    event.save_revision().publish()
    translate_record(record=event, language="en", texts={"title": "Lost"})
    english = event.get_translations().get(locale__language_code="en").specific
    english.handovers.update(what="Loss report")
    assert [one.what for one in handovers_among([report.pk, card.pk], "en")] == [
        "Loss report"
    ]
    assert [one.what for one in handovers_among([report.pk, card.pk], "id")] == [
        "Surat kehilangan"
    ]


def test_a_service_gives_nothing_to_itself(
    event: LifeEventPage, report: ServicePage
) -> None:
    row = Handover(page=event, giver=report, receiver=report, locale=event.locale)
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_desk_keeps_handovers_in_order(
    client: Client, event: LifeEventPage, report: ServicePage, card: ServicePage
) -> None:
    client.force_login(UserFactory(administrator=True))
    services = [report, card]
    data: dict[str, Any] = {
        "title": event.title,
        "slug": event.slug,
        "order": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "services-TOTAL_FORMS": 2,
        "services-INITIAL_FORMS": 0,
        "handovers-TOTAL_FORMS": 1,
        "handovers-INITIAL_FORMS": 0,
        "handovers-0-giver": card.pk,
        "handovers-0-receiver": report.pk,
        "handovers-0-ORDER": 1,
    }
    for number, service in enumerate(services):
        data[f"services-{number}-service"] = service.pk
        data[f"services-{number}-ORDER"] = number + 1
    answer = client.post(f"/admin/pages/{event.pk}/edit/", data)
    assertContains(answer, "Layanan ini datang lebih dulu")
    event.services.all().delete()
    event.handovers.all().delete()
    data |= {"handovers-0-giver": report.pk, "handovers-0-receiver": card.pk}
    answer = client.post(
        f"/admin/pages/{event.pk}/edit/", {**data, "action-publish": "1"}
    )
    assert answer.status_code == 302
    assert Handover.objects.filter(page=event, giver=report, receiver=card).exists()
