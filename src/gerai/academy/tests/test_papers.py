"""Certificates, classes, and what of them is printed or taken along."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from gerai.academy.classes.exporting import Value, as_csv, as_xlsx
from gerai.academy.classes.models import TrainingClass
from gerai.academy.lessons.models import Lesson, Progress
from gerai.academy.skills import certificates
from gerai.academy.skills.codes import new_code, read_code, shown_code
from gerai.academy.skills.models import (
    Certificate,
    Sitting,
)
from gerai.guard.flood import Limiter
from gerai.guard.roles import Role
from gerai.notifications.models import Notification
from gerai.workspace.tests.cast import Cast, person


def certificate_of(person: User) -> Certificate:
    now = timezone.now()
    sitting = Sitting.objects.create(
        person=person, stage="after", role=Role.EDITOR, started_at=now, finished_at=now
    )
    return Certificate.objects.create(
        code=new_code(),
        sitting=sitting,
        person=person,
        initials="E.",
        role=Role.EDITOR,
        skills=["desk", "writing"],
        issued_on=timezone.localdate(),
    )


def test_anybody_checks_a_certificate_and_learns_no_name(
    people: Cast, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = Limiter(burst=100, per_second=1)
    monkeypatch.setattr(certificates, "limiter", limiter)
    found = certificate_of(people.people["editor"])
    client = Client()
    for typed in (found.code, shown_code(found.code), shown_code(found.code).lower()):
        answer = client.get("/sertifikat/", {"kode": typed}, follow=True)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "E." in text
        assert people.people["editor"].email not in text
        assert "noindex" in text
    english = client.get(f"/en/sertifikat/{found.code}/").content.decode()
    assert "This certificate is genuine" in english
    for wrong in (new_code(), "x", "\0", "9" * 5000, "../../etc"):
        assert client.get("/sertifikat/", {"kode": wrong}).status_code in {404, 302}


def test_who_guesses_codes_is_slowed_down(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = Limiter(burst=3, per_second=0.1)
    monkeypatch.setattr(certificates, "limiter", limiter)
    client = Client()
    codes = [client.get(f"/sertifikat/{new_code()}/").status_code for _ in range(5)]
    assert codes == [404, 404, 404, 429, 429]
    assert client.get("/sertifikat/").status_code == 200


def test_who_guesses_from_all_addresses_of_a_line_is_slowed_down_too(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificates, "limiter", Limiter(burst=3, per_second=0.1))
    codes = [
        Client(REMOTE_ADDR=f"2001:db8:1:2::{host}").get(f"/sertifikat/{new_code()}/")
        for host in range(4)
    ]
    assert [one.status_code for one in codes] == [404, 404, 404, 429]
    assert Client(REMOTE_ADDR="2001:db8:9::1").get("/sertifikat/x/").status_code == 404


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        client.get(address)
    return len(counted)


def test_a_class_costs_the_same_at_any_number_of_people(
    signed_in: Any, people: Cast
) -> None:
    client = signed_in("manager")
    made = TrainingClass.objects.create(name="Besar", held_on="2026-12-04")
    made.lessons.set(Lesson.objects.all())
    lesson = Lesson.objects.get(key="pengumuman")

    def joins(user: User) -> None:
        made.members.create(person=user)
        Progress.objects.create(person=user, lesson=lesson)

    joins(people.people["editor"])
    screens = ("academy_class", "academy_presence", "academy_projector")
    addresses = [reverse(name, args=[made.pk]) for name in screens]
    addresses += [reverse("academy_classes"), reverse("academy_export", args=["csv"])]
    before = [queries_of(client, address) for address in addresses]
    for number in range(8):
        joins(person(Role.OPERATOR, f"banyak-{number}", people.own))
    assert [queries_of(client, address) for address in addresses] == before
    shown = client.get(addresses[0]).content.decode()
    assert f"{lesson}: " in shown
    assert people.own.title in shown


def test_codes_are_read_as_people_type_them() -> None:
    code = new_code()
    assert read_code(f" {shown_code(code).lower()} ") == code
    assert read_code(code[:-1]) == ""
    assert read_code("OOOO-IIII-LLLL-0000") == "0000111111110000"


def drawing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would be drawn, in place of the press."""
    drawn: list[str] = []

    def draw(job: Any, progress: Any = None) -> bytes:
        drawn.extend(sheet.html for sheet in job.sheets)
        return b"%PDF-"

    monkeypatch.setattr("gerai.academy.paper.desk_press.draw", draw)
    return drawn


def test_a_certificate_is_printed_for_its_owner_and_for_leaders_only(
    signed_in: Any, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = drawing(monkeypatch)
    found = certificate_of(people.people["editor"])
    address = reverse("academy_certificate", args=[found.code])
    codes = {
        name: signed_in(name).get(address).status_code
        for name in ("editor", "manager", "editor_b", "reviewer")
    }
    assert codes == {"editor": 200, "manager": 200, "editor_b": 302, "reviewer": 302}
    assert shown_code(found.code) in drawn[0]


def test_a_class_from_invitation_to_results(
    signed_in: Any, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = drawing(monkeypatch)
    client, editor = signed_in("manager"), people.people["editor"]
    lesson = Lesson.objects.get(key="pengumuman")
    data = {
        "name": "Kelas Jumat",
        "held_on": "2026-12-04",
        "place": "Aula",
        "lessons": [lesson.pk],
        "people": [editor.pk, people.people["operator"].pk],
    }
    refused = client.post(reverse("academy_new_class"), data | {"name": ""})
    assert refused.status_code == 422
    asked = refused.content.decode()
    assert f"<legend>{people.own.title}</legend>" in asked
    assert asked.count("checked") == 3, "what was ticked is kept"
    client.post(reverse("academy_new_class"), data)
    made = TrainingClass.objects.get()
    client.post(reverse("academy_change_class", args=[made.pk]), data)
    assert Notification.objects.filter(person=editor).count() == 1

    signed_in("editor").get(lesson.get_absolute_url())
    shown = client.get(reverse("academy_class", args=[made.pk])).content.decode()
    assert "membaca" in shown
    member = made.members.get(person=editor)
    noting = reverse("academy_presence", args=[made.pk])
    assert editor.first_name in client.get(noting).content.decode()
    client.post(noting, {"present": [member.pk, "x"]})
    assert made.members.get(was_there=True).person == editor

    projector = client.get(reverse("academy_projector", args=[made.pk]))
    assert "data-live" in projector.content.decode()
    assert editor.first_name not in projector.content.decode().partition("<main")[2]
    for name in ("academy_attendance", "academy_handouts"):
        assert (
            client.get(reverse(name, args=[made.pk]))["Content-Type"]
            == "application/pdf"
        )
    assert editor.first_name in drawn[0]
    assert lesson.read.title.id in drawn[1]

    address = reverse("academy_export", args=["csv"])
    rows = list(
        csv.reader(
            io.StringIO(
                client.get(f"{address}?kelas={made.pk}").content.decode("utf-8-sig")
            )
        )
    )
    assert len(rows) == 3
    client.post(reverse("academy_change_class", args=[made.pk]), {"act": "remove"})
    assert not TrainingClass.objects.exists()


def test_a_name_never_becomes_a_formula() -> None:
    table: list[list[Value]] = [
        ["Nama"],
        ["=HYPERLINK(1)"],
        ["+1"],
        ["@x"],
        ["\t=1"],
        [7],
        [None],
    ]
    text = as_csv(table).decode("utf-8-sig").splitlines()
    assert all(not line.lstrip('"').startswith(("=", "+", "@", "\t")) for line in text)
    sheet = load_workbook(io.BytesIO(as_xlsx(table))).active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    assert sheet["A6"].value == 7
