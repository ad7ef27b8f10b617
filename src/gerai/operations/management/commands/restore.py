from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gerai.operations.backups.installation import this_installation
from gerai.operations.backups.problems import BackupProblem
from gerai.operations.backups.restoring import Source, restore
from gerai.operations.backups.services import LATEST, opened
from gerai.operations.preparing import prepare


class Command(BaseCommand):
    help = (
        "Brings a backup back, all or nothing: a FILE, a name that "
        '"gerai backup --list" shows, or "latest". Replaces what this installation has.'
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", metavar="FILE", help=f"or a name, or {LATEST}")
        parser.add_argument(
            "--key", type=Path, metavar="FILE", help="file with the secret key"
        )
        parser.add_argument(
            "--yes", action="store_true", help="don't ask before replacing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        installation = this_installation()
        try:
            with opened(
                options["backup"], key_file=options["key"], scratch=installation.data
            ) as source:
                self._ask(source, is_sure=options["yes"])
                restore(source, installation, say=self._say)
                contents = source.contents
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        # Static files, search index, address: of this machine and this version.
        prepare(content=None, say=self._say)
        self.stdout.write(
            f"Restored in {time.monotonic() - started:.0f} s: the site as it was on "
            f"{contents.made_at:%Y-%m-%d %H:%M:%S} UTC. Everybody has to sign in again. "
            "Start Gerai."
        )
        for name, value in contents.settings.items():
            ours = {
                "GERAI_BASE_URL": settings.GERAI_BASE_URL,
                "GERAI_ALLOWED_HOSTS": ",".join(settings.ALLOWED_HOSTS),
            }.get(name)
            if ours != value:
                self.stdout.write(f"There {name} was {value}; here it is {ours}.")

    def _ask(self, source: Source, *, is_sure: bool) -> None:
        if is_sure or not sys.stdin.isatty():
            return
        made_at = source.contents.made_at
        answer = input(
            f"Replace this installation by the backup of {made_at:%Y-%m-%d %H:%M} UTC? "
            "What came later is lost. Type yes: "
        )
        if answer.strip().lower() not in {"yes", "ya"}:
            raise CommandError("Nothing was changed.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
