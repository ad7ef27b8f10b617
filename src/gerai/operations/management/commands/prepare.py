from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from gerai.operations.preparing import prepare


def add_content_argument(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--content",
        type=Path,
        metavar="PACK",
        help="content pack that fills an installation which has none yet",
    )


def prepare_or_stop(command: BaseCommand, content: Path | None) -> None:
    """Prepare; a database that can't be reached ends the command with one line."""
    try:
        prepare(content=content, say=lambda line: _say(command, line))
    except OperationalError as problem:
        raise cannot_use_database(problem) from problem


def cannot_use_database(problem: OperationalError) -> CommandError:
    """The one line with which a command ends that can't do without the database."""
    reason = str(problem).strip().splitlines()[0]
    return CommandError(f"The database can't be used: {reason}")


def _say(command: BaseCommand, line: str) -> None:
    command.stdout.write(line)
    command.stdout.flush()


class Command(BaseCommand):
    help = (
        "Makes the installation ready to serve: message catalogues, database, static "
        "files, content, first administrator. Safe to repeat; run it after each upgrade."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_content_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_or_stop(self, options["content"])
        self.stdout.write("Ready.")
