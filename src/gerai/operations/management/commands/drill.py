from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gerai.operations.backups.drill import Proof, drill, forget_leftovers
from gerai.operations.backups.installation import this_installation
from gerai.operations.backups.problems import BackupProblem
from gerai.operations.backups.services import LATEST, opened
from gerai.operations.backups.state import read_state, write_state


class Command(BaseCommand):
    help = (
        "Tries a backup out: restores it into a scratch place, compares every row count "
        "and every file, and removes it again. The site goes on meanwhile. Exits 1 if "
        "anything differs."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "backup", metavar="FILE", nargs="?", default=LATEST, help="default: latest"
        )
        parser.add_argument(
            "--key", type=Path, metavar="FILE", help="file with the secret key"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        installation = this_installation()
        forget_leftovers(installation.data)
        started, name, trouble = time.time(), options["backup"], ""
        try:
            with opened(
                name, key_file=options["key"], scratch=installation.data
            ) as source:
                name = f"{source.contents.made_at:%Y%m%dT%H%M%SZ}"
                proof = drill(source, installation)
        except BackupProblem as problem:
            trouble = str(problem)
            raise CommandError(trouble) from problem
        finally:
            state = read_state(installation.data)
            state.drill_at, state.drill_seconds = started, time.time() - started
            state.drill_of, state.drill_trouble = name, trouble
            write_state(installation.data, state)
        self._tell(name, proof)

    def _tell(self, name: str, proof: Proof) -> None:
        self.stdout.write(
            f"{name} is good: {proof.rows} rows in {proof.tables} tables, "
            f"{proof.pictures} uploads and {proof.pages} published pages came back the "
            f"same, in {proof.seconds:.1f} s."
        )
