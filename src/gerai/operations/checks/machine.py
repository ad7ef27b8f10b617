"""Do folder, disk and clock of this machine carry the site?"""

from __future__ import annotations

import os
import shutil
import stat
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.db import DatabaseError, connection

from gerai.operations.doctor import DOCTOR
from gerai.place.selectors import current_mall

LEAST_FREE = 200 * 1024**2
LITTLE_FREE = 1024**3
GREATEST_CLOCK_DIFFERENCE = 5.0
# No true clock shows less: it is the day this check was written.
EARLIEST_NOW = datetime(2026, 11, 24, tzinfo=UTC)


@register(DOCTOR, deploy=True)
def data_folder_is_ours(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    folder = Path(settings.GERAI_DATA)
    found: list[CheckMessage] = [
        Error(
            f"{path} can't be written by this user.",
            hint=f"Give it to the user that runs Gerai: chown -R … {path}",
            id="doctor.C1",
        )
        for path in (folder, folder / "media", folder / "static")
        if path.exists() and not os.access(path, os.R_OK | os.W_OK | os.X_OK)
    ]
    found.extend(
        Error(
            f"{path} can be changed by every user of this machine.",
            hint=f"chmod o-w {path}",
            id="doctor.C2",
        )
        for path in (folder, folder / "secret_key", folder / "db.sqlite3")
        if path.exists() and path.stat().st_mode & stat.S_IWOTH
    )
    secret = folder / "secret_key"
    if secret.exists() and secret.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        found.append(
            Error(
                f"{secret} can be read by other users of this machine.",
                hint=f"chmod 600 {secret}",
                id="doctor.C3",
            )
        )
    return found or [Info(f"Data folder {folder}", id="doctor.C1")]


@register(DOCTOR, deploy=True)
def disk_has_room(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    free = shutil.disk_usage(settings.GERAI_DATA).free
    amount = f"{free / 1024**3:.1f} GiB free"
    hint = "Free space on the disk of GERAI_DATA or move the folder."
    if free < LEAST_FREE:
        return [Error(f"The disk is full: {amount}.", hint=hint, id="doctor.C4")]
    if free < LITTLE_FREE:
        return [
            Warning(f"The disk is nearly full: {amount}.", hint=hint, id="doctor.C4")
        ]
    return [Info(f"Disk: {amount}", id="doctor.C4")]


@register(DOCTOR, deploy=True)
def clock_is_right(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    now = datetime.now(UTC)
    hint = "Set the clock and keep it right with systemd-timesyncd or chrony."
    if now < EARLIEST_NOW:
        return [
            Error(
                f"The clock shows {now:%Y-%m-%d}, long ago.", hint=hint, id="doctor.D1"
            )
        ]
    difference = _difference_to_disk()
    if abs(difference) > GREATEST_CLOCK_DIFFERENCE:
        return [
            Warning(
                f"The clock of the disk of GERAI_DATA is {difference:.0f} s off.",
                hint=hint,
                id="doctor.D2",
            )
        ]
    return [
        *_clock_of_database(now, hint),
        *_mall_zone_is_known(),
        Info(f"Clock: {now:%Y-%m-%d %H:%M} UTC", id="doctor.D1"),
    ]


def _difference_to_disk() -> float:
    """Seconds between this machine's clock and that of a (network) file system."""
    probe = Path(settings.GERAI_DATA) / f"clock.{os.getpid()}"
    try:
        probe.touch()
        return probe.stat().st_mtime - time.time()
    except OSError:
        return 0.0
    finally:
        probe.unlink(missing_ok=True)


def _clock_of_database(now: datetime, hint: str) -> list[CheckMessage]:
    if connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (theirs,) = cursor.fetchone()
    except DatabaseError:
        return []
    difference = (theirs - now).total_seconds()
    if abs(difference) <= GREATEST_CLOCK_DIFFERENCE:
        return []
    return [
        Warning(
            f"The database server's clock is {difference:.0f} s off ours.",
            hint=hint,
            id="doctor.D3",
        )
    ]


def _mall_zone_is_known() -> list[CheckMessage]:
    try:
        mall = current_mall()
    except DatabaseError:
        return []
    if mall is None or mall.timezone in available_timezones():
        return []
    return [
        Error(
            f"This machine does not know the time zone {mall.timezone}.",
            hint="Install the package tzdata.",
            id="doctor.D4",
        )
    ]
