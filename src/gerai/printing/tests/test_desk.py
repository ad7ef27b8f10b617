"""Printing in the desk: who may print what, and how one sees how far it is."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gerai.directory.models import ServicePage
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    ServicePageFactory,
    UserFactory,
)
from gerai.printing import jobs, libraries, store
from gerai.printing.exceptions import DrawingFailed, PressBusy
from gerai.printing.press import Job
from gerai.printing.tests.test_public import Stub

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Jobs are done when the answer arrives."""

    class Now:
        def __init__(self, target: Any, args: Any, daemon: bool) -> None:
            self._run = partial(target, *args)

        def start(self) -> None:
            self._run()

    monkeypatch.setattr("gerai.printing.jobs.threading.Thread", Now)
    yield
    cache.clear()


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Stub:
    stub = Stub()
    monkeypatch.setattr(jobs, "desk_press", stub)
    return stub


@pytest.fixture
def editor(service: ServicePage, client: Client) -> Any:
    user = UserFactory(editor_of=service.agency)
    client.force_login(user)
    return user


def wanted(service: ServicePage, **more: Any) -> dict[str, Any]:
    return {
        "instansi": service.agency.pk,
        "services": [service.pk],
        "kind": "lembar-a4",
        "language": "id",
        "version": "published",
        **more,
    }


def test_an_editor_prints_one_service(
    client: Client, service: ServicePage, editor: Any, stub: Stub
) -> None:
    progress = client.post(reverse("printing_choose"), wanted(service), follow=True)

    page = progress.content.decode()
    assert "Berkas sudah siap" in page
    link = page.partition('class="button" href="')[2].partition('"')[0]
    file = client.get(link)
    assert file["Content-Type"] == "application/pdf"
    assert "imigrasi-paspor-baru-lembar-a4-id.pdf" in file["Content-Disposition"]
    assert "no-store" in file["Cache-Control"]


def test_many_services_become_one_file_with_a_cover(
    client: Client, service: ServicePage, editor: Any, stub: Stub
) -> None:
    other = ServicePageFactory(agency=service.agency, title="Paspor anak")
    data = wanted(service, services=[other.pk, service.pk], kind="poster-a3")

    client.post(reverse("printing_choose"), data)

    (job,) = stub.jobs
    assert len(job.sheets) == 3
    assert "Daftar isi" in job.sheets[0].html
    # In the order of the tree, whatever the order of the boxes.
    assert "Paspor baru" in job.sheets[1].html
    assert "Paspor anak" in job.sheets[2].html


def test_a_draft_is_marked_and_only_printed_on_demand(
    client: Client, service: ServicePage, editor: Any, stub: Stub
) -> None:
    service.title = "Paspor hijau"
    service.save_revision()

    client.post(reverse("printing_choose"), wanted(service))
    client.post(reverse("printing_choose"), wanted(service, version="latest"))

    published, draft = (job.sheets[0].html for job in stub.jobs)
    assert "Paspor hijau" not in published
    assert "DRAF" not in published
    assert "Paspor hijau" in draft
    assert "DRAF: bukan yang dilihat pengunjung" in draft


def test_a_service_that_was_never_published(
    client: Client, service: ServicePage, editor: Any, stub: Stub
) -> None:
    draft = ServicePageFactory(agency=service.agency, title="Baru", draft=True)
    draft.save_revision()

    refused = client.post(reverse("printing_choose"), wanted(draft))
    client.post(reverse("printing_choose"), wanted(draft, version="latest"))

    assert "Belum ada yang diterbitkan" in refused.content.decode()
    assert len(stub.jobs) == 1
    assert "DRAF" in stub.jobs[0].sheets[0].html


def test_drafts_are_in_the_language_of_the_record(
    client: Client, service: ServicePage, editor: Any, stub: Stub
) -> None:
    data = wanted(service, version="latest", language="en")

    response = client.post(reverse("printing_choose"), data)

    assert "Draf dicetak dalam bahasa Indonesia" in response.content.decode()
    assert stub.jobs == []


def test_an_editor_neither_sees_nor_prints_what_is_another_agencys(
    client: Client, service: ServicePage, editor: Any, stub: Stub
) -> None:
    foreign = ServicePageFactory(
        agency=AgencyPageFactory(title="Instansi lain"), title="Milik orang", draft=True
    )

    page = client.get(
        reverse("printing_choose"), {"instansi": foreign.agency.pk}
    ).content.decode()
    forged = client.post(
        reverse("printing_choose"), wanted(service, services=[foreign.pk])
    )
    other = client.post(reverse("printing_choose"), wanted(foreign))

    assert "Milik orang" not in page
    assert "Instansi lain" not in page
    assert forged.status_code == 200
    assert "Milik orang" not in forged.content.decode()
    assert other.status_code == 200
    assert stub.jobs == []


def test_nobody_fetches_anothers_file(
    client: Client, service: ServicePage, editor: Any, stub: Stub
) -> None:
    client.post(reverse("printing_choose"), wanted(service, version="latest"))
    token = next(iter(_tokens()))
    colleague = Client()
    colleague.force_login(UserFactory(editor_of=service.agency))

    for name in ("printing_progress", "printing_fetch"):
        assert colleague.get(reverse(name, args=[token])).status_code == 404
        assert Client().get(reverse(name, args=[token])).status_code == 302
        assert client.get(reverse(name, args=["ditebak"])).status_code == 404


def test_who_lost_the_agency_lost_the_file_too(
    client: Client, service: ServicePage, editor: Any, stub: Stub
) -> None:
    client.post(reverse("printing_choose"), wanted(service))
    token = next(iter(_tokens()))
    editor.groups.first().page_permissions.all().delete()

    response = client.get(reverse("printing_fetch", args=[token]))

    assert response.status_code in {302, 403}
    assert response.get("Content-Type") != "application/pdf"


def test_who_edits_nothing_has_no_business_here(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)

    assert client.get(reverse("printing_choose")).status_code == 302
    assert Client().get(reverse("printing_choose")).status_code == 302


@pytest.mark.parametrize("change", [{"services": []}, {"kind": "x"}, {"version": ""}])
def test_an_incomplete_choice_is_said_and_nothing_is_drawn(
    client: Client,
    service: ServicePage,
    editor: Any,
    stub: Stub,
    change: dict[str, Any],
) -> None:
    response = client.post(reverse("printing_choose"), wanted(service, **change))

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert stub.jobs == []


@pytest.mark.parametrize(
    ("problem", "words"),
    [(PressBusy(), "Rekan lain sedang mencetak"), (DrawingFailed("x"), "gagal dibuat")],
)
def test_trouble_is_said_in_words(  # noqa: PLR0917 - parameters and fixtures
    client: Client,
    service: ServicePage,
    editor: Any,
    monkeypatch: pytest.MonkeyPatch,
    problem: Exception,
    words: str,
) -> None:
    monkeypatch.setattr(jobs, "desk_press", Stub(problem))

    response = client.post(reverse("printing_choose"), wanted(service), follow=True)

    assert words in response.content.decode()
    assert "Refresh" not in response


def test_one_sees_how_far_it_is_without_a_script(
    client: Client, service: ServicePage, editor: Any
) -> None:
    job = jobs.PrintJob(
        "t", editor.pk, "Imigrasi", "a.pdf", (service.pk,), "d", of=31, done=7
    )
    jobs._remember(job)

    response = client.get(reverse("printing_progress", args=["t"]))

    assert response["Refresh"] == "2"
    assert "7 dari 31 lembar selesai" in response.content.decode()
    assert client.get(reverse("printing_fetch", args=["t"])).status_code == 404


def test_a_job_that_died_with_its_process_is_not_waited_for(
    client: Client, service: ServicePage, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = jobs.PrintJob("t", editor.pk, "Imigrasi", "a.pdf", (service.pk,), "d", of=31)
    jobs._remember(job)
    monkeypatch.setattr(jobs, "SILENT_SECONDS", -1.0)

    response = client.get(reverse("printing_progress", args=["t"]))

    assert "Refresh" not in response
    assert "gagal dibuat" in response.content.decode()


def test_a_file_that_left_the_store_is_404(
    client: Client, service: ServicePage, editor: Any, stub: Stub
) -> None:
    client.post(reverse("printing_choose"), wanted(service))
    for path in store.folder().iterdir():
        path.unlink()

    token = next(iter(_tokens()))
    assert client.get(reverse("printing_fetch", args=[token])).status_code == 404


def test_the_desk_names_the_missing_package(
    client: Client,
    service: ServicePage,
    editor: Any,
    stub: Stub,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needed = {**libraries.NEEDED, "libpango-1.0-0": ("libtidakada.so.0",)}
    monkeypatch.setattr(libraries, "NEEDED", needed)
    libraries.missing_packages.cache_clear()
    try:
        page = client.get(reverse("printing_choose")).content.decode()
        posted = client.post(reverse("printing_choose"), wanted(service))
    finally:
        libraries.missing_packages.cache_clear()

    assert "libpango-1.0-0" in page
    assert "disabled" in page
    assert posted.status_code == 200
    assert stub.jobs == []


def test_the_button_stands_on_services_and_agencies(
    client: Client, service: ServicePage, editor: Any
) -> None:
    for page in (service, service.agency):
        edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert f"/admin/cetak/?instansi={service.agency.pk}" in edit.content.decode()


def test_queries_of_the_list_do_not_grow(
    client: Client, service: ServicePage, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(UserFactory(administrator=True))
    address = reverse("printing_choose"), {"instansi": service.agency.pk}
    client.get(*address)
    with CaptureQueriesContext(connection) as before:
        client.get(*address)
    for _ in range(4):
        ServicePageFactory(agency=service.agency)
        ServicePageFactory(agency=AgencyPageFactory())

    with CaptureQueriesContext(connection) as after:
        client.get(*address)

    assert len(after) == len(before)


def test_a_job_is_told_sheet_by_sheet(
    service: ServicePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    class Talking(Stub):
        def draw(self, job: Job, progress: Any = None) -> bytes:
            for done in (1, 2):
                progress(done, 2)
                found = jobs.job_with("t", owner_id=1)
                assert found is not None
                seen.append(found.done)
            return super().draw(job)

    monkeypatch.setattr(jobs, "desk_press", Talking())
    job = jobs.PrintJob("t", 1, "Judul", "a.pdf", (service.pk,), "d", of=2)

    done = jobs.run(job, Job(css="", sheets=(), identifier="d"))

    assert seen == [1, 2]
    assert done.state == jobs.State.READY


def _tokens() -> list[str]:
    """Tokens of the jobs in the cache of this process."""
    prefix = "printing:job:"
    keys = [str(key) for key in cache._cache]  # type: ignore[attr-defined]
    return [key.partition(prefix)[2] for key in keys if prefix in key]
