from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.users.models import UserProfile

from gerai.directory.tests.factories import AgencyPageFactory
from gerai.guard import services
from gerai.guard.models import StaffMember
from gerai.guard.roles import Role, settle_roles

pytestmark = pytest.mark.django_db
PASSWORD = "sungai-mahakam-tenang"  # noqa: S105


@pytest.fixture
def manager() -> Client:
    settle_roles()
    invitation = services.invite(email="budi@example.go.id", role=Role.MANAGER)
    services.join(token=invitation.token, password=PASSWORD, name="Budi")
    client = Client()
    client.force_login(User.objects.get(username="budi@example.go.id"))
    return client


def invitation_path(text: str) -> str:
    found = re.search(r"/akun/undangan/[^/\s\"]+/", text)
    assert found is not None
    return found.group()


def test_invited_by_form_joined_by_link(manager: Client) -> None:
    agency = AgencyPageFactory()
    answer = manager.post(
        "/admin/staf/undang/",
        {
            "name": "Siti",
            "email": "siti@example.go.id",
            "role": "editor",
            "section": agency.pk,
        },
    )
    path = invitation_path(answer.content.decode())
    assert path in mail.outbox[0].body
    assert "no-store" in answer["Cache-Control"]

    visitor = Client()
    page = visitor.get(path)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    done = visitor.post(path, {"name": "Siti", "password": PASSWORD, "again": PASSWORD})
    assert done["Location"] == "/admin/"
    assert visitor.get("/admin/")["Location"].startswith("/akun/amankan/")
    visitor.force_login(User.objects.get(username="siti@example.go.id"))
    assert visitor.get(f"/admin/pages/{agency.pk}/edit/").status_code == 200
    assert visitor.get(path).status_code == 410


def test_two_different_passwords_keep_the_name(manager: Client) -> None:
    invitation = services.invite(email="siti@example.go.id", role=Role.REVIEWER)
    path = f"/akun/undangan/{invitation.token}/"

    answer = Client().post(
        path, {"name": "Siti Aminah", "password": PASSWORD, "again": "lain"}
    )

    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Siti Aminah"' in text
    assert 'role="alert"' in text
    assert PASSWORD not in text


@pytest.mark.parametrize(
    "given",
    [
        {"email": "", "role": "reviewer", "name": "A"},
        {"email": "bukan surel", "role": "reviewer", "name": "A"},
        {"email": "a@example.go.id", "role": "", "name": "A"},
        {"email": "a@example.go.id", "role": "editor", "name": "A"},
        {"email": "a@example.go.id", "role": "administrator", "name": "A"},
        {"email": "budi@example.go.id", "role": "reviewer", "name": "A"},
    ],
)
def test_a_wrong_form_invites_nobody(manager: Client, given: dict[str, Any]) -> None:
    answer = manager.post("/admin/staf/undang/", given)

    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    assert StaffMember.objects.count() == 1
    assert mail.outbox == []


def test_a_manager_changes_disables_and_enables(manager: Client) -> None:
    member = services.invite(email="siti@example.go.id", role=Role.REVIEWER).member
    address = f"/admin/staf/{member.pk}/"

    manager.post(address, {"role": "auditor"})
    member.refresh_from_db()
    assert member.role == Role.AUDITOR

    manager.post(address, {"act": "disable"})
    assert not User.objects.get(pk=member.user_id).is_active
    answer = manager.post(address, {"act": "enable"})
    assert invitation_path(answer.content.decode())
    assert User.objects.get(pk=member.user_id).is_active


def test_the_list_shows_role_and_state(manager: Client) -> None:
    services.invite(email="siti@example.go.id", name="Siti", role=Role.REVIEWER)

    text = manager.get("/admin/staf/?q=siti").content.decode()

    assert "siti@example.go.id" in text
    assert "budi@example.go.id" not in text


def test_an_auditor_sees_a_form_but_no_request_of_theirs_writes() -> None:
    settle_roles()
    invitation = services.invite(email="audit@example.go.id", role=Role.AUDITOR)
    services.join(token=invitation.token, password=PASSWORD, name="Audit")
    client = Client()
    client.force_login(User.objects.get(username="audit@example.go.id"))
    agency = AgencyPageFactory()

    assert client.get(f"/admin/pages/{agency.pk}/edit/").status_code == 200
    assert client.post(f"/admin/pages/{agency.pk}/delete/").status_code == 403
    assert client.post("/admin/logout/").status_code == 302


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("staff", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_line_prints_the_link_alone() -> None:
    agency = AgencyPageFactory(slug="kpp")
    link = run("add", "siti@example.go.id", "--role", "editor", "--agency", "kpp")

    assert re.fullmatch(r"https?://[^\s]+/akun/undangan/[^\s/]+/\n", link)
    assert Client().get(invitation_path(link)).status_code == 200
    assert StaffMember.objects.get().section_id == agency.pk
    assert "siti@example.go.id\teditor\tkpp\t" in run("list")

    run("disable", "SITI@example.go.id")
    assert not User.objects.get(username="siti@example.go.id").is_active
    assert Client().get(invitation_path(link)).status_code == 410


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "siti@example.go.id", "--role", "editor"),
        ("add", "siti@example.go.id", "--role", "editor", "--agency", "tidak-ada"),
        ("add", "bukan surel", "--role", "manager"),
        ("add", "siti@example.go.id", "--role", "raja"),
        ("disable", "siapa@example.go.id"),
    ],
)
def test_the_command_line_refuses_with_one_line(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*arguments)
    assert not StaffMember.objects.exists()


def test_who_has_one_name_keeps_the_settings_of_the_account(manager: Client) -> None:
    form = manager.get("/admin/account/").context["panels_by_tab"]
    data = {
        f"{panel.name}-{name}": panel.get_form()[name].value() or ""
        for panels in form.values()
        for panel in panels
        for name in panel.get_form().fields
    }
    assert data["name_email-last_name"] == ""
    answer = manager.post("/admin/account/", data | {"locale-preferred_language": "en"})
    assert answer.status_code == 302
    profile = UserProfile.objects.get(user__username="budi@example.go.id")
    assert profile.preferred_language == "en"
