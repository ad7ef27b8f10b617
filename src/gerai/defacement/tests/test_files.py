"""What others do to files: reported in plain words, with the evidence."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document as WagtailDocument

from gerai.defacement import uploads
from gerai.defacement.checks import quarantine_is_empty, uploads_are_known
from gerai.defacement.choices import Place, Status
from gerai.defacement.intruders import Follower
from gerai.defacement.models import Suspicion
from gerai.defacement.published import Reader
from gerai.files.elsewhere import usual_storage
from gerai.files.s3 import Bucket
from gerai.guard.models import StaffMember
from gerai.guard.roles import Role
from gerai.notifications.models import Notification
from gerai.publishing.record import PublishedRecord

pytestmark = pytest.mark.django_db
PAGE = b"<!doctype html><title>KTP</title><p>Bawa KTP asli</p>"


def plain_manager() -> User:
    """Somebody to be told."""
    user = User.objects.create(username="manajer", email="manajer@example.go.id")
    StaffMember.objects.create(user=user, role=Role.MANAGER, invited_at=timezone.now())
    return user


@pytest.fixture
def record(settings: Any, tmp_path: Path) -> PublishedRecord:
    settings.PUBLISHED_FOLDER = tmp_path / "published"
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    settings.MEDIA_ROOT = tmp_path / "media"
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": disk}
    found = PublishedRecord(
        web_root=tmp_path / "published", private=tmp_path / "publisher", build="b"
    )
    found.put({"/": PAGE})
    return found


def test_a_defaced_page_is_told_of_with_what_was_in_it(
    record: PublishedRecord, tmp_path: Path
) -> None:
    manager = plain_manager()
    follower = Follower()
    follower.look()
    (tmp_path / "published" / "index.html").write_bytes(b"<h1>Slot gacor maxwin</h1>")
    (tmp_path / "published" / "x.php").write_bytes(b"<?php eval($_POST['x']);")
    record.heal()

    follower.look()
    follower.look()

    found = Suspicion.objects.get()
    assert (found.place, found.status) == (Place.TREE, Status.REPORTED)
    assert {"changed_file", "foreign_file", "gambling", "executable"} <= {
        one.kind for one in found.evidence_list
    }
    told = Notification.objects.get(person=manager)
    assert "index.html" in told.subject
    assert quarantine_is_empty()


def test_the_next_process_doesnt_tell_it_again(
    record: PublishedRecord, tmp_path: Path
) -> None:
    (tmp_path / "published" / "x.php").write_bytes(b"<?php")
    record.heal()
    Follower().look()
    Suspicion.objects.update(status=Status.SEEN)

    Follower().look()

    assert Suspicion.objects.count() == 1


def test_a_page_that_came_past_the_desk_is_found(record: PublishedRecord) -> None:
    record.put({"/berita/": b"<h1>Berita</h1><p>Daftar situs slot gacor, maxwin</p>"})
    reader = Reader()

    reader.look()
    reader.look()

    found = Suspicion.objects.get()
    assert (found.place, found.label) == (Place.PUBLISHED, "/berita/")


def test_good_pages_are_read_once(record: PublishedRecord) -> None:
    reader = Reader()
    reader.look()
    assert not Suspicion.objects.exists()
    assert not reader._due


class TestUploads:
    def old(self, path: Path) -> None:
        past = time.time() - 86400
        os.utime(path, (past, past), follow_symlinks=False)

    def test_what_might_run_goes_to_the_quarantine(
        self, record: PublishedRecord, tmp_path: Path
    ) -> None:
        folder = tmp_path / "media" / "images"
        folder.mkdir(parents=True)
        (folder / "a.php.jpg").write_bytes(b"<?php system($_GET['c']);")
        (folder / "b.html").write_bytes(b"<h1>Situs slot gacor</h1>")
        (folder / "c.jpg").write_bytes(b"\xff\xd8\xff")
        for path in folder.iterdir():
            self.old(path)

        uploads.look_at_uploads()

        assert [path.name for path in folder.iterdir()] == ["c.jpg"]
        assert Suspicion.objects.filter(place=Place.MEDIA).count() == 2
        assert uploads_are_known()

    def test_a_file_that_is_just_being_stored_is_left_alone(
        self, record: PublishedRecord, tmp_path: Path
    ) -> None:
        (tmp_path / "media").mkdir()
        (tmp_path / "media" / "a.php").write_bytes(b"<?php")

        uploads.look_at_uploads()

        assert (tmp_path / "media" / "a.php").exists()

    def test_an_exchanged_original_is_told_of(self, record: PublishedRecord) -> None:
        document = WagtailDocument(title="Formulir")
        document.file.save("formulir.txt", ContentFile(b"asli"))
        document.get_file_hash()
        document.save()
        uploads.look_at_uploads()
        assert not Suspicion.objects.exists()

        Path(document.file.path).write_bytes(b"Slot gacor")
        uploads.look_at_uploads()

        assert Suspicion.objects.get().evidence_list[0].kind == "media_changed"


class TestUploadsInStorage:
    @pytest.fixture
    def bucket(self, s3: str, settings: Any, tmp_path: Path) -> Bucket:
        name = tmp_path.name.replace("_", "-")
        settings.STORAGES = settings.STORAGES | {
            "default": {
                "BACKEND": "gerai.files.elsewhere.UploadsInS3",
                "OPTIONS": {"url": f"{s3}/{name}/uploads"},
            }
        }
        found: Bucket = usual_storage().bucket
        found.client.create_bucket(Bucket=name)
        return found

    def test_what_might_run_goes_to_the_quarantine(
        self, record: PublishedRecord, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bucket.put("images/a.php.jpg", b"<?php system($_GET['c']);")
        bucket.put("images/../b.html", b"<h1>Situs slot gacor</h1>")
        bucket.put("images/c.jpg", b"\xff\xd8\xff")
        uploads.look_at_uploads()  # they may just be being stored
        assert len(bucket.marks()) == 3
        monkeypatch.setattr(uploads, "_YOUNG_SECONDS", -60)

        uploads.look_at_uploads()

        assert set(bucket.marks()) == {"images/../b.html", "images/c.jpg"}
        assert Suspicion.objects.get().place == Place.MEDIA
        assert uploads_are_known()  # says that the other two are there

    def test_an_exchanged_original_is_told_of_and_others_are_read_once(
        self, record: PublishedRecord, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        document = WagtailDocument(title="Formulir")
        document.file.save("formulir.txt", ContentFile(b"asli"))
        document.get_file_hash()
        document.save()
        uploads.look_at_uploads()
        assert not Suspicion.objects.exists()
        with monkeypatch.context() as nobody_reads:
            nobody_reads.delattr(Bucket, "copy_into")
            uploads.look_at_uploads()

        bucket.put(document.file.name, b"Slot gacor")
        uploads.look_at_uploads()

        (finding,) = Suspicion.objects.get().evidence_list
        assert finding.kind == "media_changed"

    def test_a_storage_that_is_away_stops_nothing(
        self, record: PublishedRecord, settings: Any
    ) -> None:
        settings.STORAGES = settings.STORAGES | {
            "default": {
                "BACKEND": "gerai.files.elsewhere.UploadsInS3",
                "OPTIONS": {"url": "s3+http://k:s@127.0.0.1:9/a/b"},
            }
        }
        uploads.look_at_uploads()
        assert uploads_are_known() == []
