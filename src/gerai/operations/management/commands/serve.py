from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError

from gerai.operations import serving
from gerai.operations.management.commands.prepare import (
    add_content_argument,
    cannot_use_database,
)
from gerai.operations.preparing import prepare

log = structlog.get_logger(__name__)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text} is not a port; use 1 to 65535")
    return int(text)


def _workers(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 64:
        raise ArgumentTypeError(f"{text} is not a number of processes; use 1 to 64")
    return int(text)


class Command(BaseCommand):
    help = "Serves the site until interrupted."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1")
        parser.add_argument("--port", type=_port, default=8000, help="default: 8000")
        parser.add_argument(
            "--workers",
            type=_workers,
            help="processes; default: 1, or 2 with VALKEY_URL",
        )
        parser.add_argument(
            "--access-log",
            action="store_true",
            help="log method, path and outcome of each request",
        )
        parser.add_argument(
            "--publish",
            action=BooleanOptionalAction,
            default=True,
            help="serve published files, kept true by a publisher beside the server; "
            "--no-publish renders every page when it is asked for",
        )
        parser.add_argument(
            "--worker",
            action=BooleanOptionalAction,
            default=True,
            help="publish, do what is due by the clock and make backups beside the "
            'server; --no-worker is for one of several servers, where "gerai worker" '
            "does that for all",
        )
        parser.add_argument(
            "--prepare", action="store_true", help='do what "gerai prepare" does first'
        )
        add_content_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        serving.refuse_taken_port(host, port)
        if options["prepare"]:
            self._prepare(options["content"])
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(
            f"Gerai listens on http://{shown}:{port}/   (Ctrl-C stops it)"
        )
        if f"http://{shown}:{port}" != settings.GERAI_BASE_URL:
            self.stdout.write(f"Its public address is {settings.GERAI_BASE_URL}/")
        self.stdout.flush()
        serving.serve(
            host=host,
            port=port,
            workers=options["workers"] or serving.default_workers(),
            access_log=options["access_log"],
            publish=options["publish"],
            with_worker=options["worker"],
        )
        self.stdout.write("Gerai has stopped.")

    def _prepare(self, content: Path | None) -> None:
        """Prepare; what is published can be served without a database all the same."""
        try:
            prepare(content=content, say=self._say)
        except OperationalError as problem:
            if not (settings.PUBLISHED_FOLDER / "manifest.json").is_file():
                raise cannot_use_database(problem) from problem
            log.error("database not available", problem=type(problem).__name__)
            self._say(
                "The database does not answer. The published pages are served; search "
                'and the desk wait for it. After an upgrade run "gerai prepare" once it '
                "is back."
            )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
