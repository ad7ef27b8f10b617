"""The database that copies begin with, also where the real one is PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
import uuid
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone as now_zone
from wagtail.models import Page

from gerai.academy import doctor
from gerai.academy.practice import empty_tables, places, template
from gerai.academy.practice.connecting import using_database
from gerai.academy.practice.people import settle_people, trainee_of
from gerai.directory.models import ServicePage
from gerai.workspace.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_it_works_without_the_definitions_of_sqlite(
    office: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL the tables are made from the models."""
    monkeypatch.setattr(template, "make_tables", empty_tables.declare_tables)
    monkeypatch.setattr("modelsearch.backends.database.USE_SQLITE_FTS", False)
    path = tmp_path / "template.sqlite3"
    template.make_template(path)
    trainee = trainee_of(office.people["editor"])
    with using_database(path):
        settle_people(trainee)
        page = ServicePage.objects.get(slug="layanan-a")
        page.title = "Diubah"
        page.save_revision().publish()
        assert Page.objects.get(pk=page.pk).title == "Diubah"
        known = set(ContentType.objects.values_list("pk", "app_label", "model"))
    assert known == set(ContentType.objects.values_list("pk", "app_label", "model"))


def test_it_is_made_once_a_day(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    monkeypatch.setattr(template, "make_template", made.append)
    now = now_zone.now()
    template.fresh_template(now=now)
    assert made == []
    template.fresh_template(now=now + timedelta(hours=template.HOURS_FRESH, minutes=5))
    assert made == [places.template()]


def test_a_new_version_makes_it_anew(
    office: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    monkeypatch.setattr(template, "make_template", made.append)
    monkeypatch.setattr(places, "code_stamp", lambda: "newer")
    template.fresh_template()
    assert made == [places.template()]


def test_tomorrows_is_made_before_anybody_waits(
    office: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    monkeypatch.setattr(template, "make_template", made.append)
    template.keep_template_fresh()
    assert made == []
    nearly_old = template.HOURS_FRESH * 3600 - template.SECONDS_BETWEEN_LOOKS
    made_at = now_zone.now().timestamp() - nearly_old
    os.utime(places.template(), (made_at, made_at))
    template.keep_template_fresh()
    os.utime(places.template())
    assert made == [places.template()]


def test_only_indexes_that_keep_a_promise_take_room(office: Cast) -> None:
    with sqlite3.connect(places.template()) as made:
        found = made.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
    made.close()
    assert found
    assert all(sql.upper().startswith("CREATE UNIQUE") for (sql,) in found)


def test_the_doctor_says_what_keeps_people_from_practising(
    office: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [one.id for one in doctor.people_can_practise()] == ["academy.G1"]
    monkeypatch.setattr(doctor, "LEAST_FREE_BYTES", 1 << 62)
    monkeypatch.setattr(doctor, "MOST_COPIES", 0)
    monkeypatch.setattr(doctor, "is_fresh", lambda *_: False)
    found = {one.id: one.hint for one in doctor.people_can_practise()}
    assert sorted(str(one) for one in found) == [
        "academy.G1",
        "academy.G2",
        "academy.G3",
        "academy.G4",
    ]
    assert found["academy.G2"]
    assert found["academy.G3"]


def test_what_fails_leaves_the_old_one(
    office: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "template.sqlite3"
    path.write_bytes(b"old")

    def fail(_path: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(template, "_fill", fail)
    with pytest.raises(OSError, match="disk full"):
        template.make_template(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_tables_of_people_are_not_among_them(office: Cast) -> None:
    named = set(template.tables())
    for table in (
        *("auth_user", "django_session", "guard_staffmember", "academy_copy"),
        *("notifications_outgoingmail", "feedback_pageanswer", "workspace_errand"),
        *("wagtailcore_revision", "wagtailcore_pagelogentry", "approval_remark"),
        *("finder_searchcount", "truth_finding", "publishing_change"),
    ):
        assert table not in named, table


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (True, 1),
        (uuid.UUID(int=5), "00000000000000000000000000000005"),
        (
            datetime(2026, 1, 2, 8, tzinfo=timezone(timedelta(hours=8))),
            "2026-01-02 00:00:00",
        ),
        (datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), "2026-01-02 03:04:05.000006"),
        (date(2026, 1, 2), "2026-01-02"),
        (time(8, 30), "08:30:00"),
        (Decimal("1.50"), "1.50"),
        ("teks", "teks"),
        (None, None),
        (7, 7),
    ],
)
def test_values_as_sqlite_has_them(value: Any, wanted: Any) -> None:
    assert template.stored(value) == wanted


def test_the_real_database_is_only_read(office: Cast, tmp_path: Path) -> None:
    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        assert sql.lstrip().upper().startswith(("SELECT", "PRAGMA")), sql
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        template.make_template(tmp_path / "template.sqlite3")
    with sqlite3.connect(tmp_path / "template.sqlite3") as made:
        assert made.execute("SELECT COUNT(*) FROM wagtailcore_page").fetchone()[0] > 2
    made.close()
