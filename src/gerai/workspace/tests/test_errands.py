"""Everyday tasks as a person does them: form, preview, out, undone."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from gerai.approval.models import Remark
from gerai.approval.services import decide
from gerai.directory.models import AgencyPage, Counter, ServicePage
from gerai.directory.standard.parsing import raw_items
from gerai.directory.tests.factories import AgencyPageFactory, ServicePageFactory
from gerai.files.models import Replacement
from gerai.files.tests.samples import PDF
from gerai.guard.roles import Role, settle_roles
from gerai.guard.tests.once import indexed_once, kept_for_the_file
from gerai.newsroom.models import (
    DocumentIndexPage,
    DocumentPage,
    NewsPage,
    NoticePage,
)
from gerai.place.models import Closure, Schedule
from gerai.place.selectors import mall_timezone
from gerai.place.tests.factories import MallFactory
from gerai.website.structure import ensure_site_structure
from gerai.workspace.errands.services import forget_old
from gerai.workspace.models import Errand, UnfinishedUpload
from gerai.workspace.tests.cast import person

pytestmark = pytest.mark.django_db


class Office:
    """Two agencies, their service, one person of each kind."""

    def __init__(self) -> None:
        self.mall = MallFactory()
        with indexed_once():
            ensure_site_structure()
        settle_roles()
        self.agency = AgencyPageFactory(title="Imigrasi", slug="imigrasi")
        self.service = ServicePageFactory(
            agency=self.agency, title="Paspor baru", slug="paspor-baru"
        )
        self.service.fees = [
            ("fee", {"label": "Paspor", "kind": "fixed", "amount": 350_000})
        ]
        self.service.save_revision().publish()
        self.service.refresh_from_db()
        self.other = AgencyPageFactory(title="Samsat", slug="samsat")
        self.foreign = ServicePageFactory(
            agency=self.other, title="Pajak", slug="pajak"
        )
        self.editor = person(Role.EDITOR, "editor", self.agency)
        self.colleague = person(Role.EDITOR, "rekan", self.agency)
        self.manager = person(Role.MANAGER, "manager")

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client


@pytest.fixture(scope="module")
def shared_office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    """Built once, and taken back after the last test of this file."""
    with kept_for_the_file(django_db_blocker):
        yield Office()


@pytest.fixture
def office(shared_office: Office, db: None) -> Office:
    return deepcopy(shared_office)


def prepare(client: Client, address: str, data: dict[str, Any]) -> Errand:
    """Send a form; the task that came of it."""
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Errand.objects.latest("pk")


def do(client: Client, errand: Errand) -> Errand:
    answer = client.post(f"/admin/tugas/lihat/{errand.pk}/")
    assert answer.status_code == 302
    errand.refresh_from_db()
    return errand


def undo(client: Client, errand: Errand) -> Errand:
    client.post(f"/admin/tugas/batal/{errand.pk}/")
    errand.refresh_from_db()
    return errand


def looked_at(client: Client, errand: Errand) -> str:
    """The page in the frame of the preview."""
    answer = client.get(f"/admin/tugas/lihat/{errand.pk}/halaman/")
    assert answer.status_code == 200
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    return answer.content.decode()


def warned(client: Client) -> str:
    """What the home screen says in its messages."""
    return client.get("/admin/").content.decode()


# Home screen


def test_the_home_screen_offers_what_the_person_may_do(office: Office) -> None:
    editor = office.client(office.editor).get("/admin/").content.decode()
    manager = office.client(office.manager).get("/admin/").content.decode()

    for key in ("tutup", "jam", "koreksi", "pengumuman", "serah-terima", "komentar"):
        assert f"/admin/tugas/{key}/" in editor
    assert "/admin/tugas/berita/" not in editor
    assert "/admin/staf/undang/" not in editor
    assert "/admin/tugas/berita/" in manager
    assert "/admin/staf/undang/" in manager


def test_an_auditor_is_offered_nothing(office: Office) -> None:
    auditor = office.client(person(Role.AUDITOR, "auditor"))

    assert "/admin/tugas/" not in auditor.get("/admin/").content.decode()


def test_an_operator_closes_and_does_nothing_else(office: Office) -> None:
    operator = office.client(person(Role.OPERATOR, "operator", office.agency))

    home = operator.get("/admin/").content.decode()
    assert "/admin/tugas/tutup/" in home
    assert "/admin/tugas/jam/" not in home
    assert operator.get("/admin/tugas/jam/").status_code == 302
    assert (
        operator.get(f"/admin/tugas/tutup/instansi-{office.agency.pk}/").status_code
        == 200
    )


def test_the_home_screen_costs_the_same_with_many_services(
    office: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(15):
        ServicePageFactory(agency=office.agency, slug=f"layanan-{number}")
    client = office.client(office.editor)
    client.get("/admin/")

    with django_assert_max_num_queries(110):
        client.get("/admin/")
    for key, bound in (("koreksi", 50), ("versi", 50), ("ponsel", 50), ("tutup", 50)):
        with django_assert_max_num_queries(bound):
            client.get(f"/admin/tugas/{key}/", {"q": "layanan"})


# Closing


def closing_address(office: Office) -> str:
    return f"/admin/tugas/tutup/instansi-{office.agency.pk}/"


def test_close_this_afternoon_and_undo(office: Office) -> None:
    client = office.client(office.editor)
    assert client.get("/admin/tugas/tutup/").headers["Location"] == closing_address(
        office
    ), "with one agency there is nothing to choose"
    errand = prepare(
        client, closing_address(office), {"when": "afternoon", "ready_reason": "0"}
    )

    assert "listrik padam" in looked_at(client, errand)
    assert not Closure.objects.exists(), "a look changes nothing"
    assert AgencyPage.objects.get(pk=office.agency.pk).schedule is None
    do(client, errand)
    closure = Closure.objects.get()
    assert (closure.from_time, closure.reason_en) == (time(12), "power cut")
    assert closure.schedule.follows_parent, "it has no hours of its own"
    agency = AgencyPage.objects.get(pk=office.agency.pk)
    assert closure.schedule == agency.schedule
    assert "listrik padam" in client.get("/instansi/imigrasi/").content.decode()
    home = client.get(f"/admin/?selesai={errand.pk}").content.decode()
    assert "/instansi/imigrasi/" in home
    assert f"/admin/tugas/batal/{errand.pk}/" in home

    undo(client, errand)
    assert not Closure.objects.exists()


def test_pressing_twice_closes_once(office: Office) -> None:
    client = office.client(office.editor)
    errand = prepare(
        client, closing_address(office), {"when": "today", "reason": "Rapat dinas"}
    )

    do(client, errand)
    do(client, errand)
    assert Closure.objects.count() == 1
    assert client.get(f"/admin/tugas/lihat/{errand.pk}/").status_code == 302, (
        "the back button leads to what was done"
    )


def test_undo_refuses_when_somebody_changed_it(office: Office) -> None:
    client = office.client(office.editor)
    errand = prepare(
        client, closing_address(office), {"when": "today", "reason": "Rapat"}
    )
    do(client, errand)
    Closure.objects.update(reason="Rapat sampai sore")

    errand = undo(client, errand)
    assert errand.undone_at is None
    assert Closure.objects.exists()
    assert "mengubah penutupan ini" in warned(client)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"first_day": ""}, "Pilih hari pertama"),
        ({"first_day": "2020-01-01"}, "sudah lewat"),
        ({"last_day": "2026-01-01"}, "sebelum"),
        ({"starts": "14:00", "ends": "09:00"}, "sebelum"),
        ({"reason": ""}, "Tulis alasannya"),
        ({"first_day": "2999-01-01"}, "setahun"),
    ],
)
def test_a_wrong_span_is_refused_in_words_and_kept(
    office: Office, wrong: dict[str, str], words: str
) -> None:
    tomorrow = (timezone.now() + timedelta(days=1)).date().isoformat()
    given = {"when": "own", "first_day": tomorrow, "reason": "Upacara"} | wrong

    answer = office.client(office.editor).post(closing_address(office), given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert given["reason"] in page
    assert not Errand.objects.exists()


def test_a_counter_is_closed_without_its_agency(office: Office) -> None:
    counter = Counter.objects.create(
        slug="loket-1", name="Loket 1", agency=office.agency
    )
    client = office.client(office.editor)
    listed = client.get("/admin/tugas/tutup/").content.decode()
    assert f"loket-{counter.pk}" in listed
    errand = prepare(
        client,
        f"/admin/tugas/tutup/loket-{counter.pk}/",
        {"when": "tomorrow", "ready_reason": "1"},
    )
    do(client, errand)

    counter.refresh_from_db()
    assert counter.schedule is not None
    assert counter.schedule.closures.count() == 1
    assert AgencyPage.objects.get(pk=office.agency.pk).schedule is None


def test_what_is_not_theirs_is_out_of_reach(office: Office) -> None:
    client = office.client(office.editor)
    for address in (
        f"/admin/tugas/tutup/instansi-{office.other.pk}/",
        "/admin/tugas/tutup/mal/",
        f"/admin/tugas/jam/instansi-{office.other.pk}/",
        f"/admin/tugas/koreksi/{office.foreign.pk}-biaya/",
        f"/admin/tugas/pengumuman/instansi-{office.other.pk}/",
        "/admin/tugas/pengumuman/mal/",
        f"/admin/tugas/versi/{office.foreign.pk}/",
        f"/admin/tugas/ponsel/{office.foreign.pk}/",
    ):
        assert client.get(address).status_code in {302, 403, 404}, address
        assert client.post(address, {"when": "today", "reason": "x"}).status_code in {
            302,
            403,
            404,
            405,
        }
    assert not Errand.objects.exists()


def test_nobody_does_or_undoes_for_others(office: Office) -> None:
    errand = prepare(
        office.client(office.editor),
        closing_address(office),
        {"when": "today", "reason": "Rapat"},
    )
    other = office.client(office.colleague)

    assert other.post(f"/admin/tugas/lihat/{errand.pk}/").status_code == 404
    assert other.get(f"/admin/tugas/lihat/{errand.pk}/halaman/").status_code == 404
    assert not Closure.objects.exists()


def test_the_permission_is_asked_again_at_the_final_act(office: Office) -> None:
    client = office.client(office.editor)
    errand = prepare(
        client, closing_address(office), {"when": "today", "reason": "Rapat"}
    )
    office.editor.groups.clear()
    office.editor.staff_member.delete()

    client.post(f"/admin/tugas/lihat/{errand.pk}/")
    assert not Closure.objects.exists()


# Hours


def hours(**days: str) -> dict[str, str]:
    return {f"weekly_{day}": hours for day, hours in days.items()}


def test_friday_hours_are_said_once_and_undone(office: Office) -> None:
    client = office.client(office.manager)
    schedule = office.mall.schedule
    before = schedule.weekly
    address = "/admin/tugas/jam/mal/"
    assert client.get(address).status_code == 200
    errand = prepare(client, address, hours(mon="08.00-15.00", fri="08.00-11.00"))

    assert "11.00" in looked_at(client, errand)
    do(client, errand)
    schedule.refresh_from_db()
    assert schedule.weekly["fri"] == [["08:00", "11:00"]]
    assert "11.00" in client.get("/jam-buka/").content.decode()

    undo(client, errand)
    schedule.refresh_from_db()
    assert schedule.weekly == before


def test_stale_hours_are_told_and_what_was_typed_stays(office: Office) -> None:
    client = office.client(office.manager)
    errand = prepare(client, "/admin/tugas/jam/mal/", hours(mon="08.00-15.00"))
    Schedule.objects.filter(pk=office.mall.schedule_id).update(
        weekly={"mon": [["07:00", "09:00"]]}
    )

    answer = client.post(f"/admin/tugas/lihat/{errand.pk}/", follow=True)
    page = answer.content.decode()
    assert "selagi Anda menulis" in page
    assert "08.00-15.00" in page
    errand.refresh_from_db()
    assert errand.done_at is None


def test_hours_that_no_clock_has_are_refused(office: Office) -> None:
    answer = office.client(office.manager).post(
        "/admin/tugas/jam/mal/", hours(mon="25.00-26.00")
    )

    assert answer.status_code == 422
    assert "25.00-26.00" in answer.content.decode()


# Notices


def notice_of(client: Client, address: str, **more: str) -> Errand:
    given = {"title": "Loket pindah", "text": "Ke *lantai 2*.", "until": "7"} | more
    return prepare(client, address, given)


def test_the_mall_publishes_a_notice_that_ends_by_itself(office: Office) -> None:
    client = office.client(office.manager)
    assert client.get("/admin/tugas/pengumuman/").status_code == 302
    errand = notice_of(client, "/admin/tugas/pengumuman/mal/")
    assert "<b>lantai 2</b>" in looked_at(client, errand)
    assert not NoticePage.objects.exists()
    do(client, errand)

    notice = NoticePage.objects.get()
    assert notice.live
    assert notice.url == "/pengumuman/loket-pindah/"
    ends = notice.ends_at.astimezone(mall_timezone())
    assert (ends.hour, ends.minute) == (23, 59)
    assert "Loket pindah" in client.get("/pengumuman/").content.decode()

    undo(client, errand)
    assert not NoticePage.objects.get().live
    assert client.get("/pengumuman/loket-pindah/").status_code in {404, 410}


def test_an_agency_writes_its_own_and_a_manager_approves(office: Office) -> None:
    client = office.client(office.editor)
    address = f"/admin/tugas/pengumuman/instansi-{office.agency.pk}/"
    errand = do(client, notice_of(client, address))
    notice = NoticePage.objects.get()
    assert not notice.live
    assert not errand.outcome["is_live"]
    assert notice.agency == office.agency

    notice.get_latest_revision().publish(user=office.manager)
    notice.refresh_from_db()
    assert notice.url == "/instansi/imigrasi/loket-pindah/"
    for listed in ("/pengumuman/", "/instansi/imigrasi/", "/"):
        assert "Loket pindah" in client.get(listed).content.decode(), listed
    assert client.get(notice.url).status_code == 200


def test_what_was_handed_in_can_be_taken_back(office: Office) -> None:
    client = office.client(office.editor)
    address = f"/admin/tugas/pengumuman/instansi-{office.agency.pk}/"
    errand = do(client, notice_of(client, address))

    undo(client, errand)
    assert not NoticePage.objects.exists()


def test_an_end_in_the_past_and_an_endless_title_are_refused(office: Office) -> None:
    client = office.client(office.manager)
    past = {"until": "own", "day": "2020-01-01"}
    for wrong, words in (
        (past, "sudah lewat"),
        ({"title": "a" * 300}, "paling banyak"),
        ({"title": " \u200b "}, "kosong"),
        ({"until": "own"}, "Pilih hari"),
    ):
        given = {"title": "Judul", "until": "7"} | wrong
        answer = client.post("/admin/tugas/pengumuman/mal/", given)
        assert answer.status_code == 422, wrong
        assert words in answer.content.decode()
    assert not Errand.objects.exists()


def test_two_notices_of_one_name_have_two_addresses(office: Office) -> None:
    client = office.client(office.manager)
    for _ in range(2):
        do(client, notice_of(client, "/admin/tugas/pengumuman/mal/"))

    assert {one.slug for one in NoticePage.objects.all()} == {
        "loket-pindah",
        "loket-pindah-2",
    }


def test_pasted_scripts_and_emoji_do_no_harm(office: Office) -> None:
    client = office.client(office.manager)
    errand = notice_of(
        client,
        "/admin/tugas/pengumuman/mal/",
        title="Halo 👋 <b>tebal</b>",
        text="•\tsatu\n•\tdua\n\n<img src=x>",
    )
    do(client, errand)

    body = NoticePage.objects.get().body
    assert "<ul><li>satu</li><li>dua</li></ul>" in body
    assert "<img" not in body
    page = client.get(NoticePage.objects.get().url).content.decode()
    assert "<b>tebal" not in page


# Corrections


def fee_form(amount: str, **more: str) -> dict[str, str]:
    return {
        "item-0-amount": amount,
        "item-0-kind": "fixed",
        "item-0-label": "Paspor",
        "new-kind": "fixed",
    } | more


def test_a_manager_corrects_a_fee_and_undoes_it(office: Office) -> None:
    client = office.client(office.manager)
    address = f"/admin/tugas/koreksi/{office.service.pk}-biaya/"
    assert "350.000" in client.get(address).content.decode()
    errand = prepare(client, address, fee_form("Rp 375.000"))
    assert "375.000" in looked_at(client, errand)
    do(client, errand)

    service = ServicePage.objects.get(pk=office.service.pk)
    assert raw_items(service, "fees")[0]["value"]["amount"] == 375_000
    assert not service.has_unpublished_changes

    undo(client, errand)
    service = ServicePage.objects.get(pk=office.service.pk)
    assert raw_items(service, "fees")[0]["value"]["amount"] == 350_000


def test_a_correction_keeps_the_draft_that_lies_on_top(office: Office) -> None:
    draft = office.service.get_latest_revision_as_object()
    draft.summary = "Masih ditulis"
    draft.save_revision(user=office.colleague)
    client = office.client(office.manager)
    address = f"/admin/tugas/koreksi/{office.service.pk}-biaya/"
    do(client, prepare(client, address, fee_form("400000")))

    service = ServicePage.objects.get(pk=office.service.pk)
    assert service.summary != "Masih ditulis", "nobody else's draft goes out"
    assert raw_items(service, "fees")[0]["value"]["amount"] == 400_000
    newest = service.get_latest_revision_as_object()
    assert newest.summary == "Masih ditulis"
    assert raw_items(newest, "fees")[0]["value"]["amount"] == 400_000


def test_an_editors_correction_waits_and_can_be_taken_back(office: Office) -> None:
    client = office.client(office.editor)
    address = f"/admin/tugas/koreksi/{office.service.pk}-biaya/"
    errand = prepare(client, address, fee_form("400000"))
    assert "400.000" in looked_at(client, errand)
    do(client, errand)
    service = ServicePage.objects.get(pk=office.service.pk)
    assert raw_items(service, "fees")[0]["value"]["amount"] == 350_000
    assert service.has_unpublished_changes
    assert client.get(address).status_code == 302, "it waits for approval"
    assert "menunggu persetujuan" in warned(client)

    undo(client, errand)
    service = ServicePage.objects.get(pk=office.service.pk)
    assert not service.has_unpublished_changes
    assert not service.workflow_in_progress
    assert client.get(address).status_code == 200


def test_stale_corrections_are_told(office: Office) -> None:
    client = office.client(office.manager)
    address = f"/admin/tugas/koreksi/{office.service.pk}-biaya/"
    errand = prepare(client, address, fee_form("375000"))
    service = ServicePage.objects.get(pk=office.service.pk)
    service.fees = [("fee", {"label": "Paspor", "kind": "free"})]
    service.save_revision(user=office.colleague).publish()

    page = client.post(f"/admin/tugas/lihat/{errand.pk}/", follow=True)
    assert "selagi Anda menulis" in page.content.decode()
    assert "375.000" in page.content.decode()


def test_undo_refuses_when_the_page_went_on(office: Office) -> None:
    client = office.client(office.manager)
    address = f"/admin/tugas/koreksi/{office.service.pk}-biaya/"
    errand = do(client, prepare(client, address, fee_form("375000")))
    service = ServicePage.objects.get(pk=office.service.pk)
    service.summary = "Baru"
    service.save_revision(user=office.colleague).publish()

    assert undo(client, errand).undone_at is None
    assert "mengubah" in warned(client)
    assert ServicePage.objects.get(pk=office.service.pk).summary == "Baru"


def test_free_and_an_amount_settle_by_what_was_typed(office: Office) -> None:
    client = office.client(office.manager)
    address = f"/admin/tugas/koreksi/{office.service.pk}-biaya/"
    free = fee_form("350.000") | {"item-0-kind": "free"}
    do(client, prepare(client, address, free))
    service = ServicePage.objects.get(pk=office.service.pk)
    assert raw_items(service, "fees")[0]["value"]["amount"] is None
    assert service.is_free

    amount = fee_form("90.000") | {"item-0-kind": "free"}
    do(client, prepare(client, address, amount))
    service = ServicePage.objects.get(pk=office.service.pk)
    assert raw_items(service, "fees")[0]["value"]["kind"] == "fixed"


def test_items_are_added_and_taken_away(office: Office) -> None:
    client = office.client(office.manager)
    address = f"/admin/tugas/koreksi/{office.service.pk}-syarat/"
    do(client, prepare(client, address, {"new-text": "Kartu keluarga"}))
    service = ServicePage.objects.get(pk=office.service.pk)
    assert raw_items(service, "requirements")[-1]["value"]["text"] == "Kartu keluarga"
    count = len(raw_items(service, "requirements"))
    rows = {
        f"item-{index}-text": item["value"]["text"]
        for index, item in enumerate(raw_items(service, "requirements"))
    }
    do(
        client,
        prepare(client, address, rows | {f"item-{count - 1}-is_removed": "on"}),
    )
    service = ServicePage.objects.get(pk=office.service.pk)
    assert len(raw_items(service, "requirements")) == count - 1


def test_a_wrong_amount_is_refused_beside_its_field(office: Office) -> None:
    client = office.client(office.manager)
    answer = client.post(
        f"/admin/tugas/koreksi/{office.service.pk}-biaya/", fee_form("gratis saja")
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_item-0-amount"' in page
    assert "gratis saja" in page


# News and documents


def test_news_with_a_photo_that_is_sent_once(office: Office) -> None:
    client = office.client(office.manager)
    today = date.today().isoformat()
    given = {"title": "Kunjungan", "text": "Ramai.", "published_on": today}
    photo = SimpleUploadedFile("foto.png", get_test_image_file().file.getvalue())
    refused = client.post("/admin/tugas/berita/", given | {"photo_0": photo})
    assert refused.status_code == 422, "nobody said what the photo shows"
    (image,) = get_image_model().objects.all()
    assert f'value="{image.pk}"' in refused.content.decode()
    errand = prepare(
        client,
        "/admin/tugas/berita/",
        given | {"kept_0": str(image.pk), "shows_0": "Warga di loket"},
    )
    assert "Warga di loket" in looked_at(client, errand)
    do(client, errand)

    news = NewsPage.objects.get()
    assert news.live
    assert [row.alt_text for row in news.pictures.all()] == ["Warga di loket"]
    assert "Kunjungan" in client.get("/berita/").content.decode()
    undo(client, errand)
    assert not NewsPage.objects.get().live


def test_a_file_that_is_no_picture_is_refused(office: Office) -> None:
    client = office.client(office.manager)
    program = SimpleUploadedFile("foto.jpg", b"MZ\x90\x00 not a picture")
    answer = client.post(
        "/admin/tugas/berita/",
        {
            "title": "Kunjungan",
            "text": "Ramai.",
            "published_on": date.today().isoformat(),
            "photo_0": program,
            "shows_0": "Warga",
        },
    )

    assert answer.status_code == 422
    assert not get_image_model().objects.exists()


def test_a_replaced_form_keeps_its_address_and_the_old_file(office: Office) -> None:
    index = DocumentIndexPage.objects.get(locale__language_code="id")
    page = DocumentPage(title="Formulir paspor", slug="formulir-paspor")
    index.add_child(instance=page)
    page.save_revision().publish()
    client = office.client(office.manager)
    address = f"/admin/tugas/formulir/{page.pk}/"
    tasks = []
    for name in ("lama.pdf", "baru.pdf"):
        file = SimpleUploadedFile(name, PDF + name.encode())
        errand = prepare(client, address, {"file": file})
        assert "unduh/" in looked_at(client, errand)
        tasks.append(do(client, errand))

    lasting = f"{page.url}unduh/"
    assert "baru" in client.get(lasting).headers["Location"]
    page = DocumentPage.objects.get(pk=page.pk)
    assert [v.document.filename[:4] for v in page.versions.all()] == ["baru", "lama"]
    undo(client, tasks[1])
    assert "lama" in client.get(lasting).headers["Location"]
    again = SimpleUploadedFile("baru.pdf", PDF + b"baru.pdf")
    stored = prepare(client, address, {"file": again}).given["document"]
    assert stored == tasks[1].given["document"], "a file that is here is used"


def with_form(office: Office, *, of: str = "permohonan") -> tuple[ServicePage, Any]:
    """The office's service, one requirement of which is a form."""
    document = Document(
        title=f"Formulir {of}", file=ContentFile(PDF + of.encode(), name=f"{of}.pdf")
    )
    document._set_document_file_metadata()
    document.save()
    service = ServicePage.objects.get(pk=office.service.pk)
    service.requirements = [
        ("requirement", {"text": "KTP"}),
        ("requirement", {"text": "Formulir", "form": document}),
    ]
    service.save_revision().publish()
    return ServicePage.objects.get(pk=service.pk), document


def handed_out(document: Any) -> bytes:
    """What a visitor gets at the address of a document."""
    answer = Client().get(document.url)
    address = answer.headers.get("Location", document.url)
    found = Document.objects.get(pk=resolve(address).kwargs["document_id"])
    return bytes(found.file.open().read())


def approve(office: Office, page: Page) -> None:
    state = page.current_workflow_task_state
    assert state is not None
    decide(task_state=state, by=office.manager, approve=True)


def test_an_editor_replaces_a_form_of_a_requirement(office: Office) -> None:
    service, old = with_form(office)
    client = office.client(office.editor)
    address = f"/admin/tugas/formulir/{service.pk}-{old.pk}/"
    # With a single form there is nothing to choose.
    assert client.get("/admin/tugas/formulir/").headers["Location"] == address
    errand = prepare(
        client, address, {"file": SimpleUploadedFile("baru.pdf", PDF + b"baru")}
    )
    new = Document.objects.get(pk=errand.given["document"])
    assert new.url in looked_at(client, errand)
    assert handed_out(old) == PDF + b"permohonan", "a preview changes nothing"

    do(client, errand)
    assert handed_out(old) == PDF + b"permohonan", "it waits for approval"
    approve(office, service)

    assert handed_out(old) == PDF + b"baru"
    live = ServicePage.objects.get(pk=service.pk)
    used = [item["value"]["form"] for item in raw_items(live, "requirements")]
    assert used == [None, new.pk]
    assert new.collection.name == office.agency.title
    edit = client.get(f"/admin/documents/edit/{new.pk}/").content.decode()
    (row,) = Replacement.objects.all()
    kept = client.get(f"/admin/berkas-lama/diganti/{row.pk}/")
    assert f"/admin/berkas-lama/diganti/{row.pk}/" in edit
    assert b"".join(kept.streaming_content) == PDF + b"permohonan"  # type: ignore[attr-defined]


def test_undoing_a_replaced_form_brings_the_old_one_back(office: Office) -> None:
    service, old = with_form(office)
    client = office.client(office.manager)
    address = f"/admin/tugas/formulir/{service.pk}-{old.pk}/"
    file = SimpleUploadedFile("baru.pdf", PDF + b"baru")
    errand = do(client, prepare(client, address, {"file": file}))
    assert handed_out(old) == PDF + b"baru"
    assert "baru" in Document.objects.get(pk=errand.given["document"]).filename

    undo(client, errand)

    assert handed_out(old) == PDF + b"permohonan"
    assert errand.undone_at is not None


def test_a_form_that_was_sent_back_is_replaced_once_more(office: Office) -> None:
    service, old = with_form(office)
    client = office.client(office.editor)
    address = f"/admin/tugas/formulir/{service.pk}-{old.pk}/"
    for words in (b"salah", b"benar"):
        file = SimpleUploadedFile("baru.pdf", PDF + words)
        do(client, prepare(client, address, {"file": file}))
        state = ServicePage.objects.get(pk=service.pk).current_workflow_task_state
        decide(
            task_state=state,
            by=office.manager,
            approve=words == b"benar",
            comment="Berkas yang lain, ya.",
        )

    assert handed_out(old) == PDF + b"benar"


def test_forms_of_others_and_the_same_file_are_refused(office: Office) -> None:
    service, old = with_form(office)
    address = f"/admin/tugas/formulir/{service.pk}-{old.pk}/"
    stranger = office.client(person(Role.EDITOR, "samsat", office.other))
    file = {"file": SimpleUploadedFile("baru.pdf", PDF + b"baru")}
    assert stranger.post(address, file).status_code == 302
    assert not Errand.objects.exists()
    nothing = stranger.get("/admin/tugas/formulir/").content.decode()
    assert "Belum ada formulir" in nothing
    assert service.title not in nothing
    assert Document.objects.count() == 1

    client = office.client(office.manager)
    same = {"file": SimpleUploadedFile("sama.pdf", PDF + b"permohonan")}
    errand = prepare(client, address, same)
    client.post(f"/admin/tugas/lihat/{errand.pk}/")

    errand.refresh_from_db()
    assert errand.done_at is None
    assert not Replacement.objects.exists()
    unknown = f"/admin/tugas/formulir/{service.pk}-{old.pk + 99}/"
    assert client.get(unknown).status_code == 404


def test_listing_forms_costs_the_same_with_many(
    office: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with_form(office)
    for number in range(4):
        page = ServicePageFactory(agency=office.agency, title=f"Layanan {number}")
        form = Document.objects.create(
            title=f"Formulir {number}", file=ContentFile(PDF, name=f"f{number}.pdf")
        )
        page.requirements = [("requirement", {"text": "Formulir", "form": form})]
        page.save_revision().publish()
    client = office.client(office.editor)
    client.get("/admin/tugas/formulir/")

    with django_assert_max_num_queries(45):
        listed = client.get("/admin/tugas/formulir/").content.decode()

    assert listed.count('type="file"') == 5
    found = client.get("/admin/tugas/formulir/?q=permohonan").content.decode()
    assert found.count('type="file"') == 1


def test_files_of_tasks_that_were_never_done_go(office: Office) -> None:
    service, old = with_form(office)
    client = office.client(office.manager)
    address = f"/admin/tugas/formulir/{service.pk}-{old.pk}/"
    done = do(
        client,
        prepare(client, address, {"file": SimpleUploadedFile("1.pdf", PDF + b"1")}),
    )
    forgotten = prepare(
        client, address, {"file": SimpleUploadedFile("2.pdf", PDF + b"2")}
    )
    library = Document(title="Pustaka", file=ContentFile(PDF + b"3", name="3.pdf"))
    library.uploaded_by_user = office.manager
    library._set_document_file_metadata()
    library.save()
    Document.objects.filter(pk=library.pk).update(
        created_at=timezone.now() - timedelta(days=30)
    )
    again = prepare(client, address, {"file": SimpleUploadedFile("3.pdf", PDF + b"3")})
    assert again.given["document"] == library.pk
    Errand.objects.update(prepared_at=timezone.now() - timedelta(days=8))
    Document.objects.exclude(pk=library.pk).update(
        created_at=timezone.now() - timedelta(days=8)
    )

    forget_old()

    left = set(Document.objects.values_list("pk", flat=True))
    assert left == {old.pk, done.given["document"], library.pk}
    assert not Errand.objects.filter(pk__in=[forgotten.pk, again.pk]).exists()


def test_files_of_forms_that_were_never_right_go_after_a_day(office: Office) -> None:
    client = office.client(office.manager)
    given = {"text": "Ramai.", "published_on": date.today().isoformat()}
    photos = {}
    for title in ("", "Kunjungan"):
        photo = SimpleUploadedFile(
            "foto.png",
            get_test_image_file(colour="red" if title else "blue").file.getvalue(),
        )
        client.post("/admin/tugas/berita/", given | {"title": title, "photo_0": photo})
        photos[title] = get_image_model().objects.latest("pk").pk
    prepare(
        client,
        "/admin/tugas/berita/",
        given
        | {
            "title": "Kunjungan",
            "kept_0": str(photos["Kunjungan"]),
            "shows_0": "Warga",
        },
    )

    forget_old()
    assert get_image_model().objects.count() == 2
    UnfinishedUpload.objects.update(stored_at=timezone.now() - timedelta(days=2))
    forget_old()

    assert get_image_model().objects.get().pk == photos["Kunjungan"]
    assert not UnfinishedUpload.objects.exists()


# Versions, handing over, lists


def test_yesterdays_version_comes_back(office: Office) -> None:
    service = office.service
    old = service.live_revision
    type(old).objects.filter(pk=old.pk).update(
        created_at=timezone.now() - timedelta(days=1)
    )
    service.summary = "Salah ketik"
    service.save_revision(user=office.colleague).publish()
    client = office.client(office.manager)
    address = f"/admin/tugas/versi/{service.pk}/"
    assert f'value="{old.pk}"' in client.get(address).content.decode()
    errand = prepare(client, address, {"version": str(old.pk)})
    assert "Salah ketik" not in looked_at(client, errand)
    do(client, errand)

    assert ServicePage.objects.get(pk=service.pk).summary != "Salah ketik"
    undo(client, errand)
    assert ServicePage.objects.get(pk=service.pk).summary == "Salah ketik"


def test_work_is_handed_over_and_given_back(office: Office) -> None:
    Page.objects.filter(pk=office.service.pk).update(owner=office.editor)
    ServicePage.objects.filter(pk=office.service.pk).update(
        owner_email=office.editor.email, owner_name="Editor"
    )
    client = office.client(office.editor)
    form = client.get("/admin/tugas/serah-terima/").content.decode()
    assert f'value="{office.colleague.pk}"' in form
    assert f'value="{office.manager.pk}"' not in form, "not of the same agency"
    errand = prepare(
        client, "/admin/tugas/serah-terima/", {"to": str(office.colleague.pk)}
    )
    do(client, errand)

    service = ServicePage.objects.get(pk=office.service.pk)
    assert service.owner == office.colleague
    assert service.owner_email == office.colleague.email
    assert service.get_latest_revision_as_object().owner_email == service.owner_email
    undo(client, errand)
    service = ServicePage.objects.get(pk=office.service.pk)
    assert service.owner == office.editor
    assert service.owner_email == office.editor.email


def test_pages_untouched_for_a_year_and_open_comments(office: Office) -> None:
    long_ago = timezone.now() - timedelta(days=400)
    Page.objects.filter(pk__in=[office.service.pk, office.foreign.pk]).update(
        latest_revision_created_at=long_ago, last_published_at=long_ago
    )
    for page, author, text in (
        (office.service, office.colleague, "Apakah ini benar?"),
        (office.foreign, office.manager, "Rahasia B"),
    ):
        Remark.objects.create(page=page, author=author, text=text)
    client = office.client(office.editor)

    untouched = client.get("/admin/tugas/lama/").content.decode()
    assert office.service.title in untouched
    assert office.foreign.title not in untouched
    comments = client.get("/admin/tugas/komentar/").content.decode()
    assert "Apakah ini benar?" in comments
    assert "Rahasia B" not in comments
    assert f"/admin/naskah/{office.service.pk}/" in comments
    Remark.objects.create(page=office.service, author=office.editor, text="Ya.")
    assert "Ya." not in client.get("/admin/tugas/komentar/").content.decode()
    colleague = office.client(office.colleague)
    assert "Ya." in colleague.get("/admin/tugas/komentar/").content.decode()
    Page.objects.filter(pk=office.service.pk).update(last_published_at=timezone.now())
    assert "Ya." not in colleague.get("/admin/tugas/komentar/").content.decode()


def test_moments_are_those_of_the_mall(office: Office) -> None:
    errand = notice_of(
        office.client(office.manager), "/admin/tugas/pengumuman/mal/", until="0"
    )
    ends = datetime.fromisoformat(errand.given["ends_at"])

    assert ends.astimezone(mall_timezone()).date() == (
        timezone.now().astimezone(mall_timezone()).date()
    )
