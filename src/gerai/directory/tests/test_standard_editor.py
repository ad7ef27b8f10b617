"""The editor of the 14 components: what it shows, saves, keeps and refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gerai.directory.choices import STANDARD_PARTS
from gerai.directory.component_forms import formset_for
from gerai.directory.component_rows import FIELDS
from gerai.directory.correcting import component_items, items_fingerprint
from gerai.directory.desk.components import State, component_state, component_states
from gerai.directory.models import ServicePage
from gerai.directory.standard.examples import EXAMPLES
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    MallStandardFactory,
    ServicePageFactory,
    UserFactory,
    channel,
    fee,
    management,
    requirement,
)
from gerai.guard.sections import settle_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Any:
    agency = AgencyPageFactory(
        short_name="Imigrasi",
        requirements=[requirement("Kartu keluarga", copies=1)],
    )
    MallStandardFactory(
        complaint_channels=[channel("0541-1")],
        management=[management("safety", "Ada penjaga")],
    )
    return ServicePageFactory(
        agency=agency, title="Paspor", fees=[fee(50_000)], requirements=[]
    )


@pytest.fixture
def manager() -> User:
    return User.objects.create_superuser("pengelola", "p@example.go.id", "x")


@pytest.fixture
def desk(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def address(page: Any, key: str = "") -> str:
    if key:
        return reverse("directory_standard_component", args=[page.pk, key])
    return reverse("directory_standard", args=[page.pk])


def fee_rows(page: Any, amount: str, **more: str) -> dict[str, str]:
    (item,) = component_items(stored(page).get_latest_revision_as_object(), "fees")
    return {
        "items-TOTAL_FORMS": "2",
        "items-INITIAL_FORMS": "1",
        "items-0-item_id": str(item["id"]),
        "items-0-kind": "fixed",
        "items-0-amount": amount,
        "items-1-kind": "fixed",
        "seen": items_fingerprint([item]),
        **more,
    }


def stored(page: Any) -> ServicePage:
    return ServicePage.objects.get(pk=page.pk)


def test_the_14_stand_in_the_order_of_the_law_with_their_state(service: Any) -> None:
    states = component_states(service)

    assert [state.number for state in states] == list(range(1, 15))
    assert [state.key for state in states] == [key for key, _label in STANDARD_PARTS]
    found = {state.key: state for state in states}
    assert found["fees"].state == State.OWN
    assert found["fees"].lines == ["Rp 50.000"]
    assert found["requirements"].state == State.INHERITED
    assert found["requirements"].inherited_from == "Imigrasi"
    assert "Kartu keluarga" in found["requirements"].lines[0]
    assert found["safety"].state == State.INHERITED
    assert found["safety"].lines == ["Ada penjaga"]
    assert found["steps"].state == State.EMPTY


def test_an_agency_takes_over_from_the_mall(service: Any) -> None:
    found = {state.key: state for state in component_states(service.agency)}

    assert found["requirements"].state == State.OWN
    assert found["complaint_channels"].state == State.INHERITED
    assert found["complaint_channels"].inherited_from != "Imigrasi"


def test_every_component_has_an_example_and_a_form(service: Any) -> None:
    for key, _label in STANDARD_PARTS:
        state = component_state(service, key)
        assert str(state.example.good), key
    assert set(EXAMPLES) == {key for key, _ in STANDARD_PARTS} | {"cases"}
    for component in FIELDS:
        if component != "management":
            assert formset_for(service, component).forms


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_overview_shows_inherited_values_greyed(
    desk: Client, service: Any, language: str
) -> None:
    desk.cookies["django_language"] = language
    with translation.override(language):
        answer = desk.get(address(service))
    body = answer.content.decode()

    assert answer.status_code == 200
    assert "standard-card--inherited" in body
    assert "Kartu keluarga" in body
    assert body.count("standard-card__head") == 15


def test_the_overview_costs_the_same_with_many_items(
    desk: Client, service: Any, django_assert_max_num_queries: Any
) -> None:
    desk.get(address(service))
    with django_assert_max_num_queries(45):
        desk.get(address(service))


@pytest.mark.parametrize("key", [*[key for key, _ in STANDARD_PARTS], "cases"])
def test_each_component_opens(desk: Client, service: Any, key: str) -> None:
    assert desk.get(address(service, key)).status_code == 200


def test_unknown_components_and_other_pages_dont_open(
    desk: Client, service: Any
) -> None:
    for key in ("management", "tidak-ada"):
        assert desk.get(address(service, key)).status_code == 404
    assert desk.get(address(service.agency.get_parent())).status_code == 404


def test_a_fee_is_saved_and_published_in_one_press(desk: Client, service: Any) -> None:
    data = fee_rows(service, "Rp 75.000", publish="1")

    answer = desk.post(address(service, "fees"), data, follow=True)

    assert answer.status_code == 200
    assert "Rp 75.000" in answer.content.decode()
    assert component_items(stored(service), "fees")[0]["value"]["amount"] == 75_000


def test_saved_for_later_visitors_dont_see_it_until_it_is_published(
    desk: Client, service: Any
) -> None:
    desk.post(address(service, "fees"), fee_rows(service, "75000", draft="1"))
    page = stored(service)

    assert component_items(page, "fees")[0]["value"]["amount"] == 50_000

    desk.post(
        reverse("directory_standard_release", args=[service.pk]),
        {"revision": str(page.latest_revision_id)},
    )
    assert component_items(stored(service), "fees")[0]["value"]["amount"] == 75_000


def test_a_draft_that_changed_meanwhile_is_not_published(
    desk: Client, service: Any
) -> None:
    desk.post(address(service, "fees"), fee_rows(service, "75000", draft="1"))
    seen = stored(service).latest_revision_id
    desk.post(address(service, "fees"), fee_rows(service, "80000", draft="1"))

    desk.post(
        reverse("directory_standard_release", args=[service.pk]),
        {"revision": str(seen)},
    )

    assert component_items(stored(service), "fees")[0]["value"]["amount"] == 50_000


def test_bad_input_is_named_and_kept(desk: Client, service: Any) -> None:
    data = fee_rows(service, "150 ribu", publish="1")

    answer = desk.post(address(service, "fees"), data)

    assert answer.status_code == 422
    assert 'value="150 ribu"' in answer.content.decode()
    assert component_items(stored(service), "fees")[0]["value"]["amount"] == 50_000


def test_a_stale_form_shows_both_and_saves_only_when_sent_again(
    desk: Client, service: Any, manager: User
) -> None:
    mine = fee_rows(service, "60000", publish="1")
    desk.post(address(service, "fees"), fee_rows(service, "75000", publish="1"))

    answer = desk.post(address(service, "fees"), mine)

    body = answer.content.decode()
    assert answer.status_code == 409
    assert "Rp 75.000" in body
    assert 'value="60000"' in body
    assert component_items(stored(service), "fees")[0]["value"]["amount"] == 75_000
    again = {**mine, "seen": answer.context["seen"]}
    assert desk.post(address(service, "fees"), again).status_code == 302
    assert component_items(stored(service), "fees")[0]["value"]["amount"] == 60_000


def test_the_same_form_sent_twice_saves_once(desk: Client, service: Any) -> None:
    data = fee_rows(service, "75000", publish="1", **{"items-1-amount": "5000"})
    desk.post(address(service, "fees"), data)
    count = service.revisions.count()

    answer = desk.post(address(service, "fees"), data)

    assert answer.status_code == 302
    assert service.revisions.count() == count
    assert len(component_items(stored(service), "fees")) == 2


def test_one_may_begin_with_a_copy_and_go_back_to_the_agencys_words(
    desk: Client, service: Any
) -> None:
    screen = desk.get(address(service, "requirements") + "?mulai=warisan")
    assert "Kartu keluarga" in screen.context["formset"].forms[0]["text"].value()
    data = {
        "items-TOTAL_FORMS": "2",
        "items-INITIAL_FORMS": "1",
        "items-0-text": "Kartu keluarga asli",
        "items-0-kind": "document",
        "items-1-kind": "document",
        "seen": screen.context["formset"].seen,
        "publish": "1",
    }
    desk.post(address(service, "requirements"), data)
    own = component_items(stored(service), "requirements")
    assert [item["value"]["text"] for item in own] == ["Kartu keluarga asli"]

    back = {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0", "inherit": "1"}
    desk.post(address(service, "requirements"), {**back, "publish": "1"})

    assert component_items(stored(service), "requirements") == []


def test_an_editor_can_only_leave_drafts_and_strangers_nothing(
    client: Client, service: Any
) -> None:
    editor = UserFactory()
    editor.groups.add(settle_section(service.agency))
    other = UserFactory(editor_of=AgencyPageFactory())
    client.force_login(editor)
    data = fee_rows(service, "75000", publish="1")

    client.post(address(service, "fees"), data)
    assert component_items(stored(service), "fees")[0]["value"]["amount"] == 50_000

    client.force_login(other)
    assert client.get(address(service, "fees")).status_code in {302, 403}
    before = service.revisions.count()
    client.post(address(service, "fees"), data)
    assert service.revisions.count() == before
