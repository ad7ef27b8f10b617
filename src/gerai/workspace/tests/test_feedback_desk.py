"""What staff see of readers' answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gerai.directory.models import AgencyPage
from gerai.directory.tests.factories import AgencyPageFactory, ServicePageFactory
from gerai.feedback.models import PageAnswer
from gerai.guard.roles import Role, settle_roles
from gerai.place.tests.factories import MallFactory
from gerai.workspace.tests.cast import person

pytestmark = pytest.mark.django_db


def said(
    page: object, text: str = "", *, is_helpful: bool = False, days: int = 0
) -> PageAnswer:
    return PageAnswer.objects.create(
        page=page,
        language="id",
        is_helpful=is_helpful,
        text=text,
        received_on=timezone.localdate() - timedelta(days=days),
    )


@pytest.fixture
def agency() -> AgencyPage:
    MallFactory()
    settle_roles()
    found: AgencyPage = AgencyPageFactory(title="Imigrasi", slug="imigrasi")
    return found


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_most_urgent_page_comes_first_and_each_editor_sees_their_own(
    agency: AgencyPage,
) -> None:
    mild = ServicePageFactory(agency=agency, title="Paspor anak")
    bad = ServicePageFactory(agency=agency, title="Paspor baru")
    foreign = ServicePageFactory(agency=AgencyPageFactory(), title="Layanan lain")
    said(mild, is_helpful=True)
    said(mild, "Cukup jelas", is_helpful=True)
    said(bad, "Syaratnya kurang")
    said(bad)
    said(foreign, "Rahasia lain")
    manager = signed_in(person(Role.MANAGER, "pengelola"))
    text = manager.get("/admin/suara-pembaca/").content.decode()
    assert text.index("Paspor baru") < text.index("Layanan lain")
    assert text.index("Layanan lain") < text.index("Paspor anak")

    editor = signed_in(person(Role.EDITOR, "editor", agency))
    text = editor.get("/admin/suara-pembaca/").content.decode()
    assert "Paspor baru" in text
    assert "Layanan lain" not in text
    assert editor.get(f"/admin/suara-pembaca/{foreign.pk}/").status_code == 404
    page = editor.get(f"/admin/suara-pembaca/{bad.pk}/").content.decode()
    assert "Syaratnya kurang" in page


def test_what_is_handled_leaves_the_list_and_can_come_back(agency: AgencyPage) -> None:
    page = ServicePageFactory(agency=agency, title="Paspor baru")
    first, second = said(page, "Satu"), said(page, "Dua")
    editor = signed_in(person(Role.EDITOR, "editor", agency))
    address = f"/admin/suara-pembaca/{page.pk}/"
    editor.post(address, {"act": "handled", "answer": [first.pk, second.pk]})
    assert "Paspor baru" not in editor.get("/admin/suara-pembaca/").content.decode()
    everything = editor.get("/admin/suara-pembaca/?state=all").content.decode()
    assert "Paspor baru" in everything
    editor.post(address, {"act": "reopen", "answer": [first.pk]})
    assert "Paspor baru" in editor.get("/admin/suara-pembaca/").content.decode()


def test_filters_narrow_and_nonsense_does_no_harm(agency: AgencyPage) -> None:
    page = ServicePageFactory(agency=agency, title="Paspor baru")
    said(page, days=60)
    manager = signed_in(person(Role.MANAGER, "pengelola"))
    for query, is_there in (
        ("", True),
        ("?days=30", False),
        ("?language=en", False),
        (f"?agency={agency.pk}", True),
        (f"?agency={AgencyPageFactory().pk}", False),
        ("?days=x&state=y&agency=z&p=w", True),
    ):
        text = manager.get(f"/admin/suara-pembaca/{query}").content.decode()
        assert (f"/{page.pk}/" in text) is is_there, query


def test_the_list_asks_as_many_questions_for_many_pages(agency: AgencyPage) -> None:
    manager = signed_in(person(Role.MANAGER, "pengelola"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            manager.get("/admin/suara-pembaca/")
        return len(captured)

    said(ServicePageFactory(agency=agency))
    queries()
    few = queries()
    for _ in range(12):
        said(ServicePageFactory(agency=agency), "Kurang jelas")
    assert queries() <= few


def test_roles_without_pages_stay_out(agency: AgencyPage) -> None:
    for role, section in ((Role.OPERATOR, agency), (Role.REVIEWER, None)):
        client = signed_in(person(role, f"orang-{role}", section))
        assert client.get("/admin/suara-pembaca/").status_code in {302, 403}
