"""What ``gerai doctor`` asks of publishing; most of it needs no database."""

from __future__ import annotations

import stat
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gerai.publishing.advice import TROUBLES, advice_for
from gerai.publishing.health import read_status
from gerai.publishing.locking import TreeBelongsToAnother, is_publisher_running
from gerai.publishing.manifest import MANIFEST_NAME
from gerai.publishing.models import Change, FailedPage
from gerai.publishing.record import KEY_NAME, PublishedRecord, RecordLost

DOCTOR = "doctor"
SILENT_MINUTES = 5
LATE_MINUTES = 130
WAITING_MINUTES = 2
DAYS_TO_REMEMBER = 7
MOST_NAMED = 3


@register(DOCTOR, deploy=True)
def publisher_is_well(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Is it running, does it say that it is well, and when was its last sweep?"""
    private = settings.PUBLISHER_FOLDER
    if not (settings.PUBLISHED_FOLDER / MANIFEST_NAME).exists():
        hint = _('Run "gerai publish" once, or "gerai serve", which publishes.')
        return [Info(_("Nothing is published yet."), hint=hint, id="publishing.A1")]
    if not is_publisher_running(private):
        return [
            Warning(
                _("No publisher is running: changes don't reach the readers."),
                hint=_('Start "gerai serve", or "gerai publish --follow" beside it.'),
                id="publishing.A1",
            )
        ]
    status = read_status(private)
    silent = int((time.time() - status.seen_at) / 60)
    if status.seen_at and abs(silent) >= SILENT_MINUTES:
        return [
            Error(
                _("The publisher (process %(pid)d) has said nothing for %(n)d minutes.")
                % {"pid": status.pid, "n": abs(silent)},
                hint=_("End it with: kill -9 %(pid)d. Nothing is lost by that.")
                % {"pid": status.pid},
                id="publishing.A2",
            )
        ]
    if status.trouble:
        what, remedy = TROUBLES.get(status.trouble, TROUBLES["other"])
        detail = f" ({status.trouble_text})" if status.trouble_text else ""
        return [Error(f"{what}{detail}", hint=str(remedy), id="publishing.A3")]
    late = int((time.time() - status.swept_at) / 60)
    if status.swept_at and late > LATE_MINUTES:
        return [
            Warning(
                _("The last full publication was %(n)d minutes ago.") % {"n": late},
                hint=_("It should be every hour. Start gerai serve again."),
                id="publishing.A4",
            )
        ]
    when = _local(status.swept_at) if status.swept_at else "…"
    return [
        Info(
            _("The publisher runs; last full publication %(when)s, %(n)d pages")
            % {"when": when, "n": status.pages},
            id="publishing.A1",
        )
    ]


@register(DOCTOR, deploy=True)
def pages_are_published(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Which pages fail, and how much waits?"""
    found: list[CheckMessage] = []
    try:
        failing = list(FailedPage.objects.all())
        oldest = Change.objects.order_by("created_at").first()
        waiting = Change.objects.count()
    except DatabaseError:
        return found  # another check tells that
    if failing:
        first = failing[0]
        named = ", ".join(page.address for page in failing[:MOST_NAMED])
        found.append(
            Error(
                ngettext(
                    "%(n)d page can't be published: %(pages)s",
                    "%(n)d pages can't be published: %(pages)s",
                    len(failing),
                )
                % {"n": len(failing), "pages": named}
                + (" …" if len(failing) > MOST_NAMED else ""),
                hint=f"{advice_for(first.reason)} ({first.reason})",
                id="publishing.B1",
            )
        )
    since = timezone.now() - timedelta(minutes=WAITING_MINUTES)
    if oldest is not None and oldest.created_at < since:
        found.append(
            Warning(
                _("%(n)d changes wait for publication, the oldest since %(when)s.")
                % {
                    "n": waiting,
                    "when": timezone.localtime(oldest.created_at).strftime("%H.%M"),
                },
                hint=_("See what is said of the publisher above."),
                id="publishing.B2",
            )
        )
    return found


@register(DOCTOR, deploy=True)
def tree_is_as_published(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Is every file as it was published, and can nobody else read the key?"""
    private = settings.PUBLISHER_FOLDER
    if not private.exists():
        return []
    found: list[CheckMessage] = []
    key = private / KEY_NAME
    if key.exists() and key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        found.append(
            Error(
                _("%(file)s can be read by other users of this machine.")
                % {"file": key},
                hint=f"chmod 700 {private}; chmod 600 {key}",
                id="publishing.C1",
            )
        )
    status = read_status(private)
    if time.time() - status.altered_at < DAYS_TO_REMEMBER * 86400:
        found.append(
            Warning(
                _("Published files were altered and have been restored: %(files)s")
                % {"files": ", ".join(status.altered[:MOST_NAMED])},
                hint=advice_on_intruders(),
                id="publishing.C2",
            )
        )
    return [*found, *_differences()]


def _local(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    return timezone.localtime(moment).strftime("%d-%m-%Y %H.%M")


def advice_on_intruders() -> str:
    """What to do when somebody else has written into the web root."""
    return _(
        "Somebody or something else can write into the web folder. Find out who was "
        "signed in then, change the server's passwords, and let only the user that "
        "runs Gerai write there."
    )


def _differences() -> list[CheckMessage]:
    try:
        record = PublishedRecord(
            web_root=settings.PUBLISHED_FOLDER,
            private=settings.PUBLISHER_FOLDER,
            build="",
        )
        differences = record.differences()
    except TreeBelongsToAnother as problem:
        return [
            Error(
                _("The folder %(folder)s was published by another installation.")
                % {"folder": problem},
                hint=_("Name another GERAI_DATA, or empty the folder."),
                id="publishing.C3",
            )
        ]
    except RecordLost:
        return [
            Error(
                _("It isn't known what the published folder must hold."),
                hint=_('Run "gerai publish"; it makes all pages and the record anew.'),
                id="publishing.C4",
            )
        ]
    except OSError as problem:
        what, remedy = TROUBLES["folder"]
        return [Error(f"{what} ({problem})", hint=str(remedy), id="publishing.C5")]
    if not differences:
        return [
            Info(
                _("All %(n)d published files are as they were published")
                % {"n": len(record.files)},
                id="publishing.C6",
            )
        ]
    named = ", ".join(sorted(differences)[:MOST_NAMED])
    return [
        Error(
            _("%(n)d files are not as they were published: %(files)s")
            % {"n": len(differences), "files": named},
            hint=_('Run "gerai verify --heal".') + " " + advice_on_intruders(),
            id="publishing.C6",
        )
    ]
