"""Numbers for a Prometheus server on this machine, and for nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from gerai.operations.backups.state import State, write_state
from gerai.publishing.health import PublisherStatus, write_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    settings.GERAI_DATA = tmp_path
    settings.PUBLISHER_FOLDER = tmp_path
    settings.GERAI_BACKUP_URL = tmp_path.as_uri()
    return tmp_path


def numbers() -> dict[str, float]:
    answer = Client().get("/metrics", REMOTE_ADDR="127.0.0.1")
    assert answer.status_code == 200
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_it_says_how_the_site_stands(data: Path) -> None:
    write_state(data, State(backup_at=100.0, seen_at=200.0, drill_trouble="3 rows"))
    write_status(data, PublisherStatus(pages=994, failed=2, trouble="disk"))

    found = numbers()

    assert found["gerai_database_up"] == 1
    assert found["gerai_backup_safe_until_timestamp_seconds"] == 200
    assert found["gerai_backup_trouble"] == 0
    assert found["gerai_drill_trouble"] == 1
    assert found["gerai_published_pages"] == 994
    assert found["gerai_failed_pages"] == 2
    assert found["gerai_publisher_up"] == 0
    assert found["gerai_publisher_trouble"] == 1
    assert found["gerai_disk_free_bytes"] > 0


@pytest.mark.parametrize(
    "request_meta",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "10.0.0.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": "::1", "HTTP_FORWARDED": "for=127.0.0.1"},
        {"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "127.0.0.1"},
    ],
)
def test_to_everybody_else_it_is_not_there(
    data: Path, request_meta: dict[str, str]
) -> None:
    assert Client().get("/metrics", **request_meta).status_code == 404  # type: ignore[arg-type]
