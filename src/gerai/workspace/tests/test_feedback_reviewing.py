"""A contact without an account is asked whether a page is right."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from gerai.directory.models import ServicePage
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    ServicePageFactory,
    requirement,
)
from gerai.feedback import review_views, reviewing
from gerai.feedback.models import ReviewRequest
from gerai.guard.flood import Limiter
from gerai.guard.roles import Role, settle_roles
from gerai.guard.tests.once import kept_for_the_file
from gerai.notifications.postman import send_due
from gerai.website.tests.factories import make_site
from gerai.workspace.tests.cast import person

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_views, "limiter", Limiter(burst=1000, per_second=1000))


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[ServicePage, Any]]:
    with kept_for_the_file(django_db_blocker):
        make_site()
        settle_roles()
        page: ServicePage = ServicePageFactory(
            agency=AgencyPageFactory(slug="imigrasi"),
            title="Paspor baru",
            slug="paspor",
            requirements=[requirement("KTP elektronik")],
            owner_name="Ibu Rina",
            owner_email="rina@example.go.id",
            next_review_on=date(2026, 1, 1),
        )
        yield page, person(Role.MANAGER, "pengelola")


@pytest.fixture
def service(built: tuple[ServicePage, Any], db: None) -> ServicePage:
    return ServicePage.objects.get(pk=built[0].pk)


@pytest.fixture
def manager(built: tuple[ServicePage, Any], db: None) -> Any:
    return deepcopy(built[1])


def asked(service: ServicePage, by: Any) -> str:
    _request, token = reviewing.ask_contact(
        page=service,
        name="Ibu Rina",
        email="rina@example.go.id",
        by=by,
        at=timezone.now(),
    )
    return f"/periksa/{token}/"


def seen(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    state: str = page.context["state"]
    return state


def test_a_contact_confirms_without_an_account(
    client: Client, service: ServicePage, manager: Any
) -> None:
    address = asked(service, manager)
    page = client.get(address)
    assert "KTP elektronik" in page.content.decode()
    assert "Paspor baru" in page.content.decode()
    done = client.post(
        address, {"jawaban": "benar", "seen": page.context["state"]}, headers=HERE
    )

    assert done.status_code == 200
    service = ServicePage.objects.get(pk=service.pk)
    assert service.is_confirmed
    assert (service.confirmed_by, service.confirmed_by_name) == (None, "Ibu Rina")
    assert service.next_review_on is not None
    assert service.next_review_on > timezone.localdate()
    assert service.reviewed_on is not None
    assert not client.cookies
    # Once.
    assert client.get(address).status_code == 410
    again = client.post(address, {"jawaban": "benar", "seen": ""}, headers=HERE)
    assert again.status_code == 410


def test_a_correction_goes_to_the_office_and_not_to_the_page(
    client: Client, service: ServicePage, manager: Any
) -> None:
    address = asked(service, manager)
    before = ServicePage.objects.get(pk=service.pk)
    empty = client.post(address, {"jawaban": "perbaiki"}, headers=HERE)
    assert empty.status_code == 422
    done = client.post(
        address,
        {"jawaban": "perbaiki", "perbaikan": "Sekarang perlu akta lahir."},
        headers=HERE,
    )
    assert done.status_code == 200
    after = ServicePage.objects.get(pk=service.pk)
    assert after.latest_revision_id == before.latest_revision_id
    assert not after.is_confirmed
    send_due()
    assert "Paspor baru" in mail.outbox[-1].subject
    assert mail.outbox[-1].to == [manager.email]

    desk = Client()
    desk.force_login(manager)
    report = f"/admin/suara-pembaca/periksa/{service.pk}/"
    assert "Sekarang perlu akta lahir." in desk.get(report).content.decode()
    assert "Ibu Rina" in desk.get("/admin/suara-pembaca/").content.decode()
    desk.post(report, {"act": "settled"})
    assert "akta lahir" not in desk.get(report).content.decode()
    assert reviewing.open_corrections(None) == []


def test_what_changed_in_between_is_shown_again(
    client: Client, service: ServicePage, manager: Any
) -> None:
    address = asked(service, manager)
    state = seen(client, address)
    service.requirements = [requirement("KTP dan akta lahir")]
    service.save_revision().publish()
    response = client.post(address, {"jawaban": "benar", "seen": state}, headers=HERE)
    assert response.status_code == 422
    assert "KTP dan akta lahir" in response.content.decode()
    assert not ServicePage.objects.get(pk=service.pk).is_confirmed
    # The link still works: nothing was used up.
    state = response.context["state"]
    done = client.post(address, {"jawaban": "benar", "seen": state}, headers=HERE)
    assert done.status_code == 200
    assert ServicePage.objects.get(pk=service.pk).is_confirmed


def test_a_draft_besides_the_page_uses_nothing_up(
    client: Client, service: ServicePage, manager: Any
) -> None:
    address = asked(service, manager)
    state = seen(client, address)
    service.title = "Paspor lain"
    service.save_revision()
    response = client.post(address, {"jawaban": "benar", "seen": state}, headers=HERE)
    assert response.status_code == 422
    assert ReviewRequest.objects.get().answered_at is None


def test_links_end(
    client: Client,
    service: ServicePage,
    manager: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = asked(service, manager)
    second = asked(service, manager)
    assert client.get(first).status_code == 410  # replaced
    assert client.get(second).status_code == 200
    assert client.get("/periksa/karangan/").status_code == 410
    with monkeypatch.context() as patched:
        patched.setattr(reviewing, "LINK_LASTS", timedelta(seconds=-1))
        assert client.get(second).status_code == 410
    manager.is_active = False
    manager.save()
    assert client.get(second).status_code == 410  # who asked has left


def test_forged_and_hasty_requests_change_nothing(
    client: Client,
    service: ServicePage,
    manager: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = asked(service, manager)
    state = seen(client, address)
    client.post(
        address,
        {"jawaban": "benar", "seen": state},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert not ServicePage.objects.get(pk=service.pk).is_confirmed
    monkeypatch.setattr(review_views, "limiter", Limiter(burst=1, per_second=0.01))
    assert client.get(address).status_code == 200
    busy = client.get(address)
    assert busy.status_code == 429
    assert int(busy["Retry-After"]) > 0


def test_only_who_may_confirm_asks(service: ServicePage) -> None:
    editor = person(Role.EDITOR, "editor", service.agency)
    with pytest.raises(PermissionDenied):
        asked(service, editor)
    desk = Client()
    desk.force_login(editor)
    address = f"/admin/suara-pembaca/periksa/{service.pk}/"
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"email": "teman@example.com"}).status_code in {302, 403}
    assert not ReviewRequest.objects.exists()


def test_the_desk_mails_the_link_and_knows_the_contact(
    service: ServicePage, manager: Any
) -> None:
    desk = Client()
    desk.force_login(manager)
    address = f"/admin/suara-pembaca/periksa/{service.pk}/"
    assert "rina@example.go.id" in desk.get(address).content.decode()
    wrong = desk.post(address, {"email": "bukan alamat"})
    assert "bukan alamat" in wrong.content.decode()
    sent = desk.post(address, {"name": "Ibu Rina", "email": "rina@example.go.id"})
    assert "/periksa/" in sent.content.decode()
    send_due()
    assert mail.outbox[-1].to == ["rina@example.go.id"]
    link = next(word for word in mail.outbox[-1].body.split() if "/periksa/" in word)
    assert (
        Client()
        .get(link.partition("//")[2].partition("/")[2].join(["/", ""]))
        .status_code
        == 200
    )
