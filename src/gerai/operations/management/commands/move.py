from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gerai.operations.backups.installation import nobody_serves
from gerai.operations.backups.problems import BackupProblem
from gerai.operations.moving import MoveRefused, move


class Command(BaseCommand):
    help = (
        "Takes everything from a SQLite database into the empty PostgreSQL database that "
        "DATABASE_URL names: all of it, or nothing. Stop the server first."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            nargs="?",
            default=settings.GERAI_DATA / "db.sqlite3",
            help="default: db.sqlite3 in GERAI_DATA",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with nobody_serves(settings.GERAI_DATA):
                rows = move(options["file"], say=self._say)
        except (BackupProblem, MoveRefused) as problem:
            raise CommandError(str(problem)) from problem
        self._say(
            f"Moved {rows:,} rows. {options['file']} is as it was: remove it once all is "
            "well. Now: gerai doctor, then start Gerai."
        )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
