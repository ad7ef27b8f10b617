"""Brings an installation to the version of the installed code, or back to where it was.

The order is: look, back up, migrate, publish, look again. If anything after the backup
fails, the backup is restored as it was made, for the version that made it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.checks import ERROR, CheckMessage
from django.core.management import CommandError
from django.db import DatabaseError, connections
from django.shortcuts import resolve_url
from django.test import Client
from django.utils import translation

from gerai.operations.backups.bundle import opened_bundle, write_bundle
from gerai.operations.backups.encryption import Cipher
from gerai.operations.backups.installation import Installation, nobody_serves
from gerai.operations.backups.making import copied
from gerai.operations.backups.problems import BackupProblem
from gerai.operations.backups.restoring import restore
from gerai.operations.backups.state import state_folder
from gerai.operations.doctor import examine
from gerai.operations.preparing import prepare, unapplied_migrations
from gerai.publishing.addresses import NothingToPublish
from gerai.publishing.services import publish_everything

KEPT_UPGRADES = 3
PREFIX, ENDING = "before-upgrade-", ".gerai"
# The database lacks migrations, static files are old: what an upgrade mends.
MENDED = frozenset({"doctor.B4", "doctor.F1"})

Say = Callable[[str], None]


class UpgradeFailed(Exception):
    """The upgrade was taken back; the text says why and what to do."""


def upgrade(installation: Installation, *, say: Say) -> Path:
    """Upgrade; gives the backup from before, which is kept.

    Raises:
        BackupProblem: before anything was changed: a server runs, or no backup could
            be made.
        UpgradeFailed: after everything was put back.
    """
    with nobody_serves(installation.data):
        before = _problems(examine()).keys() - MENDED
        lacking = unapplied_migrations()
        say(f"{len(lacking)} changes of the database are to be made.")
        path = _backup(installation)
        say(f"Backed up to {path}.")
    try:
        has_content = _bring_up_to_date(say)
        after = _problems(examine())
        if worse := sorted(after.keys() - before):
            raise UpgradeFailed(after[worse[0]])
        _expect_answers(has_content=has_content)
    except (Exception, SystemExit, KeyboardInterrupt) as problem:
        why = str(problem).strip() or type(problem).__name__
        _take_back(path, installation, say)
        raise UpgradeFailed(
            f"{why.splitlines()[0]}\nEverything is as it was before. Install the version "
            f"from before and start it. The backup is kept: {path}"
        ) from problem
    _forget_old_ones(path)
    return path


def _backup(installation: Installation) -> Path:
    folder = state_folder(installation.data)
    path = folder / f"{PREFIX}{datetime.now(UTC):%Y%m%dT%H%M%SZ}{ENDING}"
    # Not encrypted: it never leaves the data folder, and going back needs no key.
    with copied(installation) as copy:
        write_bundle(copy, path, Cipher())
    return path


def _bring_up_to_date(say: Say) -> bool:
    """Says whether there is a mall to publish."""
    prepare(content=None, say=say)
    say("Publishing all pages …")
    started = time.monotonic()
    try:
        report = publish_everything()
    except NothingToPublish:
        say("There is no content to publish yet.")
        return False
    if report.failed:
        raise UpgradeFailed(f"{len(report.failed)} pages can't be published.")
    say(f"{report.pages} pages, {time.monotonic() - started:.0f} s.")
    return True


def _problems(found: list[CheckMessage]) -> dict[str, str]:
    return {
        str(message.id): str(message.msg) for message in found if message.level >= ERROR
    }


def _expect_answers(*, has_content: bool) -> None:
    """The way in and the health answer, through the whole application."""
    # An installation without a mall is well, and not ready.
    addresses = ["/healthz", *(["/readyz"] if has_content else [])]
    with translation.override(None):
        for address in (*addresses, resolve_url(settings.LOGIN_URL)):
            answer = Client(raise_request_exception=False).get(
                address, headers={"host": "127.0.0.1"}, follow=False, secure=True
            )
            if answer.status_code >= 500:
                raise UpgradeFailed(f"{address} answers {answer.status_code}.")


def _take_back(path: Path, installation: Installation, say: Say) -> None:
    say("That failed. Putting everything back …")
    connections.close_all()
    try:
        with opened_bundle(path, Cipher(), scratch=installation.data) as bundle:
            restore(bundle, installation, say=say, migrate=False)
    except (BackupProblem, DatabaseError) as problem:
        raise CommandError(
            f"The upgrade failed, and so did going back: {problem} The state from "
            f"before is in {path}; nothing else has it."
        ) from problem


def _forget_old_ones(newest: Path) -> None:
    files = sorted(newest.parent.glob(f"{PREFIX}*{ENDING}"))
    for path in files[:-KEPT_UPGRADES]:
        path.unlink()
