"""Publishing as staff see it: which pages can't be published, and what to do."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gerai.publishing.advice import TROUBLES, advice_for
from gerai.publishing.health import PublisherStatus, read_status
from gerai.publishing.locking import is_publisher_running
from gerai.publishing.manifest import MANIFEST_NAME
from gerai.publishing.models import Change, FailedPage
from gerai.rehearsal.current import current_rehearsal

SILENT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class FailingPage:
    """A page whose last good version stays up, in words for staff."""

    address: str
    since: datetime
    advice: str | Promise
    reason: str


def failing_pages() -> list[FailingPage]:
    """All pages that can't be published now."""
    return [
        FailingPage(
            address=page.address,
            since=page.failing_since,
            advice=advice_for(page.reason),
            reason=page.reason,
        )
        for page in FailedPage.objects.all()
    ]


def publisher_trouble() -> tuple[str | Promise, str | Promise] | None:
    """What keeps changes from the readers, and the remedy; None if nothing does."""
    if current_rehearsal() is not None:
        return None  # a copy to practise in is never published
    if not (settings.PUBLISHED_FOLDER / MANIFEST_NAME).exists():
        return None  # this installation doesn't publish
    status = read_status(settings.PUBLISHER_FOLDER)
    if not is_publisher_running(settings.PUBLISHER_FOLDER):
        return _NOT_RUNNING
    if status.trouble:
        return TROUBLES.get(status.trouble, TROUBLES["other"])
    if status.seen_at and abs(time.time() - status.seen_at) > SILENT_SECONDS:
        return TROUBLES["other"]
    return None


_NOT_RUNNING = (
    gettext_lazy("Changes are saved, but don't reach the readers at the moment."),
    gettext_lazy("Tell your technician: the publisher isn't running."),
)


def publishing_report(request: HttpRequest) -> HttpResponse:
    """``/admin/laporan/terbitan/``."""
    status: PublisherStatus = read_status(settings.PUBLISHER_FOLDER)
    return render(
        request,
        "publishing/report.html",
        {
            "header_title": _("Publishing"),
            "page_title": _("Publishing"),
            "header_icon": "globe",
            "failing": failing_pages(),
            "trouble": publisher_trouble(),
            "pages": status.pages,
            "swept_at": _moment(status.swept_at),
            "verified_at": _moment(status.verified_at),
            "altered": status.altered,
            "altered_at": _moment(status.altered_at),
            "waiting": Change.objects.count(),
        },
    )


def _moment(seconds: float) -> datetime | None:
    return datetime.fromtimestamp(seconds, tz=UTC) if seconds else None
