from __future__ import annotations

import os
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gerai.publishing.chores import chores, follow_chores


class Command(BaseCommand):
    help = "Does what is due by the clock, such as scheduled publishing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--follow", action="store_true", help="again and again, until ended"
        )
        parser.add_argument(
            "--beside",
            type=int,
            metavar="PID",
            help="with --follow: end together with the process that started this one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["follow"]:
            chores.run_due()
            return
        ending, parent = threading.Event(), options["beside"] or os.getppid()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ending.set())
        # Whoever started it may have been killed without a word.
        follow_chores(lambda: ending.is_set() or os.getppid() != parent)
