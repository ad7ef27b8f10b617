"""Uploads in S3-compatible storage: kept, handed out, and refused in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import ERROR, INFO
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from gerai.files import checks
from gerai.files.elsewhere import UploadsInS3, uploads_are_on_this_disk
from gerai.files.exceptions import FileRefused
from gerai.files.s3 import Bucket, StorageUnavailable
from gerai.files.tests.samples import PDF
from gerai.files.uploads import check_upload
from gerai.rehearsal.current import Rehearsal, rehearsing

AWAY = "s3+http://key:s%2Fecret@127.0.0.1:9/mpp/uploads"


def use(settings: Any, usual: dict[str, Any]) -> None:
    """As ``config.settings.base`` does."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "gerai.rehearsal.storage.RehearsalStorage",
            "OPTIONS": {"usual": usual},
        }
    }


def use_s3(settings: Any, address: str) -> None:
    use(
        settings,
        {
            "BACKEND": "gerai.files.elsewhere.UploadsInS3",
            "OPTIONS": {"url": address},
        },
    )


@pytest.fixture
def bucket(s3: str, settings: Any, tmp_path: Path) -> Bucket:
    name = tmp_path.name.replace("_", "-")
    use_s3(settings, f"{s3}/{name}/uploads")
    found: Bucket = default_storage.usual.bucket  # type: ignore[attr-defined]
    found.client.create_bucket(Bucket=name)
    return found


def test_what_is_stored_comes_back_and_never_in_the_place_of_another(
    bucket: Bucket,
) -> None:
    first = default_storage.save("images/loket ü.png", ContentFile(b"one"))
    second = default_storage.save("images/loket ü.png", ContentFile(b"two"))

    assert first != second
    assert bucket.names("images") == {first, second}
    with default_storage.open(second) as file:
        assert file.read() == b"two"
    assert default_storage.size(first) == 3
    assert default_storage.url(first).startswith("/media/images/loket")
    assert "%C3%BC" in default_storage.url(first)
    assert default_storage.get_modified_time(first).tzinfo is not None
    assert default_storage.listdir("") == (["images"], [])
    assert default_storage.listdir("images")[0] == []

    default_storage.delete(first)
    default_storage.delete(first)
    assert not default_storage.exists(first)
    with pytest.raises(FileNotFoundError):
        default_storage.open(first)


def test_a_practice_copy_reads_it_and_writes_nothing_into_it(
    bucket: Bucket, tmp_path: Path
) -> None:
    real = default_storage.save("images/real.png", ContentFile(b"real"))
    with rehearsing(Rehearsal("copy", tmp_path)):
        own = default_storage.save("images/own.png", ContentFile(b"own"))
        assert default_storage.open(own).read() == b"own"
        assert default_storage.open(real).read() == b"real"
        default_storage.delete(real)
    assert bucket.names("images") == {real}


def test_where_uploads_lie(settings: Any) -> None:
    use(settings, {"BACKEND": "django.core.files.storage.FileSystemStorage"})
    assert uploads_are_on_this_disk()
    use_s3(settings, AWAY)
    assert not uploads_are_on_this_disk()


def test_a_storage_that_is_away_is_no_damaged_picture(settings: Any) -> None:
    """Wagtail would publish the page without it."""
    use_s3(settings, AWAY)
    with pytest.raises(StorageUnavailable, match="doesn't answer") as told:
        default_storage.open("images/a.png")
    assert not isinstance(told.value, OSError)
    assert "ecret" not in str(told.value)


def test_an_upload_is_refused_before_it_could_be_lost(settings: Any) -> None:
    use_s3(settings, AWAY)
    sent = SimpleUploadedFile("surat.pdf", PDF)
    with translation.override("en"), pytest.raises(FileRefused) as told:
        check_upload(sent)
    assert "“surat.pdf” can't be stored at the moment" in str(told.value)


def test_the_doctor_says_where_uploads_lie(bucket: Bucket, settings: Any) -> None:
    (well,) = checks.uploads_can_be_kept()
    assert (well.level, well.msg) == (INFO, f"Uploads lie in {bucket.description}")
    assert bucket.names("doctor") == set()

    bucket.client.delete_bucket(Bucket=bucket.bucket)
    (ill,) = checks.uploads_can_be_kept()
    assert ill.level == ERROR
    assert "refuses: NoSuchBucket" in str(ill.msg)
    assert "MEDIA_STORAGE_URL" in str(ill.hint)

    use(settings, {"BACKEND": "django.core.files.storage.FileSystemStorage"})
    assert checks.uploads_can_be_kept() == []


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("s3.ap-southeast-3.amazonaws.com", "ap-southeast-3"),
        ("s3.id.example.net", "us-east-1"),
        ("127.0.0.1:9000", "us-east-1"),
    ],
)
def test_amazon_signs_for_a_place(host: str, region: str) -> None:
    storage = UploadsInS3(f"s3://key:secret@{host}/bucket/folder")
    assert storage.bucket.client.meta.region_name == region
    assert storage.bucket.description == f"{host}/bucket/folder"
