"""``gerai verify``: compare the files on disk with the signed manifest."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gerai.publishing.services import published_record

WATCH_SECONDS = 30
SETTLE_SECONDS = 1


class Command(BaseCommand):
    help = "Find files of the published tree that were changed, added or removed."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--heal", action="store_true", help="restore the files from the record"
        )
        parser.add_argument(
            "--watch", action="store_true", help="look again every half minute"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        while options["watch"]:
            self._report(heal=options["heal"])
            time.sleep(WATCH_SECONDS)
        if self._report(heal=options["heal"]) and not options["heal"]:
            raise CommandError(_("The tree is not as it was published."))

    def _report(self, *, heal: bool) -> bool:
        record = published_record()
        differences = record.differences()
        if differences:
            # A page may just have been published: only what stays different counts.
            time.sleep(SETTLE_SECONDS)
            record = published_record()
            again = record.differences()
            differences = {name: again[name] for name in differences if name in again}
        for name, kind in sorted(differences.items()):
            self.stdout.write(f"{kind:8} {name}")
        if differences and heal:
            record.heal()
            self.stdout.write(
                _("%(count)d files restored.") % {"count": len(differences)}
            )
        elif not differences:
            self.stdout.write(_("Every file is as it was published."))
        self.stdout.flush()
        return bool(differences)
