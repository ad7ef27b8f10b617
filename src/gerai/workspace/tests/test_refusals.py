"""What somebody was not allowed to do is in the trail."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from gerai.approval.tests.office import Office, make_office
from gerai.audit import tries
from gerai.audit.sealing import seal
from gerai.guard.flood import Limiter
from gerai.guard.roles import Role
from gerai.signin.tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries, "_of_an_address", Limiter(burst=30, per_second=1 / 30))


@pytest.fixture
def office() -> Office:
    return make_office()


def entries() -> list[dict[str, Any]]:
    found = [json.loads(entry.content) for entry in seal(connection)]
    return [
        one
        for one in found
        if any(act["action"] == "audit.refused" for act in one["acts"])
    ]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_refused_screens_and_acts_are_noted_with_who_and_where(office: Office) -> None:
    editor = office.user("editor")
    client = client_of(editor)
    seal(connection)

    # Wagtail leads home with a message; the office's own screens answer 403.
    assert client.get("/admin/users/").status_code == 302
    assert client.get("/admin/jejak/").status_code in {302, 403}
    assert client_of(person("ani", Role.AUDITOR)).post("/admin/users/new/").status_code

    noted = entries()
    assert len(noted) == 3
    assert noted[0]["who"] == {"kind": "person", "id": editor.pk} | {
        "name": noted[0]["who"]["name"]
    }
    assert noted[0]["where"]["screen"]
    assert noted[2]["where"]["method"] == "POST"


def test_forms_from_another_site_are_noted_and_fill_no_disk() -> None:
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR="198.51.100.7")
    seal(connection)
    for _ in range(40):
        answer = client.post(
            "/akun/masuk/", {"login": "x"}, headers={"origin": "https://e.example"}
        )
        assert answer.status_code == 403
    assert 0 < len(entries()) <= 31


def test_what_is_allowed_leaves_no_refusal(office: Office) -> None:
    client = client_of(office.user("manager"))
    seal(connection)
    assert client.get("/admin/").status_code == 200
    assert client.get("/tidak-ada/").status_code == 404
    assert entries() == []
