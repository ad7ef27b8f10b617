"""The truth watch over a small office: each check right and wrong, and who sees what."""

from __future__ import annotations

import subprocess
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, ReferenceIndex

from gerai.directory.choices import OfferedHere, Presence
from gerai.directory.languages import translate_record
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.tests.factories import (
    AgencyPageFactory,
    CounterFactory,
    FloorFactory,
    ServicePageFactory,
    fee,
    free_fee,
    step,
)
from gerai.feedback.models import PageAnswer, ReviewRequest
from gerai.files.models import Legibility
from gerai.finder.models import SearchCount
from gerai.guard.roles import Role, settle_roles
from gerai.guard.tests.once import kept_for_the_file
from gerai.newsroom.models import DocumentPage, DocumentVersion, EventPage, NoticePage
from gerai.notifications.postman import send_due
from gerai.place.models import Mall, Schedule
from gerai.truth import links, services, watching
from gerai.truth.checks import Harm, checks
from gerai.truth.desk.account import SummaryPanel
from gerai.truth.models import ExternalLink, Finding, SummaryChoice, WatchState
from gerai.truth.selectors import cares, findings_for
from gerai.truth.summary import send_due_summaries
from gerai.website.models import ContentPage
from gerai.website.structure import SiteStructure
from gerai.website.tests.factories import make_site
from gerai.workspace.tests.cast import person


class Office:
    """What all tests begin with."""

    structure: SiteStructure
    agency: AgencyPage
    service: ServicePage
    manager: Any
    editor: Any


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Office]:
    """Built once; each test undoes what it changes."""
    office = Office()
    with kept_for_the_file(django_db_blocker):
        office.structure = make_site()
        settle_roles()
        office.agency = AgencyPageFactory(
            slug="imigrasi",
            title="Kantor Imigrasi",
            short_name="Imigrasi",
            floor=FloorFactory(number=2, name="Lantai 2"),
            owner_email="imigrasi@example.go.id",
            summary="",
        )
        office.service = ServicePageFactory(
            agency=office.agency, title="Paspor baru", complete=True, summary=""
        )
        office.manager = person(Role.MANAGER, "pengelola")
        office.editor = person(Role.EDITOR, "editor", office.agency)
        yield office


@pytest.fixture
def office(built: Office, db: None) -> Office:
    return built


def found(key: str) -> list[Finding]:
    services.look_at_everything()
    rows = list(Finding.objects.filter(check_key=key).select_related("page"))
    for care in cares(rows):
        assert care.words
        assert care.action.url.startswith("/admin/")
        assert care.action.label
    return rows


def change(page: Page, **values: Any) -> None:
    page = Page.objects.get(pk=page.pk).specific
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def subjects(key: str) -> list[str]:
    return [one.subject for one in found(key)]


def test_missing_components_are_named_for_visitors(office: Office) -> None:
    assert "Paspor baru" not in subjects("directory.missing")
    ServicePageFactory(agency=office.agency, title="Kosong", fees=[free_fee()])
    row = next(one for one in found("directory.missing") if one.subject == "Kosong")
    assert "requirements" in row.values["parts"]
    assert "fees" not in row.values["parts"]


def test_management_is_one_row_for_each_agency(office: Office) -> None:
    for number in range(3):
        ServicePageFactory(agency=office.agency, title=f"Tanpa {number}")
    rows = [
        one
        for one in found("directory.management")
        if one.page == office.agency.page_ptr
    ]
    assert len(rows) == 1
    assert rows[0].values["count"] >= 3


def test_what_is_not_confirmed_leaves_when_somebody_vouches(office: Office) -> None:
    from gerai.directory.services import confirm_record

    assert "Paspor baru" in subjects("directory.unconfirmed")
    confirm_record(page=office.service, by=office.manager, at=timezone.now())
    assert "Paspor baru" not in subjects("directory.unconfirmed")


def test_an_editor_who_cannot_vouch_is_led_to_the_form(office: Office) -> None:
    client = Client()
    client.force_login(office.editor)
    address = f"/admin/konfirmasi/{office.service.pk}/"
    assert client.get(address)["Location"].endswith(f"/{office.service.pk}/edit/")
    assert client.post(address).status_code in {302, 403}
    assert not ServicePage.objects.get(pk=office.service.pk).is_confirmed


def test_hidden_agencies_and_missing_owners(office: Office) -> None:
    hidden = AgencyPageFactory(title="Belum jelas", presence=Presence.UNKNOWN)
    hidden.unpublish()
    assert subjects("directory.hidden") == ["Belum jelas"]
    assert "Belum jelas" not in subjects("directory.owner")
    change(hidden, presence=Presence.AT_MALL, live=True)
    assert subjects("directory.hidden") == []
    assert subjects("directory.owner") == ["Belum jelas"]


def test_a_review_is_due_by_its_date_or_after_a_year(office: Office) -> None:
    today = timezone.localdate()
    assert subjects("feedback.review") == []
    change(office.service, next_review_on=today - timedelta(days=3))
    assert subjects("feedback.review") == ["Paspor baru"]
    change(office.service, next_review_on=today + timedelta(days=3))
    assert subjects("feedback.review") == []
    change(office.service, next_review_on=None, reviewed_on=today - timedelta(days=400))
    assert subjects("feedback.review") == ["Paspor baru"]


def test_a_counter_of_an_agency_that_left(office: Office) -> None:
    CounterFactory(agency=office.agency, name="Loket 1")
    gone = AgencyPageFactory(title="Pindah", presence=Presence.ELSEWHERE)
    CounterFactory(agency=gone, name="Loket 9")
    assert subjects("directory.counter") == ["Pindah"]


def test_places_that_contradict(office: Office) -> None:
    assert subjects("directory.place") == []
    gone = AgencyPageFactory(title="Pindah", presence=Presence.ELSEWHERE)
    ServicePageFactory(
        agency=gone, title="Katanya di sini", is_offered_here=OfferedHere.YES
    )
    ServicePage.objects.filter(pk=office.service.pk).update(
        counter=CounterFactory(agency=gone)
    )
    assert sorted(subjects("directory.place")) == ["Katanya di sini", "Paspor baru"]


@pytest.mark.parametrize(
    ("fees", "summary", "is_wrong"),
    [
        ([fee(amount=350_000)], "Biayanya Rp 350.000.", False),
        ([fee(amount=350_000)], "Biayanya Rp 300.000.", True),
        ([fee(amount=100_000), fee(amount=50_000)], "Seluruhnya Rp 150.000.", False),
        ([fee(amount=350_000)], "Layanan ini gratis.", True),
        ([free_fee()], "Layanan ini gratis.", False),
        ([free_fee(), fee(amount=50_000)], "Gratis bagi pelajar.", False),
        ([free_fee(label="Bayar Rp 25.000")], "", True),
        ([fee(amount=50_000, note="Dulu Rp 75.000.")], "", False),
        ([], "Biayanya Rp 300.000.", False),
        ([fee(amount=50_000)], "Bawa materai 10.000.", False),
    ],
)
def test_fees_against_their_text(
    office: Office, fees: list[Any], summary: str, is_wrong: bool
) -> None:
    ServicePageFactory(
        agency=office.agency, title="Uji biaya", fees=fees, summary=summary
    )
    assert ("Uji biaya" in subjects("directory.fee")) is is_wrong


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("Datang ke lantai 2.", False),
        ("Datang ke Lt. 3.", True),
        ("Ada di lantai dua.", False),
        ("Ada di lantai satu.", True),
        ("Lantainya bersih.", False),
    ],
)
def test_floors_against_the_text(office: Office, text: str, is_wrong: bool) -> None:
    ServicePageFactory(agency=office.agency, title="Uji lantai", steps=[step(text)])
    assert ("Uji lantai" in subjects("directory.floor")) is is_wrong


def test_hours_outside_those_of_the_mall_and_in_words(office: Office) -> None:
    mall = Mall.objects.get()
    mall.schedule = Schedule.objects.create(
        label="MPP", weekly={"mon": [["08:00", "15:00"]]}
    )
    mall.save()
    own = Schedule.objects.create(label="A", weekly={"mon": [["08:00", "12:00"]]})
    change(office.agency, schedule=own)
    assert subjects("directory.hours") == []
    change(office.agency, hours_note="Loket buka 08.00-12.00.")
    assert subjects("directory.hours") == []
    change(office.agency, hours_note="Loket buka 09.00-11.00.")
    assert subjects("directory.hours") == ["Kantor Imigrasi"]
    change(office.agency, hours_note="")
    own.weekly = {"mon": [["07:00", "12:00"]]}
    own.save()
    assert subjects("directory.hours") == ["Kantor Imigrasi"]


def test_hard_words_and_long_sentences(office: Office) -> None:
    assert "Paspor baru" not in subjects("directory.hard")
    change(office.service, summary="Apabila hilang, lapor. " + "kata " * 30)
    row = next(
        one for one in found("directory.hard") if one.page_id == office.service.pk
    )
    assert row.values["long"] == 1
    assert row.values["words"] == [["apabila", "kalau"]]


def news_index(office: Office, key: str) -> Any:
    return office.structure.pages[key]


def add(office: Office, parent: str, page: Any) -> Any:
    news_index(office, parent).add_child(instance=page)
    return page


def test_what_ends_soon_and_what_never_ends(office: Office) -> None:
    now = timezone.now()
    for title, ends, starts in (
        ("Segera", now + timedelta(days=1), now - timedelta(days=1)),
        ("Nanti", now + timedelta(days=30), now - timedelta(days=1)),
        ("Usai", now - timedelta(hours=1), now - timedelta(days=1)),
        ("Abadi", None, now - timedelta(days=200)),
        ("Baru", None, now - timedelta(days=2)),
    ):
        add(
            office,
            "pengumuman",
            NoticePage(title=title, starts_at=starts, ends_at=ends),
        )
    add(
        office,
        "agenda",
        EventPage(
            title="Acara", starts_at=now, ends_at=now + timedelta(days=1), place="x"
        ),
    )
    assert sorted(subjects("newsroom.ending")) == ["Acara", "Segera"]
    assert subjects("newsroom.endless") == ["Abadi"]


def test_a_document_without_words(office: Office) -> None:
    add(office, "dokumen", DocumentPage(title="Hanya berkas"))
    add(
        office,
        "dokumen",
        DocumentPage(
            title="Dengan kata",
            body="<p>Laporan ini berisi angka kunjungan tahun 2025.</p>",
        ),
    )
    assert subjects("newsroom.file_only") == ["Hanya berkas"]


def test_pictures_without_words(office: Office) -> None:
    from gerai.newsroom.models import NewsPage
    from gerai.newsroom.models.shared import NewsPicture

    image = Image.objects.create(title="Foto", file=get_test_image_file())
    page = add(
        office, "berita", NewsPage(title="Berita", published_on=date(2026, 1, 1))
    )
    NewsPicture.objects.create(page=page, image=image, is_decorative=True)
    NewsPicture.objects.create(page=page, image=image, alt_text="Petugas")
    assert subjects("newsroom.alt_text") == []
    NewsPicture.objects.create(page=page, image=image)
    assert [one.values["count"] for one in found("newsroom.alt_text")] == [1]


def test_pictures_elsewhere_without_words(office: Office) -> None:
    embedded = '<embed alt="{}" embedtype="image" format="left" id="1"/>'
    page = ContentPage(
        title="Bergambar",
        slug="bergambar",
        body=[
            ("text", {"heading": "", "text": f"<p>{embedded.format('Loket')}</p>"}),
        ],
    )
    office.structure.pages["profil"].add_child(instance=page)
    assert subjects("workspace.alt_text") == []
    without: Any = [
        ("text", {"heading": "", "text": f"<p>{embedded.format('')}</p>"}),
        ("text", {"heading": "", "text": f"<p>{embedded.format('  ')}</p>"}),
    ]
    page.body = without
    page.save()
    assert [one.values["count"] for one in found("workspace.alt_text")] == [2]


def test_chosen_pictures_without_words(office: Office) -> None:
    image = Image.objects.create(title="Foto", file=get_test_image_file())
    page_type = ContentType.objects.get_for_model(Page)
    reference = {
        "base_content_type": page_type,
        "content_type": ContentType.objects.get_for_model(AgencyPage),
        "object_id": str(office.agency.pk),
        "to_content_type": ContentType.objects.get_for_model(Image),
        "to_object_id": str(image.pk),
        "model_path": "photo",
        "content_path": "photo",
        "content_path_hash": uuid.uuid4(),
    }
    ReferenceIndex.objects.create(**reference)
    assert subjects("workspace.alt_text") == ["Kantor Imigrasi"]
    Image.objects.filter(pk=image.pk).update(description="Loket imigrasi")
    assert subjects("workspace.alt_text") == []


def test_files_that_cannot_be_read_aloud(office: Office) -> None:
    def file(name: str, **known: bool) -> Document:
        document = Document.objects.create(
            title=name,
            file=ContentFile(b"%PDF", name=f"{name}.pdf"),
            file_hash=name,
        )
        Legibility.objects.create(file_hash=name, is_known=True, **known)
        return document

    form, old = file("formulir", has_text=False), file("lama", has_text=False)
    change(
        office.service,
        requirements=[("requirement", {"text": "Formulir", "form": form})],
    )
    report = add(office, "dokumen", DocumentPage(title="Laporan"))
    for order, one in enumerate([file("baru", has_text=True), old]):
        DocumentVersion.objects.create(page=report, document=one, sort_order=order)
    report.save()
    text = f'<p><a linktype="document" id="{old.pk}">lama</a></p>'
    change(
        add(
            office,
            "pengumuman",
            NoticePage(title="Pengumuman", starts_at=timezone.now()),
        ),
        body=text,
    )

    rows = {one.subject: one for one in found("workspace.file_without_text")}
    assert set(rows) == {"Paspor baru", "Pengumuman"}
    key = f"{office.service.pk}-{form.pk}"
    assert rows["Paspor baru"].values["target"] == key
    (bare,) = found("workspace.file_without_structure")
    assert bare.subject == "Laporan"


def test_links_within_the_site(office: Office) -> None:
    draft = ServicePageFactory(agency=office.agency, title="Draf", draft=True)
    body = [
        (
            "text",
            {
                "heading": "",
                "text": f'<p><a href="/instansi/imigrasi/">a</a> <a href="/berita/2026/">b</a> <a href="/cari/?q=x">c</a> <a href="/feed/berita.atom">d</a> <a linktype="page" id="{office.service.pk}">e</a></p>',
            },
        ),
    ]
    page = ContentPage(title="Tautan", slug="tautan", body=body)
    office.structure.pages["profil"].add_child(instance=page)
    assert "Tautan" not in subjects("website.broken_link")
    broken: Any = [
        (
            "text",
            {
                "heading": "",
                "text": f'<p><a href="/tidak/ada/">a</a> <a linktype="page" id="{draft.pk}">b</a></p>',
            },
        ),
    ]
    page.body = broken
    page.save()
    targets = [one.values["target"] for one in found("website.broken_link")]
    assert sorted(targets) == ["/tidak/ada/", "Draf"]


def test_links_to_other_sites(office: Office) -> None:
    change(office.service, online_url="https://mati.example/x")
    assert "https://mati.example/x" in {one.url for one in links.link_places()}
    link = ExternalLink.objects.create(
        url="https://mati.example/x", checked_at=timezone.now()
    )
    assert subjects("website.dead_link") == []
    link.failed_since, link.problem = timezone.now() - timedelta(days=2), "404"
    link.save()
    assert subjects("website.dead_link") == ["Paspor baru"]


def test_an_english_version_that_is_behind(office: Office) -> None:
    page = ServicePageFactory(
        agency=office.agency, title="Surat", summary="Satu kalimat."
    )
    translate_record(
        record=page,
        language="en",
        texts={"title": "Letter", "summary": "One sentence."},
    )
    key = [one for one in found("website.english") if one.subject == "Surat"]
    assert key == []
    change(page, summary="Dua kalimat sekarang.")
    from gerai.directory.languages import update_translations

    update_translations(record=ServicePage.objects.get(pk=page.pk))
    rows = [one for one in found("website.english") if one.subject == "Surat"]
    assert [one.values["count"] for one in rows] == [1]


def test_searches_without_an_answer_are_the_managers(office: Office) -> None:
    for text, count, results in (("sim b", 5, 0), ("paspor", 9, 4), ("langka", 1, 0)):
        SearchCount.objects.create(
            day=timezone.localdate(),
            digest=text,
            text=text,
            count=count,
            results=results,
        )
    assert subjects("finder.nothing_found") == ["“sim b”"]
    assert findings_for(office.manager).filter(page=None).exists()
    assert not findings_for(office.editor).filter(page=None).exists()


def said(page: Page, text: str = "") -> None:
    PageAnswer.objects.create(
        page_id=page.pk,
        language="id",
        is_helpful=False,
        text=text,
        received_on=timezone.localdate(),
    )


def test_readers_and_contacts_are_heard(office: Office) -> None:
    said(office.service)
    said(office.service)
    assert subjects("feedback.unclear") == []
    said(office.service)
    assert subjects("feedback.unclear") == ["Paspor baru"]
    said(office.agency, "Jamnya tidak ada")
    assert len(found("feedback.unclear")) == 2
    ReviewRequest.objects.create(
        page_id=office.service.pk,
        name="Rina",
        email="r@example.go.id",
        asked_by=office.manager,
        asked_at=timezone.now(),
        correction="Salah",
    )
    assert subjects("feedback.correction") == ["Paspor baru"]


def test_what_is_cured_leaves_the_list_at_once(office: Office) -> None:
    client = Client()
    client.force_login(office.editor)
    change(office.service, summary="Biayanya Rp 1.")
    page = ServicePageFactory(
        agency=office.agency,
        title="Uji",
        fees=[fee(amount=50_000)],
        summary="Rp 60.000",
    )
    services.look_at_everything()
    assert (
        "Rp 60.000"
        in client.get("/admin/jaga-isi/?kind=directory.fee").content.decode()
    )
    change(page, summary="Rp 50.000")
    text = client.get("/admin/jaga-isi/?kind=directory.fee").content.decode()
    assert "Rp 60.000" not in text


def test_a_narrow_look_finds_what_a_whole_one_does(office: Office) -> None:
    services.look_at_everything()

    def rows() -> list[Any]:
        return sorted(
            Finding.objects.values_list("check_key", "page_id", "subject", "harm"),
            key=str,
        )

    before = rows()
    services.note_change(office.agency)
    services.look_at_changes()
    assert rows() == before


def test_each_sees_their_own_and_nobody_else_anything(office: Office) -> None:
    foreign = AgencyPageFactory(title="Instansi asing", short_name="Asing")
    ServicePageFactory(agency=foreign, title="Layanan asing")
    services.look_at_everything()
    client = Client()
    client.force_login(office.editor)
    text = client.get("/admin/jaga-isi/").content.decode()
    assert "Paspor baru" in text
    assert "asing" not in text
    assert "asing" not in client.get("/admin/").content.decode()
    client.force_login(office.manager)
    assert (
        "Layanan asing"
        in client.get(f"/admin/jaga-isi/?agency={foreign.pk}").content.decode()
    )
    assert "Yang perlu Anda perhatikan" in client.get("/admin/").content.decode()
    for role, section in ((Role.OPERATOR, office.agency), (Role.REVIEWER, None)):
        client.force_login(person(role, f"orang-{role}", section))
        assert client.get("/admin/jaga-isi/").status_code in {302, 403}


def test_the_worst_comes_first(office: Office) -> None:
    change(office.service, summary="Layanan ini gratis. Apabila hilang, lapor.")
    services.look_at_everything()
    harms = [one.harm for one in findings_for(office.manager)]
    assert harms == sorted(harms, reverse=True)
    assert harms[0] == Harm.MISLEADING


def test_nonsense_in_the_address_shows_everything(office: Office) -> None:
    client = Client()
    client.force_login(office.manager)
    for query in ("?agency=x&harm=y&kind=z&p=w", "?agency=999999", "?harm=99"):
        assert client.get(f"/admin/jaga-isi/{query}").status_code == 200


def test_the_list_asks_as_many_questions_for_many_rows(office: Office) -> None:
    client = Client()
    client.force_login(office.manager)

    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    few = {path: queries(path) for path in ("/admin/jaga-isi/", "/admin/")}
    for number in range(8):
        ServicePageFactory(agency=AgencyPageFactory(), title=f"Lagi {number}")
    services.look_at_everything()
    for path, count in few.items():
        assert queries(path) <= count + 2, path


def test_a_whole_look_asks_as_many_questions_for_many_services(office: Office) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            services.look_at_everything()
        return len(captured)

    queries()
    few = queries()
    for _ in range(10):
        ServicePageFactory(agency=office.agency)
    assert queries() <= few + 1
    assert few < 100


def test_a_check_that_fails_keeps_its_rows(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.look_at_everything()
    count = Finding.objects.filter(check_key="directory.unconfirmed").count()
    others = Finding.objects.exclude(check_key="directory.unconfirmed").count()
    assert count

    from dataclasses import replace

    def broken(look: Any) -> Any:
        raise RuntimeError("rusak")

    real = checks()
    patched = [
        replace(one, find=broken) if one.key == "directory.unconfirmed" else one
        for one in real
    ]
    monkeypatch.setattr(services, "checks", lambda: patched)
    services.look_at_everything()
    assert Finding.objects.filter(check_key="directory.unconfirmed").count() == count
    assert Finding.objects.exclude(check_key="directory.unconfirmed").count() == others


def test_since_when_survives_a_new_look(office: Office) -> None:
    services.look_at_everything()
    Finding.objects.update(since=date(2026, 1, 1))
    services.look_at_everything()
    assert set(Finding.objects.values_list("since", flat=True)) == {date(2026, 1, 1)}


def test_only_managers_switch_the_visits(office: Office) -> None:
    client = Client()
    client.force_login(office.editor)
    client.post("/admin/jaga-isi/periksa/", {"links": "on"})
    assert not services.watch_state().checks_links
    client.force_login(office.manager)
    client.post("/admin/jaga-isi/periksa/", {"links": "on"})
    assert services.watch_state().checks_links
    client.post("/admin/jaga-isi/periksa/", {"links": "off"})
    assert not services.watch_state().checks_links
    services.look_at_everything()
    WatchState.objects.update(looked_at=timezone.now() - timedelta(hours=2))
    client.post("/admin/jaga-isi/periksa/")
    looked_at = services.watch_state().looked_at
    assert looked_at is not None
    assert timezone.now() - looked_at < timedelta(minutes=1)


def test_the_summary_comes_once_a_week_to_whoever_wants_it(office: Office) -> None:
    services.look_at_everything()
    monday = date(2026, 11, 30)
    SummaryChoice.objects.create(user=office.editor, is_wanted=False)
    auditor = person(Role.AUDITOR, "auditor")
    mail.outbox.clear()
    assert send_due_summaries(monday) == 1
    send_due()
    (sent,) = mail.outbox
    assert sent.to == [office.manager.email]
    assert "perlu Anda perhatikan" in sent.subject
    assert "/admin/jaga-isi/" in sent.body
    assert auditor.email not in str([one.to for one in mail.outbox])
    assert send_due_summaries(monday + timedelta(days=3)) == 0
    assert send_due_summaries(monday + timedelta(days=7)) == 1
    Finding.objects.all().delete()
    assert send_due_summaries(monday + timedelta(days=14)) == 0


def test_the_summary_can_be_switched_off_in_the_account(office: Office) -> None:
    client = Client()
    client.force_login(office.manager)
    text = client.get("/admin/account/").content.decode()
    assert "truth_summary-is_wanted" in text
    # A box that isn't ticked isn't sent.
    request = RequestFactory().post("/admin/account/", {})
    form = SummaryPanel(request, office.manager, None).get_form()
    assert form.is_valid()
    form.save()
    assert not SummaryChoice.objects.get(user=office.manager).is_wanted


def test_the_chore_only_looks_at_the_clock(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []

    class Process:
        def __init__(self, command: Any, **_: Any) -> None:
            started.append(command)

        def poll(self) -> None:
            return None

    monkeypatch.setattr(subprocess, "Popen", Process)
    monkeypatch.setattr(watching, "_running", [])
    monkeypatch.setattr(watching, "_started", -1e9)
    services.look_at_everything()
    assert not watching.start_when_due()
    WatchState.objects.update(looked_at=timezone.now() - timedelta(hours=2))
    assert watching.start_when_due()
    assert not watching.start_when_due()  # one at a time
    assert started[0][-1] == "truth"
