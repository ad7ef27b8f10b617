"""Sending pictures and files to the desk, on every way that leads in."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client
from PIL import Image as Pillow
from pytest_django import DjangoAssertNumQueries
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, ReferenceIndex, UploadedFile
from wagtail.users.models import UserProfile

from gerai.files.models import EarlierFile
from gerai.files.replacing import replace_file
from gerai.files.tests.samples import EXE, GPS, PDF, SVG, photo

pytestmark = pytest.mark.django_db
OTHER_PDF = PDF + b"% second\n%%EOF\n"
AJAX = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def desk(settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": on_disk}
    client = Client()
    manager = User.objects.create_superuser("pengelola")
    UserProfile.objects.create(user=manager, preferred_language="en")
    client.force_login(manager)
    return client


def sent(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def stored_files(settings: Any) -> list[str]:
    return sorted(
        path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()
    )


def send_picture(desk: Client, way: str, content: bytes, name: str, **more: str) -> Any:
    file = sent(content, name)
    if way == "single":
        return desk.post("/admin/images/add/", {"title": "Ramai", "file": file, **more})
    if way == "chooser":
        prefixed = {f"image-chooser-upload-{key}": value for key, value in more.items()}
        return desk.post(
            "/admin/images/chooser/create/",
            {
                "image-chooser-upload-title": "Ramai",
                "image-chooser-upload-file": file,
                **prefixed,
            },
        )
    return desk.post(
        "/admin/images/multiple/add/",
        {"title": "Ramai", "files[]": file},
        headers=AJAX,
    )


def no_place(path: str) -> bool:
    with Pillow.open(path) as image:
        return not dict(image.getexif()) and not image.getexif().get_ifd(GPS)


@pytest.mark.parametrize("way", ["single", "chooser"])
def test_a_photo_is_stored_without_its_place(desk: Client, way: str) -> None:
    send_picture(desk, way, photo("HEIF"), "IMG_1.HEIC", description="Loket ramai")

    image = Image.objects.get()
    assert image.description == "Loket ramai"
    # Before the page is published nobody finds it, or a smaller one of it, by trying.
    token = re.fullmatch(r"original_images/([a-z2-9]{14})-IMG_1\.jpg", image.file.name)
    assert token is not None
    smaller = image.get_rendition("max-165x165").url
    assert re.fullmatch(r"/media/images/[a-z2-9]{14}-IMG_1\.max-165x165\.jpg", smaller)
    assert no_place(image.file.path)
    assert len(image.file_hash) == 40


def test_of_many_photos_each_is_asked_for_its_words(
    desk: Client, settings: Any
) -> None:
    answer = json.loads(send_picture(desk, "many", photo(), "a.jpg").content)
    assert answer["success"]
    assert not Image.objects.exists()
    waiting = UploadedFile.objects.get()
    assert no_place(waiting.file.path), "what waits for its words must be clean too"

    address = f"/admin/images/multiple/create_from_uploaded_image/{waiting.pk}/"
    prefix = f"uploaded-image-{waiting.pk}"
    without = desk.post(address, {f"{prefix}-title": "Ramai"}, headers=AJAX)
    assert not json.loads(without.content)["success"]
    assert "Say what the picture shows" in json.loads(without.content)["form"]
    desk.post(
        address,
        {f"{prefix}-title": "Ramai", f"{prefix}-is_decorative": "on"},
        headers=AJAX,
    )

    image = Image.objects.get()
    assert no_place(image.file.path)
    assert stored_files(settings) == [Path(image.file.name).name]


def test_a_large_upload_that_lies_on_disk_is_cleaned_there(desk: Client) -> None:
    from gerai.files.uploads import clean_upload

    content = photo()
    upload = TemporaryUploadedFile("a.jpg", "image/jpeg", len(content), None)
    upload.write(content)

    clean_upload(upload)

    assert no_place(upload.temporary_file_path())
    assert upload.size == Path(upload.temporary_file_path()).stat().st_size


@pytest.mark.parametrize("way", ["single", "chooser", "many"])
@pytest.mark.parametrize(
    "bad",
    [
        (EXE, "foto.jpg", "a program"),
        (SVG, "logo.svg", "SVG"),
        (photo()[:3000], "putus.jpg", "damaged"),
    ],
)
def test_a_bad_picture_leaves_nothing_and_keeps_what_was_typed(
    desk: Client, settings: Any, way: str, bad: tuple[bytes, str, str]
) -> None:
    content, name, says = bad
    answer = send_picture(desk, way, content, name, description="Petugas dan warga")

    body = answer.content.decode()
    assert says in body
    if way != "many":
        assert "Petugas dan warga" in body
    assert not Image.objects.exists()
    assert not UploadedFile.objects.exists()
    assert stored_files(settings) == []


def test_a_picture_needs_words_or_is_decoration(desk: Client) -> None:
    answer = send_picture(desk, "single", photo(), "a.jpg")
    assert "Say what the picture shows" in answer.content.decode()
    assert not Image.objects.exists()

    send_picture(desk, "single", photo(), "a.jpg", is_decorative="on")
    assert Image.objects.get().description == ""


def test_a_picture_that_is_here_already_is_named(desk: Client) -> None:
    send_picture(desk, "single", photo(), "a.jpg", description="Loket")

    for way in ("single", "chooser", "many"):
        answer = send_picture(desk, way, photo(), "salinan.jpg", description="Loket")
        assert "already, as" in answer.content.decode(), way
    assert Image.objects.count() == 1


def send_document(desk: Client, way: str, content: bytes, name: str) -> Any:
    file = sent(content, name)
    if way == "single":
        return desk.post("/admin/documents/add/", {"title": "Formulir", "file": file})
    if way == "chooser":
        prefix = "document-chooser-upload"
        return desk.post(
            "/admin/documents/chooser/create/",
            {f"{prefix}-title": "Formulir", f"{prefix}-file": file},
        )
    return desk.post(
        "/admin/documents/multiple/add/",
        {"title": "Formulir", "files[]": file},
        headers=AJAX,
    )


@pytest.mark.parametrize("way", ["single", "chooser", "many"])
def test_files_are_checked_and_recognised(
    desk: Client, settings: Any, way: str
) -> None:
    bad = send_document(desk, way, EXE, "formulir.pdf")
    assert "a program" in bad.content.decode()
    assert not Document.objects.exists()
    assert stored_files(settings) == []

    send_document(desk, way, PDF, "formulir.pdf")
    assert Document.objects.get().file_size == len(PDF)

    again = send_document(desk, way, PDF, "lain.pdf")
    assert "already, as" in again.content.decode()
    assert Document.objects.count() == 1


@pytest.fixture
def form(desk: Client) -> Document:
    send_document(desk, "single", PDF, "formulir-ktp.pdf")
    return Document.objects.get()


def show_on_a_page(document: Document) -> None:
    """As if a published page had a link to it."""
    page = ContentType.objects.get_for_model(Page)
    ReferenceIndex.objects.create(
        content_type=page,
        base_content_type=page,
        object_id=str(Page.objects.live().latest("pk").pk),
        to_content_type=ContentType.objects.get_for_model(Document),
        to_object_id=str(document.pk),
        model_path="title",
        content_path="title",
        content_path_hash=uuid.uuid4(),
    )


def body_at(client: Client, address: str) -> bytes:
    answer: Any = client.get(address, follow=True)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def replace(desk: Client, form: Document, content: bytes, name: str) -> Any:
    return desk.post(
        f"/admin/documents/edit/{form.pk}/",
        {"title": form.title, "file": sent(content, name)},
    )


def test_a_replaced_form_keeps_its_address_and_its_old_version(
    desk: Client, form: Document
) -> None:
    show_on_a_page(form)
    address = form.url

    replace(desk, form, OTHER_PDF, "Formulir KTP baru (2).pdf")

    form.refresh_from_db()
    assert form.url == address
    assert body_at(Client(), address) == OTHER_PDF
    assert Client().get(address)["Cache-Control"] == "no-cache"
    earlier = EarlierFile.objects.get()
    assert earlier.replaced_by is not None
    screen = desk.get(f"/admin/documents/edit/{form.pk}/").content.decode()
    assert "Earlier files" in screen
    assert body_at(desk, f"/admin/berkas-lama/{earlier.pk}/") == PDF


def test_another_kind_of_file_is_found_at_the_old_address(
    desk: Client, form: Document
) -> None:
    show_on_a_page(form)
    address = form.url
    replace(desk, form, b"nama;nomor\n", "formulir.csv")

    form.refresh_from_db()
    assert form.url.endswith("/formulir-ktp.csv")
    assert body_at(Client(), address) == b"nama;nomor\n"
    assert Client().get(address.replace("ktp", "kk")).status_code == 404


def test_replacing_can_be_undone(desk: Client, form: Document) -> None:
    show_on_a_page(form)
    replace(desk, form, OTHER_PDF, "baru.pdf")
    earlier = EarlierFile.objects.get()

    assert desk.get(f"/admin/berkas-lama/{earlier.pk}/kembalikan/").status_code == 405
    desk.post(f"/admin/berkas-lama/{earlier.pk}/kembalikan/")

    form.refresh_from_db()
    assert body_at(Client(), form.url) == PDF
    assert EarlierFile.objects.count() == 2


def test_the_same_file_again_is_no_new_version(desk: Client, form: Document) -> None:
    answer = replace(desk, form, PDF, "formulir-ktp.pdf")

    assert "is here now" in answer.content.decode()
    assert not EarlierFile.objects.exists()


def test_deleting_a_document_takes_all_its_files(
    desk: Client,
    form: Document,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    replace_file(form, OTHER_PDF, "baru.pdf", by=None)
    assert len(stored_files(settings)) == 2

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"/admin/documents/delete/{form.pk}/")

    assert not Document.objects.exists()
    assert stored_files(settings) == []


def test_earlier_files_are_for_those_who_may_change_the_document(
    desk: Client, form: Document
) -> None:
    show_on_a_page(form)
    replace_file(form, OTHER_PDF, "baru.pdf", by=None)
    address = f"/admin/berkas-lama/{EarlierFile.objects.get().pk}/"
    stranger = Client()
    stranger.force_login(User.objects.create_user("orang"))

    assert Client().get(address).status_code == 302
    assert stranger.get(address).status_code != 200
    assert stranger.post(f"{address}kembalikan/").status_code != 200
    form.refresh_from_db()
    assert body_at(Client(), form.url) == OTHER_PDF


def test_the_edit_screen_asks_as_often_however_many_versions(
    desk: Client, form: Document, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        replace_file(form, OTHER_PDF + b"%d" % number, "baru.pdf", by=None)

    with django_assert_max_num_queries(25):
        desk.get(f"/admin/documents/edit/{form.pk}/")


def test_before_deletion_it_says_that_nothing_uses_it(
    desk: Client, form: Document
) -> None:
    screen = desk.get(f"/admin/documents/delete/{form.pk}/").content.decode()

    assert "used anywhere" in screen
