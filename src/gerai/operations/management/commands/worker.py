from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from gerai.operations import serving


class Command(BaseCommand):
    help = (
        "Publishes, does what is due by the clock and makes backups, for all servers "
        'that run "gerai serve --no-worker", until interrupted.'
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        ending = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ending.set())
        self.stdout.write("Gerai works for its servers.   (Ctrl-C stops it)")
        self.stdout.flush()
        serving.work(ending)
        self.stdout.write("Gerai has stopped.")
