"""Every screen and every write of the desk, tried by a fixed cast.

The addresses come from the resolver, so a screen that somebody adds tomorrow is tried
too. What is asserted is about the outcome (what is shown, what is stored), not about
which form led to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from gerai.guard.tests.once import kept_for_the_file
from gerai.workspace.tests.cast import FOREIGN_KEY, SECRET, Cast, make_cast
from gerai.workspace.tests.desk_addresses import desk_addresses

pytestmark = pytest.mark.django_db

STRANGERS = ("anonymous", "editor", "operator", "reviewer")
# What belongs to agency B or to the mall as a whole.
GUARDED = (
    "wagtailcore.Page",
    "directory.AgencyPage",
    "directory.ServicePage",
    "directory.Counter",
    "directory.Regulation",
    "directory.MallStandard",
    "place.Schedule",
    "place.Closure",
    "place.Mall",
    "place.MallFact",
    "place.Floor",
    "place.Facility",
    "place.HolidayChange",
    "newsroom.Banner",
    "newsroom.Question",
    "newsroom.Topic",
    "feedback.PageAnswer",
    "feedback.ReviewRequest",
    "finder.SearchWords",
    "finder.ElsewhereTopic",
    "wagtailimages.Image",
    "wagtaildocs.Document",
    "files.EarlierFile",
    "files.Replacement",
    "wagtailcore.Revision",
    "wagtailcore.Collection",
    "wagtailcore.Site",
    "wagtailcore.Locale",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.GroupPagePermission",
    "wagtailcore.Workflow",
    "wagtailcore.WorkflowPage",
    "wagtailcore.Task",
    "wagtailredirects.Redirect",
    "auth.User",
    "auth.Group",
    "auth.User_groups",
    "guard.StaffMember",
    "approval.OfficeRules",
    "approval.Remark",
    "academy.Lesson",
    "academy.TrainingClass",
    "academy.ClassMember",
    "academy.Certificate",
    "academy.SkillScore",
    "wagtailcore.WorkflowState",
    "wagtailcore.TaskState",
)
# Signing in writes the time of it; that is no change of an account.
COLUMNS = {"auth.User": "id, username, password, email, is_active, is_superuser"}
# What an editor of A may add to: their own branch and collection.
PAYLOAD: dict[str, Any] = {
    "title": "Diambil alih",
    "name": "Diambil alih",
    "label": "Diambil alih",
    "slug": "diambil-alih",
    "email": "penyusup@example.go.id",
    "username": "penyusup",
    "role": "administrator",
    "act": "disable",
    "new_parent_page": str(FOREIGN_KEY),
    "destination": str(FOREIGN_KEY),
    "cascade": "1",
    "action-publish": "action-publish",
    "action-delete": "1",
    "restriction_type": "login",
    "publish_copies": "on",
    "new_slug": "salinan",
    "new_title": "Salinan",
    "number": "9",
    "kind": "toilet",
    "status": "unknown",
    "trust": "general",
    "locales": ["1", "2"],
    "old_path": "/lama",
    "redirect_link": "https://example.com/",
    "hostname": "example.com",
    "port": "80",
    "root_page": str(FOREIGN_KEY),
    "next": "/admin/",
    "external-link-chooser-url": "https://example.com/",
}


@pytest.fixture(scope="module")
def built_cast(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Cast]:
    # What screens write on the disk is of this office, and no other test's.
    folder = override_settings(GERAI_DATA=tmp_path_factory.mktemp("data"))
    with folder, kept_for_the_file(django_db_blocker):
        made = make_cast()
        training = apps.get_model("academy.TrainingClass").objects.create(
            pk=FOREIGN_KEY, name="Kelas lain", held_on="2026-12-04"
        )
        training.members.create(person=made.people["editor_b"], was_there=True)
        yield made


@pytest.fixture
def cast(built_cast: Cast, db: None) -> Cast:
    return deepcopy(built_cast)


def client_of(cast: Cast, name: str) -> Client:
    client = Client(raise_request_exception=False)
    if name != "anonymous":
        client.force_login(cast.people[name])
    return client


def stored(labels: Iterable[str]) -> dict[str, str]:
    """A digest of every row of some models, by the table's name."""
    digests = {}
    for label in labels:
        table = apps.get_model(label)._meta.db_table
        with connection.cursor() as cursor:
            columns = COLUMNS.get(label, "*")
            cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY 1')  # noqa: S608
            digests[label] = hashlib.sha256(
                repr(cursor.fetchall()).encode()
            ).hexdigest()
    return digests


@pytest.mark.parametrize("name", STRANGERS)
def test_drafts_of_another_agency_are_nowhere_to_be_read(cast: Cast, name: str) -> None:
    client = client_of(cast, name)
    shown, failed = [], []
    for address in desk_addresses():
        for question in ("", f"?q={SECRET[:7]}&id={FOREIGN_KEY}"):
            answer = client.get(address + question)
            body = b"".join(answer) if answer.streaming else answer.content
            if SECRET.encode() in body.replace(f"q={SECRET[:7]}".encode(), b""):
                shown.append(address + question)
            if answer.status_code >= 500:
                failed.append(address + question)
        if "log" in address:  # signed out by the request
            client = client_of(cast, name)
    assert not shown, "\n".join(shown)
    assert not failed, "\n".join(failed)


def test_its_own_editor_and_the_readers_of_everything_do_find_it(cast: Cast) -> None:
    for name in ("editor_b", "manager", "auditor", "administrator"):
        client = client_of(cast, name)
        listing = client.get(f"/admin/pages/{cast.foreign.pk}/")
        assert SECRET in listing.content.decode(), name


def writes(cast: Cast, name: str) -> tuple[dict[str, list[str]], list[str]]:
    """What POSTing to every address changes, each undone; and what broke."""
    client = client_of(cast, name)
    before = stored(GUARDED)
    changed: dict[str, list[str]] = {}
    failed: list[str] = []
    for address in desk_addresses():
        point = transaction.savepoint()
        answer = client.post(f"{address}?id={FOREIGN_KEY}", PAYLOAD)
        after = stored(GUARDED)
        if answer.status_code >= 500:
            failed.append(address)
        if after != before:
            changed[address] = [key for key in before if after[key] != before[key]]
        transaction.savepoint_rollback(point)
        if name != "anonymous" and "log" in address:
            client = client_of(cast, name)  # signed out by the request
    return changed, failed


@pytest.mark.parametrize("name", [*STRANGERS, "auditor"])
@override_settings(ALLOWED_HOSTS=["testserver"])
def test_nothing_of_others_can_be_written(cast: Cast, name: str) -> None:
    changed, failed = writes(cast, name)

    assert not changed, "\n".join(changed)
    assert not failed, "\n".join(failed)


def test_the_same_requests_do_write_for_a_manager(cast: Cast) -> None:
    """Otherwise the test above would prove nothing."""
    changed, _failed = writes(cast, "manager")

    for address in (
        f"/admin/pages/{FOREIGN_KEY}/delete/",
        f"/admin/pages/{FOREIGN_KEY}/unpublish/",
        f"/admin/snippets/directory/counter/delete/{FOREIGN_KEY}/",
        f"/admin/images/{FOREIGN_KEY}/delete/",
        f"/admin/documents/delete/{FOREIGN_KEY}/",
        f"/admin/staf/{FOREIGN_KEY}/",
        f"/admin/akademi/kelas/{FOREIGN_KEY}/kehadiran/",
    ):
        assert address in changed
    assert len(changed) > 15


def test_nobody_becomes_more_than_they_are(cast: Cast) -> None:
    changed, _failed = writes(cast, "manager")

    people = {"auth.User", "auth.Group", "auth.User_groups"}
    touched = [key for key, what in changed.items() if people & set(what)]
    assert all(key.startswith("/admin/staf/") for key in touched), touched
    assert not User.objects.filter(is_superuser=True, username="penyusup").exists()
