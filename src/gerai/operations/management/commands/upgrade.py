from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gerai.operations.backups.installation import this_installation
from gerai.operations.backups.problems import BackupProblem
from gerai.operations.upgrading import UpgradeFailed, upgrade


class Command(BaseCommand):
    help = (
        "After a new version was installed: backs up, brings the database up to date, "
        "publishes everything and checks it. If any of that fails, puts everything back "
        "and exits 1. Stop the server first."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = upgrade(this_installation(), say=self._say)
        except (BackupProblem, UpgradeFailed) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Upgraded. The state from before is in {path}. Start Gerai.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
