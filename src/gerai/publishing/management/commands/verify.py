"""``gerai verify``: compare the files on disk with the record of what was published."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gerai.publishing.checks import advice_on_intruders
from gerai.publishing.locking import PublisherIsRunning, TreeBelongsToAnother
from gerai.publishing.operators import operators_language
from gerai.publishing.record import CopyLost, RecordLost
from gerai.publishing.services import published_record

WATCH_SECONDS = 30
SETTLE_SECONDS = 1
# A running publisher looks every half minute and heals what it finds.
PATIENCE_SECONDS = 60


class Command(BaseCommand):
    help = (
        "Find files of the published site that were changed, added or removed by "
        "somebody else. Exits 1 if there are any. Needs no database."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--heal", action="store_true", help="put the files back as they were"
        )
        parser.add_argument(
            "--watch",
            action="store_true",
            help="look again every half minute until interrupted",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(operators_language()):
            try:
                if options["watch"]:
                    self._watch(heal=options["heal"])
                else:
                    self._once(heal=options["heal"])
            except TreeBelongsToAnother as problem:
                raise CommandError(
                    _(
                        "The folder %(folder)s was published by another installation. "
                        "Name another GERAI_DATA, or empty the folder."
                    )
                    % {"folder": problem}
                ) from problem
            except RecordLost as problem:
                raise CommandError(
                    _(
                        "It isn't known what the published folder must hold. "
                        'Run "gerai publish"; it makes all pages and the record anew.'
                    )
                ) from problem
            except CopyLost as problem:
                raise CommandError(
                    _(
                        "There is no good copy of %(files)s. "
                        'Run "gerai publish"; it makes them anew.'
                    )
                    % {"files": ", ".join(problem.args[0])}
                ) from problem

    def _once(self, *, heal: bool) -> None:
        differences = self._differences()
        if not differences:
            self._say(_("Every file is as it was published."))
            return
        self._list(differences)
        if not heal:
            raise CommandError(
                _(
                    "The published site isn't as it was published. Put it back with "
                    "gerai verify --heal."
                )
                + "\n"
                + advice_on_intruders()
            )
        self._heal(len(differences))

    def _watch(self, *, heal: bool) -> None:
        known: dict[str, str] = {}
        self._say(
            _("Looking every %(n)d seconds; Ctrl-C ends it.") % {"n": WATCH_SECONDS}
        )
        while True:
            differences = self._differences()
            if differences != known:
                self._say(timezone.localtime().strftime("%d-%m-%Y %H.%M.%S"))
                self._list(differences)
                if not differences:
                    self._say(_("Every file is as it was published again."))
                elif heal:
                    self._heal(len(differences))
                    differences = {}
                else:
                    self._say(advice_on_intruders())
            known = differences
            time.sleep(WATCH_SECONDS)

    def _differences(self) -> dict[str, str]:
        differences = published_record().differences()
        if differences:
            # A page may just have been published: only what stays different counts.
            time.sleep(SETTLE_SECONDS)
            again = published_record().differences()
            differences = {
                name: again[name] for name in sorted(differences) if name in again
            }
        return differences

    def _heal(self, count: int) -> None:
        record = published_record()
        try:
            with record.lock():
                record.heal()
        except PublisherIsRunning as problem:
            self._say(_("The running publisher puts them back within half a minute …"))
            if not self._has_healed():
                raise CommandError(
                    _(
                        "It has not done so. Run gerai doctor, and see what it says of it."
                    )
                ) from problem
        self._say(
            ngettext(
                "%(count)d file is again as it was published.",
                "%(count)d files are again as they were published.",
                count,
            )
            % {"count": count}
        )
        self._say(advice_on_intruders())

    @staticmethod
    def _has_healed() -> bool:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if not published_record().differences():
                return True
            time.sleep(SETTLE_SECONDS)
        return False

    def _list(self, differences: dict[str, str]) -> None:
        kinds = {
            "changed": _("changed"),
            "removed": _("removed"),
            "added": _("added"),
        }
        for name, kind in differences.items():
            self._say(f"{kinds[kind]:<10} {name}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
