"""The ``gerai`` command: every Gerai and Django management command under one name."""

from __future__ import annotations

import gc
import os
import sys
from importlib.metadata import version

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from gerai.audit.acting import name_program
from gerai.publishing.roomy import with_room

RESTORING = "restoring"
"""Where an unfinished restore lies, below the data folder."""


@with_room
def main() -> None:
    """Run a command; a configuration problem ends it with one clear line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gerai.config.settings.base")
    if sys.argv[1:] in (["--version"], ["version"]):
        print(f"Gerai {version('gerai')}")  # noqa: T201
        return
    try:
        # Also for commands such as "help" that would go on without settings.
        _ = settings.DEBUG
        _settle_restore()
        name_program(" ".join(sys.argv[1:2]))
        _load()
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"gerai: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)


def _load() -> None:
    """Load the rooms; what is loaded stays, so nobody looks through it for garbage.

    That would take a fifth of the time that every command takes to start.
    """
    gc.disable()
    try:
        django.setup()
    finally:
        gc.freeze()
        gc.enable()


def _settle_restore() -> None:
    """Before anybody looks: finish a restore that was killed, or throw it away."""
    if not (settings.GERAI_DATA / RESTORING).exists():
        return
    from gerai.operations.backups.installation import (  # noqa: PLC0415 - needs settings
        this_installation,
    )
    from gerai.operations.backups.problems import (  # noqa: PLC0415
        BackupProblem,
    )
    from gerai.operations.backups.restoring import settle  # noqa: PLC0415

    try:
        if settle(this_installation()):
            print("A restore that was interrupted has been settled.", file=sys.stderr)  # noqa: T201
    except BackupProblem as problem:
        sys.exit(f"gerai: {problem}")


if __name__ == "__main__":
    main()
