from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.test import Client

pytestmark = pytest.mark.urls("gerai.operations.urls")


def test_alive_asks_nothing(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.django_db
def test_empty_installation_is_not_ready(client: Client) -> None:
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"ready": False, "reasons": ["There is no content yet."]}


@pytest.mark.django_db
def test_what_the_database_says_is_not_for_everybody(client: Client) -> None:
    with (
        patch(
            "django.db.backends.utils.CursorWrapper.execute",
            side_effect=OperationalError('connection to "10.0.0.7" as "gerai" failed'),
        ),
        patch("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection"),
    ):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["reasons"] == ["The database does not answer."]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_reading(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


class TestMedia:
    @pytest.fixture(autouse=True, params=["disk", "s3"])
    def uploads(
        self, request: pytest.FixtureRequest, settings: Any, tmp_path: Path
    ) -> None:
        settings.MEDIA_ROOT = tmp_path / "media"
        usual: dict[str, Any] = {
            "BACKEND": "django.core.files.storage.FileSystemStorage"
        }
        if request.param == "s3":
            address = (
                f"{request.getfixturevalue('s3')}/{tmp_path.name.replace('_', '-')}"
            )
            usual = {
                "BACKEND": "gerai.files.elsewhere.UploadsInS3",
                "OPTIONS": {"url": address},
            }
        settings.STORAGES = settings.STORAGES | {
            "default": {
                "BACKEND": "gerai.rehearsal.storage.RehearsalStorage",
                "OPTIONS": {"usual": usual},
            }
        }
        if request.param == "s3":
            bucket = default_storage.usual.bucket  # type: ignore[attr-defined]
            bucket.client.create_bucket(Bucket=bucket.bucket)
        for name in ("images/a.png", "documents/a.pdf", "original_images/a.png"):
            default_storage.save(name, ContentFile(b"bytes"))
        (tmp_path / "secret_key").write_text("secret")

    def test_picture(self, client: Client) -> None:
        response = client.get("/media/images/a.png")

        assert response.status_code == 200
        assert response["Content-Type"] == "image/png"
        assert "sandbox" in response["Content-Security-Policy"]

    @pytest.mark.parametrize(
        "path",
        [
            "documents/a.pdf",
            "original_images/a.png",
            "images/",
            "images/none.png",
            "../secret_key",
            "images/../documents/a.pdf",
            "%2e%2e/secret_key",
        ],
    )
    @pytest.mark.django_db
    def test_nothing_else(self, client: Client, path: str) -> None:
        assert client.get(f"/media/{path}").status_code == 404
