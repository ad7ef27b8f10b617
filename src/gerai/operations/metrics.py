"""What a Prometheus server may know: how the installation stands, and of nobody.

Everything comes from what the processes beside the server write down, so it is the same
whichever process answers, and needs no database.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.core.checks import ERROR
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from gerai.operations.backups.health import is_switched_on
from gerai.operations.backups.state import read_state
from gerai.operations.checks.database import database_answers
from gerai.publishing.health import read_status
from gerai.publishing.locking import is_publisher_running

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def may_read_metrics(request: HttpRequest) -> bool:
    """Only a program on this machine that asks the application itself.

    What the web server in front hands on comes from elsewhere, whoever says otherwise.
    """
    if any(header in request.META for header in FORWARDED):
        return False
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def exposition() -> bytes:
    """All metrics in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(_Installation())
    return generate_latest(registry)


class _Installation(Collector):
    def collect(self) -> Iterator[Metric]:
        info = GaugeMetricFamily("gerai_info", "Version of Gerai", labels=["version"])
        info.add_metric([version("gerai")], 1)
        yield info
        is_well = not [m for m in database_answers() if m.level >= ERROR]
        yield _gauge("database_up", "Whether the database answers", is_well)
        yield _gauge(
            "disk_free_bytes",
            "Room on the disk of GERAI_DATA",
            shutil.disk_usage(settings.GERAI_DATA).free,
        )
        yield from _publishing()
        if is_switched_on():
            yield from _backups()


def _publishing() -> Iterator[Metric]:
    private = settings.PUBLISHER_FOLDER
    status = read_status(private)
    yield _gauge("publisher_up", "Whether it runs", is_publisher_running(private))
    yield _gauge("publisher_trouble", "Whether something stops it", status.trouble)
    yield _gauge("published_pages", "Pages of the last sweep", status.pages)
    yield _gauge("failed_pages", "Pages that can't be published", status.failed)
    yield _gauge(
        "sweep_timestamp_seconds", "When all pages were last made", status.swept_at
    )
    yield _gauge(
        "altered_timestamp_seconds",
        "When a published file was last altered by somebody else and put back",
        status.altered_at,
    )


def _backups() -> Iterator[Metric]:
    state = read_state(Path(settings.GERAI_DATA))
    yield _gauge(
        "backup_safe_until_timestamp_seconds",
        "Until when everything is in a backup",
        max(state.seen_at, state.backup_at),
    )
    yield _gauge("backup_trouble", "Whether the last try failed", state.trouble)
    yield _gauge("backup_seconds", "How long the last one took", state.backup_seconds)
    yield _gauge("drill_timestamp_seconds", "When one was tried out", state.drill_at)
    yield _gauge("drill_trouble", "Whether it didn't come back", state.drill_trouble)


def _gauge(name: str, what: str, value: float | str) -> Metric:
    """A number, or 1 where there is a text that says what is wrong."""
    number = float(bool(value)) if isinstance(value, str) else float(value)
    return GaugeMetricFamily(f"gerai_{name}", what, number)
