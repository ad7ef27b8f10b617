from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gerai.operations import messages


class Command(BaseCommand):
    help = (
        "Compiles the message catalogues (needs no gettext). With --collect, first "
        "brings them up to date with the code (needs xgettext)."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--collect", action="store_true", help="collect the strings of the code"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["collect"]:
            if not shutil.which("xgettext"):
                raise CommandError(
                    "xgettext is missing. Debian: apt-get install gettext"
                )
            for path in messages.own_catalogues():
                self.stdout.write(f"collecting {_shown(path)}")
                messages.collect(path.parents[3], language=path.parents[1].name)
        for path in messages.compile_catalogues():
            self.stdout.write(f"compiled {_shown(path)}")
        for path in messages.catalogues():
            for message in messages.unfinished(path):
                self.stdout.write(f"untranslated {_shown(path)}: {message.id!r}")


def _shown(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
