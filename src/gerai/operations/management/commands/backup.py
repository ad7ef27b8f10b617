from __future__ import annotations

import os
import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gerai.operations.backups.encryption import new_key
from gerai.operations.backups.following import follow
from gerai.operations.backups.problems import BackupProblem
from gerai.operations.backups.rotation import made_at
from gerai.operations.backups.services import (
    back_up_to_file,
    back_up_to_place,
    our_cipher,
    our_place,
)
from gerai.operations.backups.store import Store


class Command(BaseCommand):
    help = (
        "Copies database, uploads and published pages while the site is in use: into "
        "FILE, or without one into the place of GERAI_BACKUP_URL. Encrypted if there is "
        "a GERAI_BACKUP_KEY. No secrets are in it."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        kind = parser.add_mutually_exclusive_group()
        kind.add_argument(
            "--list", action="store_true", help="name the backups in the place"
        )
        kind.add_argument(
            "--new-key", action="store_true", help="make a key for GERAI_BACKUP_KEY"
        )
        kind.add_argument(
            "--follow", action="store_true", help="again and again, until ended"
        )
        parser.add_argument(
            "--beside",
            type=int,
            metavar="PID",
            help="with --follow: end together with the process that started this one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] and (
            options["list"] or options["new_key"] or options["follow"]
        ):
            raise CommandError("FILE goes with none of these options.")
        try:
            if options["new_key"]:
                self._new_key()
            elif options["list"]:
                self._list()
            elif options["follow"]:
                _follow(options["beside"])
            elif options["file"]:
                self._to_file(options["file"])
            else:
                self._to_place()
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem

    def _new_key(self) -> None:
        secret, public = new_key()
        self.stdout.write(f"# public key: {public}\n{secret}")
        self.stderr.write(
            "Keep the line AGE-SECRET-KEY-1… in a safe place outside this server: "
            "without it no backup can be restored. Set GERAI_BACKUP_KEY to it, or to "
            "the public key if this server shall not be able to read its own backups."
        )

    def _list(self) -> None:
        names = Store(our_place(), our_cipher()).names()
        for name in names:
            self.stdout.write(f"{name}   {made_at(name):%Y-%m-%d %H:%M:%S} UTC")
        if not names:
            self.stdout.write("There is no backup yet.")

    def _to_file(self, path: Path) -> None:
        size = back_up_to_file(path)
        sealed = "encrypted" if our_cipher().encrypts else "NOT encrypted"
        self.stdout.write(f"{path}: {size / 1024**2:.1f} MiB, {sealed}, read back.")

    def _to_place(self) -> None:
        written = back_up_to_place()
        self.stdout.write(
            f"{written.name}: {written.size / 1024**2:.1f} MiB new in "
            f"{our_place().description}, read back."
        )


def _follow(beside: int | None) -> None:
    ending, parent = threading.Event(), beside or os.getppid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    # Whoever started it may have been killed without a word.
    follow(lambda: ending.is_set() or os.getppid() != parent)
