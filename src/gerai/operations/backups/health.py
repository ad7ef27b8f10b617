"""How safe the site is from loss, in words: for the doctor, the desk and the metrics."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.checks import ERROR, INFO, WARNING
from django.utils.translation import gettext as _

from gerai.operations.backups.state import State, read_state

LATE_HOURS = 26
DAYS_BETWEEN_DRILLS = 15
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence, what to do, and how bad it is on the scale of Django's checks."""

    level: int
    what: str
    remedy: str
    id: str

    @property
    def status(self) -> str:
        """As the help blocks of the desk name it."""
        return "critical" if self.level >= ERROR else "warning"


def is_switched_on() -> bool:
    """Whether Gerai makes backups here."""
    return bool(settings.GERAI_BACKUP_URL)


def findings(now: float | None = None) -> list[Finding]:
    """What is to be said of backups and drills, at ``now`` (seconds since 1970)."""
    if not is_switched_on():
        return [
            Finding(
                INFO,
                _("Gerai makes no backups here: GERAI_BACKUP_URL is none."),
                _("Make sure that another program backs up GERAI_DATA."),
                "backup.A1",
            )
        ]
    moment = time.time() if now is None else now
    state = read_state(Path(settings.GERAI_DATA))
    return [
        *_of_backups(state, moment),
        *_of_drills(state, moment),
        *_of_place(state),
    ]


def _of_backups(state: State, now: float) -> list[Finding]:
    if state.trouble:
        return [
            Finding(
                ERROR,
                _("No backup could be made since %(when)s.")
                % {"when": _shown(state.trouble_since)},
                state.trouble,
                "backup.A2",
            )
        ]
    if not state.backup_at:
        return [
            Finding(
                WARNING,
                _("There is no backup yet."),
                _(
                    '"gerai serve" makes the first within a minute; or run "gerai backup".'
                ),
                "backup.A3",
            )
        ]
    safe_until = max(state.seen_at, state.backup_at)
    if now - safe_until > LATE_HOURS * 3600:
        return [
            Finding(
                ERROR,
                _("The last backup is of %(when)s.") % {"when": _shown(safe_until)},
                _('Start "gerai serve", which makes them, or run "gerai backup".'),
                "backup.A4",
            )
        ]
    return [
        Finding(
            INFO,
            _("Everything up to %(when)s is in a backup.")
            % {"when": _shown(safe_until)},
            "",
            "backup.A1",
        )
    ]


def _of_drills(state: State, now: float) -> list[Finding]:
    if not state.backup_at:
        return []
    if state.drill_trouble:
        return [
            Finding(
                ERROR,
                _("The last backup that was tried out could not be brought back."),
                state.drill_trouble,
                "backup.B1",
            )
        ]
    tried_at = state.drill_at or state.began_at
    if now - tried_at > DAYS_BETWEEN_DRILLS * DAY_SECONDS:
        remedy = (
            _("Run: gerai drill --key FILE")
            if state.is_encrypted
            else _("Run: gerai drill")
        )
        what = (
            _("No backup has been tried out since %(when)s.")
            % {"when": _shown(state.drill_at)}
            if state.drill_at
            else _("No backup has been tried out yet.")
        )
        return [Finding(WARNING, what, remedy, "backup.B2")]
    if not state.drill_at:
        return []  # a young installation
    return [
        Finding(
            INFO,
            _("A backup was tried out on %(when)s: all of it came back.")
            % {"when": _shown(state.drill_at)},
            "",
            "backup.B1",
        )
    ]


def _of_place(state: State) -> list[Finding]:
    host = urlsplit(settings.GERAI_BASE_URL).hostname
    if host in {"127.0.0.1", "localhost", "::1"}:
        return []  # somebody's own computer
    parts = urlsplit(settings.GERAI_BACKUP_URL)
    found = []
    if parts.scheme == "file" and _is_same_disk(Path(unquote(parts.path))):
        found.append(
            Finding(
                WARNING,
                _("The backups lie on the same disk as the site."),
                _("Set GERAI_BACKUP_URL to another disk or to S3-compatible storage."),
                "backup.C1",
            )
        )
    if parts.scheme != "file" and not settings.GERAI_BACKUP_KEYS:
        found.append(
            Finding(
                WARNING,
                _("The backups leave this machine without encryption."),
                _('Set GERAI_BACKUP_KEY; "gerai backup --new-key" makes one.'),
                "backup.C2",
            )
        )
    return found


def _is_same_disk(folder: Path) -> bool:
    while not folder.exists():
        folder = folder.parent
    return folder.stat().st_dev == Path(settings.GERAI_DATA).stat().st_dev


def _shown(seconds: float) -> str:
    """A time as ``26/11/2026 13.05 UTC``: whoever reads it may be in any zone."""
    return datetime.fromtimestamp(seconds, tz=UTC).strftime("%d/%m/%Y %H.%M UTC")
