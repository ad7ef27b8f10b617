from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from gerai.directory.models import ServicePage
from gerai.directory.services import translate_record
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    LifeEventPageFactory,
    MallFactory,
    ServicePageFactory,
    UserFactory,
)
from gerai.finder.models import SearchDocument
from gerai.guidance.desk.overview import overview_of
from gerai.guidance.models import Answer, QuestionPage
from gerai.guidance.tests.factories import QuestionPageFactory, give
from gerai.publishing.snapshot import database_snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mall() -> Any:
    return MallFactory()


@pytest.fixture
def service() -> ServicePage:
    agency = AgencyPageFactory(slug="polres", short_name="Polres")
    return ServicePageFactory(agency=agency, slug="skck", title="SKCK baru")


@pytest.fixture
def first(service: ServicePage) -> QuestionPage:
    page = QuestionPageFactory(
        first=True, title="Bantu pilih", question="Apa yang terjadi?"
    )
    lost = QuestionPageFactory(
        title="Hilang", slug="hilang", answers=[("SKCK", {"service": service})]
    )
    give(
        page,
        ("Ada yang hilang", {"next_question": lost}),
        ("Anak lahir", {"life_event": LifeEventPageFactory(title="Anak lahir")}),
        ("Pajak", {"agency": AgencyPageFactory(elsewhere=True, short_name="Bapenda")}),
        ("Paspor", {"advice": "Daftar lewat M-Paspor."}),
    )
    return QuestionPage.objects.get(pk=page.pk)


def test_each_answer_leads_to_one_thing(client: Client, first: QuestionPage) -> None:
    answer = client.get("/bantu-pilih/")
    rows = {row.text: row for row in answer.context["answers"]}
    assert rows["Ada yang hilang"].url == "/bantu-pilih/hilang/"
    assert rows["Anak lahir"].leads_to == "Peristiwa: Anak lahir"
    assert rows["Pajak"].leads_to == "Bapenda, bukan di mal ini"
    assert rows["Paspor"].advice == "Daftar lewat M-Paspor."
    assertContains(answer, "Pertanyaan 1 dari paling banyak 2")


def test_the_next_question_knows_the_way(client: Client, first: QuestionPage) -> None:
    answer = client.get("/bantu-pilih/hilang/")
    assert [(one.text, one.url) for one in answer.context["given"]] == [
        ("Ada yang hilang", "/bantu-pilih/")
    ]
    assert answer.context["answers"][0].url == "/instansi/polres/skck/"
    assert answer.context["answers"][0].leads_to == "SKCK baru · Polres"
    assertContains(answer, "Pertanyaan 2 dari paling banyak 2")


def test_only_the_beginning_is_for_search_engines(
    client: Client, first: QuestionPage
) -> None:
    assertNotContains(client.get("/bantu-pilih/"), "noindex")
    assertContains(client.get("/bantu-pilih/hilang/"), "noindex")


def test_what_visitors_may_not_see_is_no_answer(
    client: Client, first: QuestionPage, service: ServicePage
) -> None:
    service.unpublish()
    answer = client.get("/bantu-pilih/hilang/")
    assert answer.status_code == 200
    assert answer.context["answers"] == []
    assertContains(answer, "/layanan/")


def test_in_english(client: Client, first: QuestionPage) -> None:
    answer = client.get("/en/bantu-pilih/hilang/")
    assert answer.context["answers"][0].url == "/en/instansi/polres/skck/"
    assert answer.context["given"][0].url == "/en/bantu-pilih/"
    translate_record(record=first, language="en", texts={"title": "Find it"})
    assert client.get("/en/bantu-pilih/").context["answers"][0].url == (
        "/en/bantu-pilih/hilang/"
    )


def test_queries_do_not_grow_with_the_answers(
    client: Client, first: QuestionPage
) -> None:
    def queries() -> int:
        client.get("/bantu-pilih/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/bantu-pilih/")
        return len(captured)

    give(first, ("L", {"service": ServicePageFactory()}))
    before = queries()
    for number in range(6):
        below = QuestionPageFactory(
            answers=[(f"S{number}", {"service": ServicePageFactory()})]
        )
        give(
            first,
            (f"F{number}", {"next_question": below}),
            (f"L{number}", {"service": ServicePageFactory()}),
        )
    assert queries() <= before


def test_answers_are_the_same_in_a_snapshot(
    client: Client, first: QuestionPage, service: ServicePage
) -> None:
    last = QuestionPage.objects.get(slug="hilang")
    give(first, ("Lagi", {"service": service}))
    translate_record(record=service, language="en", texts={"title": "Good conduct"})
    translate_record(record=last, language="en", texts={"title": "Lost"})
    for address in ("/bantu-pilih/", "/en/bantu-pilih/", "/en/bantu-pilih/hilang/"):
        live = client.get(address).context
        with database_snapshot():
            for _ in range(2):
                found = client.get(address).context
                assert found["answers"] == live["answers"]
                assert found["given"] == live["given"]
    assert live["answers"][0].leads_to == "Good conduct · Polres"
    assert live["given"][0].text == "Ada yang hilang"


def test_an_answer_leads_to_exactly_one_thing(service: ServicePage) -> None:
    with pytest.raises(ValidationError, match="menuju"):
        Answer(text="Ya").clean()
    with pytest.raises(ValidationError, match="satu hal"):
        Answer(text="Ya", service=service, advice="Datang saja.").clean()
    Answer(text="Ya", service=service).clean()


def form_data(page: QuestionPage, targets: list[dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "title": page.title,
        "slug": page.slug,
        "question": page.question,
        "summary": "",
        "seo_title": "",
        "search_description": "",
        "reviewed_on": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": "",
        "answers-TOTAL_FORMS": len(targets),
        "answers-INITIAL_FORMS": 0,
        "answers-MIN_NUM_FORMS": 0,
        "answers-MAX_NUM_FORMS": 1000,
    }
    for number, target in enumerate(targets):
        data |= {
            f"answers-{number}-text": f"Jawaban {number}",
            f"answers-{number}-ORDER": number + 1,
            **{f"answers-{number}-{key}": value for key, value in target.items()},
        }
    return data


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(administrator=True))
    return client


def test_the_desk_refuses_a_circle(editor: Client, first: QuestionPage) -> None:
    lost = QuestionPage.objects.get(slug="hilang")
    address = f"/admin/pages/{lost.pk}/edit/"
    answer = editor.post(address, form_data(lost, [{"next_question": first.pk}]))
    assertContains(answer, "pertanyaan pertama")
    answer = editor.post(address, form_data(lost, [{"next_question": lost.pk}]))
    assert answer.status_code == 200
    assert Answer.objects.filter(page=lost, next_question__isnull=False).count() == 0


def test_the_desk_refuses_a_fifth_tap(
    editor: Client, first: QuestionPage, service: ServicePage
) -> None:
    before = QuestionPage.objects.get(slug="hilang")
    for _ in range(2):
        after = QuestionPageFactory(answers=[("Ya", {"service": service})])
        give(before, ("Lagi", {"next_question": after}))
        before = after
    fifth = QuestionPageFactory(answers=[("Ya", {"service": service})])
    address = f"/admin/pages/{before.pk}/edit/"
    answer = editor.post(
        address,
        form_data(before, [{"service": service.pk}, {"next_question": fifth.pk}]),
    )
    assertContains(answer, "terlalu banyak")


def test_the_desk_takes_what_is_right(
    editor: Client, first: QuestionPage, service: ServicePage
) -> None:
    lost = QuestionPage.objects.get(slug="hilang")
    address = f"/admin/pages/{lost.pk}/edit/"
    lost.answers.all().delete()
    data = form_data(lost, [{"service": service.pk}, {"advice": "Tanyakan dulu."}])
    answer = editor.post(address, {**data, "action-publish": "1"})
    assert answer.status_code == 302
    texts = QuestionPage.objects.get(pk=lost.pk).answers.values_list(
        "advice", flat=True
    )
    assert list(texts) == ["", "Tanyakan dulu."]


def test_the_overview_shows_the_tree_and_its_holes(
    editor: Client, first: QuestionPage, service: ServicePage
) -> None:
    assert overview_of().problem_count == 0
    ServicePageFactory(title="Tidak dituju")
    loose = QuestionPageFactory(title="Lepas", answers=[("Ya", {"service": service})])
    service.unpublish()
    found = overview_of()
    assert found.problem_count == 3
    assert [line.words for line in found.loose] == [loose.question]
    assert found.unreached_services == ["Tidak dituju"]
    answer = editor.get("/admin/panduan/")
    assertContains(answer, "Lepas?")
    assertContains(answer, "Tidak dituju")


def test_the_overview_is_for_staff(client: Client, first: QuestionPage) -> None:
    assert client.get("/admin/panduan/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/admin/panduan/").status_code in {302, 403}
    client.force_login(UserFactory(editor_of=AgencyPageFactory()))
    assert client.get("/admin/panduan/").status_code == 200


def test_questions_follow_their_indonesian_page(first: QuestionPage) -> None:
    translate_record(record=first, language="en", texts={"title": "Find it"})
    english = first.get_translations().get(locale__language_code="en")
    assert english.live
    first.unpublish()
    english.refresh_from_db()
    assert not english.live


def test_a_translation_can_be_deleted(first: QuestionPage) -> None:
    """The search is told of it while half of the page is still there."""
    translate_record(record=first, language="en", texts={"title": "Find it"})
    english = first.get_translations().get(locale__language_code="en")
    english.delete()
    assert not QuestionPage.objects.filter(pk=english.pk).exists()
    document = SearchDocument.objects.get(target=str(first.pk))
    assert "Find it" not in str(document.content)
