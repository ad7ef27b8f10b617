"""Whatever is done in a copy, the real site stays as it is: everything is tried."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage, get_connection, send_mail, send_mass_mail
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from gerai.academy.practice import places, selectors, services
from gerai.academy.practice.connecting import inside
from gerai.academy.practice.models import Copy
from gerai.academy.practice.people import Persona
from gerai.directory.models import AgencyPage, ServicePage
from gerai.files.finished import FinishedFiles
from gerai.finder import asked
from gerai.finder.current import current
from gerai.finder.keeping import refresh_all
from gerai.finder.models import SearchDocument
from gerai.guard.roles import Role
from gerai.guard.services import invite
from gerai.notifications.messages import Message
from gerai.notifications.models import Notification, OutgoingMail
from gerai.notifications.postman import send_due
from gerai.notifications.services import tell
from gerai.publishing.chores import chores
from gerai.publishing.models import Change
from gerai.rehearsal.storage import CopyIsFull
from gerai.workspace.errands.kinds import all_kinds
from gerai.workspace.tests.cast import Cast

pytestmark = pytest.mark.django_db

# Signing in, and that the copy was used, are noted on the real site.
NOTED = {"django_session", "academy_copy"}


def real_rows() -> str:
    """A digest of every row of the real database."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table not in NOTED and not table.startswith("wagtailsearch_indexentry_"):
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608
                digest.update(table.encode())
                digest.update(repr(cursor.fetchall()).encode())
    return digest.hexdigest()


def real_files() -> list[str]:
    """Every file of the installation outside the copies."""
    root = Path(settings.GERAI_DATA)
    return sorted(
        f"{path}:{path.stat().st_size}" for path in root.rglob("*") if path.is_file()
    )


def picture_file(name: str) -> SimpleUploadedFile:
    """A photo as a browser sends it."""
    written = BytesIO()
    Image.new("RGB", (800, 600), "teal").save(written, "PNG")
    return SimpleUploadedFile(name, written.getvalue(), "image/png")


@pytest.fixture(autouse=True)
def untouched(browser: Client, copy: Copy) -> Iterator[None]:
    """After each test of this module: rows, files and mail are what they were."""
    rows, files, sent = real_rows(), real_files(), len(mail.outbox)
    media = default_storage.listdir("original_images")[1]
    yield
    assert real_rows() == rows
    assert real_files() == files
    assert len(mail.outbox) == sent
    assert default_storage.listdir("original_images")[1] == media


def test_publishing_and_unpublishing(copy: Copy) -> None:
    with inside(copy):
        for page in Page.objects.filter(depth__gt=1).specific():
            page.title = "Diubah"
            page.save_revision(log_action=True).publish()
        Page.objects.get(slug="layanan-a").unpublish()
        assert PageLogEntry.objects.exists()


def test_deleting_moving_and_adding_pages(copy: Copy) -> None:
    with inside(copy):
        service = Page.objects.get(slug="layanan-a")
        service.copy(update_attrs={"slug": "salinan", "title": "Salinan"})
        service.delete()
        agency = AgencyPage.objects.get(slug="instansi-b")
        agency.add_child(
            instance=ServicePage(title="Baru", slug="baru", locale=agency.locale)
        )
        agency.delete()


def test_every_table_can_be_emptied(copy: Copy) -> None:
    with inside(copy), connection.constraint_checks_disabled():
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                model._base_manager.all()._raw_delete("default")


def test_bulk_and_raw_writes(copy: Copy) -> None:
    with inside(copy), connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'x'")
        cursor.execute("DROP TABLE directory_counter")
        User.objects.update(is_superuser=True)


def test_transactions_and_what_follows_a_commit(copy: Copy) -> None:
    with inside(copy):

        def later() -> None:
            Page.objects.update(title="setelah commit")

        with transaction.atomic():
            transaction.on_commit(later)
        assert Page.objects.filter(title="setelah commit").exists()


def test_uploads(copy: Copy) -> None:
    with inside(copy):
        image = get_image_model().objects.create(
            title="Foto", file=get_test_image_file(filename="latihan-unggah.png")
        )
        image.get_rendition("max-50x50")
        document = get_document_model().objects.create(
            title="Berkas", file=ContentFile(b"isi", name="berkas.txt")
        )
        assert default_storage.exists(image.file.name)
        assert Path(default_storage.path(document.file.name)).is_relative_to(
            places.folder_of(copy)
        )
    assert not default_storage.exists(image.file.name)


def test_files_of_the_real_site_can_be_read_but_not_removed(copy: Copy) -> None:
    name = default_storage.save("dokumen-asli.txt", ContentFile(b"asli"))
    with inside(copy):
        with default_storage.open(name) as file:
            assert file.read() == b"asli"
        default_storage.delete(name)
        other = default_storage.save(name, ContentFile(b"tiruan"))
        assert other != name
        for image in get_image_model().objects.all():
            image.delete()
    with default_storage.open(name) as file:
        assert file.read() == b"asli"
    default_storage.delete(name)


def test_uploads_have_a_bound(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gerai.rehearsal.storage.MOST_BYTES", 10)
    with inside(copy), pytest.raises(CopyIsFull):
        default_storage.save("besar.bin", ContentFile(b"x" * 11))


def test_mail(copy: Copy) -> None:
    with inside(copy):
        send_mail("Satu", "isi", None, ["a@example.go.id"])
        EmailMessage(
            "Dua", "isi", None, ["b@example.go.id"], bcc=["c@example.go.id"]
        ).send()
        EmailMessage(
            "Tiga", "isi", to=["d@example.go.id"], connection=get_connection()
        ).send()
    subjects = {letter.subject for letter in selectors.mails_of(copy)}
    assert subjects == {"Satu", "Dua", "Tiga"}


def test_notifications_and_the_postman(office: Cast, copy: Copy) -> None:
    with inside(copy):
        told = tell(User.objects.all(), lambda: Message(subject="Kabar", paragraphs=()))
        assert told == 3
        assert Notification.objects.count() == 3
        assert OutgoingMail.objects.filter(due_at__isnull=False).exists()
    assert send_due() == 0
    assert len(selectors.mails_of(copy)) == 3


def test_invitations(copy: Copy) -> None:
    with inside(copy):
        invite(email="baru@example.go.id", role=Role.MANAGER)
        assert User.objects.filter(username="baru@example.go.id").exists()


def test_history(copy: Copy) -> None:
    with inside(copy):
        log(instance=User.objects.first(), action="gerai.staff.role")
        assert ModelLogEntry.objects.exists()


def test_search_is_of_the_copy_and_counted_nowhere(copy: Copy) -> None:
    present = current()
    keys = set(present.index.by_key)
    with inside(copy):
        page = ServicePage.objects.get(slug="layanan-a")
        page.title = "Kuda terbang"
        page.save_revision().publish()
        refresh_all()
        assert current() is not present
        assert "terbang" in str(list(SearchDocument.objects.values("content")))
        asked.count_search("kuda terbang", results=1)
        asked.write_down()
    assert current() is present
    assert set(current().index.by_key) == keys
    asked.write_down()


def test_the_publisher_hears_of_nothing(copy: Copy, tmp_path: Path) -> None:
    with override_settings(PUBLISHER_FOLDER=tmp_path), inside(copy):
        before = Change.objects.count()  # those of the real site came along
        Page.objects.get(slug="layanan-a").save()
        assert Change.objects.count() == before


def test_caches(copy: Copy) -> None:
    cache.set("halaman", "asli")
    with inside(copy):
        assert cache.get("halaman") is None
        cache.set("halaman", "tiruan")
        cache.clear()
    assert cache.get("halaman") == "asli"
    cache.delete("halaman")


def test_finished_files(copy: Copy) -> None:
    sheets = FinishedFiles("printing", ".pdf", 100)
    with inside(copy):
        sheets.keep("a" * 20, b"%PDF")
        assert sheets.folder().is_relative_to(places.folder_of(copy))
    assert sheets.kept("a" * 20) is None


def test_commands(copy: Copy) -> None:
    with inside(copy):
        call_command("clearsessions")
        call_command("rebuild_references_index", verbosity=0)
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        assert not Page.objects.exists()


def test_chores_know_nothing_of_copies(copy: Copy) -> None:
    with inside(copy):
        tell(User.objects.all(), lambda: Message(subject="Kabar", paragraphs=()))
    for chore in chores.by_name.values():
        chore.due_at = 0.0
    names = {"notifications.postman", "notifications.mail", "academy.practice"}
    for name in names & chores.by_name.keys():
        chores.by_name[name].work()


def test_screens_write_into_the_copy(browser: Client, copy: Copy) -> None:
    services.become(copy, Persona.MANAGER)
    with inside(copy):
        page = Page.objects.get(slug="layanan-a")
    edit = f"/latihan/admin/pages/{page.pk}"
    assert browser.get(f"{edit}/edit/").status_code == 200
    assert browser.post(f"{edit}/delete/").status_code == 302
    with inside(copy):
        assert not Page.objects.filter(pk=page.pk).exists()
    assert Page.objects.filter(pk=page.pk).exists()


def test_an_upload_through_the_screen(browser: Client, copy: Copy) -> None:
    services.become(copy, Persona.MANAGER)
    answer = browser.post(
        "/latihan/admin/images/add/",
        {
            "title": "Loket baru",
            "description": "Dua petugas di loket",
            "file": picture_file("layar.png"),
            "collection": "1",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"].startswith("/latihan/admin/images/")
    with inside(copy):
        image = get_image_model().objects.get(title="Loket baru")
        assert default_storage.exists(image.file.name)


def test_every_task_of_the_desk_opens(browser: Client, copy: Copy) -> None:
    services.become(copy, Persona.MANAGER)
    for kind in all_kinds():
        answer = browser.get(f"/latihan{kind.url}", follow=True)
        assert answer.status_code == 200, kind.key


def test_signing_out_in_the_copy_is_no_signing_out(browser: Client) -> None:
    assert browser.post("/latihan/admin/logout/").status_code == 302
    assert "_auth_user_id" in browser.session


def test_a_password_within_is_none_outside(
    office: Cast, browser: Client, copy: Copy
) -> None:
    with inside(copy):
        own: Any = User.objects.get(pk=copy.user_id)
        own.set_password("kata-sandi-latihan")
        own.save()
    assert not Client().login(
        username=office.people["editor"].username, password="kata-sandi-latihan"
    )


def test_becoming_manager_within_is_nothing_outside(
    browser: Client, copy: Copy
) -> None:
    services.become(copy, Persona.MANAGER)
    assert browser.get("/latihan/admin/staf/").status_code == 200
    assert browser.get("/admin/staf/").status_code in {302, 403}


def test_mass_mail(copy: Copy) -> None:
    with inside(copy):
        send_mass_mail([("Massal", "isi", None, ["e@example.go.id"])])
