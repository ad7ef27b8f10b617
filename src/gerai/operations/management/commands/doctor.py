from __future__ import annotations

from typing import Any

from django.core.checks import ERROR, WARNING, CheckMessage
from django.core.management.base import BaseCommand
from django.utils import translation

from gerai.operations.doctor import examine
from gerai.publishing.operators import operators_language


class Command(BaseCommand):
    help = "Examines the installation and says what to do. Exits 1 on a problem."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(operators_language()):
            self._examine()

    def _examine(self) -> None:
        problems = 0
        for found in examine():
            problems += found.level >= ERROR
            self.stdout.write(self._line(found))
        if problems:
            self.stdout.write(f"{problems} problem{'s' if problems > 1 else ''} found.")
            raise SystemExit(1)
        self.stdout.write("All is well.")

    def _line(self, found: CheckMessage) -> str:
        if found.level >= ERROR:
            word, style = "PROBLEM", self.style.ERROR
        elif found.level >= WARNING:
            word, style = "warning", self.style.WARNING
        else:
            word, style = "ok", self.style.SUCCESS
        advice = f"\n         → {found.hint}" if found.hint else ""
        return f"{style(f'{word:<8}')} {found.msg}{advice}"
