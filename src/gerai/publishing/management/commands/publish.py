"""``gerai publish``: render what is due, or compare the tree with a fresh render."""

from __future__ import annotations

import math
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gerai.publishing import services
from gerai.publishing.addresses import NothingToPublish
from gerai.publishing.advice import TROUBLES, advice_for
from gerai.publishing.health import kind_of_trouble
from gerai.publishing.locking import PublisherIsRunning, TreeBelongsToAnother


class Command(BaseCommand):
    help = "Render the public site into GERAI_DATA/published."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="render every address (the default)"
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="compare the tree with a fresh render; exit 1 on any difference",
        )

        parser.add_argument(
            "--follow",
            action="store_true",
            help="keep publishing whatever changes, until interrupted",
        )

        parser.add_argument(
            "--beside",
            type=int,
            metavar="PID",
            help="with --follow: end together with the process that started this one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                self._check()
            elif options["follow"]:
                services.follow_changes(beside=options["beside"])
            else:
                self._publish()
        except PublisherIsRunning as problem:
            raise CommandError(
                _("Another process is publishing; it will take your changes too.")
            ) from problem
        except NothingToPublish as problem:
            what, remedy = TROUBLES["content"]
            raise CommandError(f"{what} {remedy}") from problem
        except OSError as problem:
            what, remedy = TROUBLES[kind_of_trouble(problem)]
            raise CommandError(f"{what} ({problem}) {remedy}") from problem
        except TreeBelongsToAnother as problem:
            raise CommandError(
                _(
                    "The folder %(folder)s was published by another installation. "
                    "Name another GERAI_DATA, or empty the folder."
                )
                % {"folder": problem}
            ) from problem

    def _publish(self) -> None:
        report = services.publish_everything(say=self._say)
        self.stdout.write(
            _(
                "%(pages)d pages rendered, %(written)d written, %(removed)d removed "
                "in %(seconds)d seconds, %(rate)d pages a second."
            )
            % {
                "pages": report.rendered,
                "written": len(report.written),
                "removed": len(report.removed),
                "seconds": math.ceil(report.seconds),
                "rate": report.rendered / max(report.seconds, 0.001),
            }
        )
        for address, reason in sorted(report.failed.items()):
            self.stderr.write(f"{address}\n    {advice_for(reason)} ({reason})")
        if report.failed:
            raise CommandError(
                _(
                    "%(count)d pages could not be rendered; their last good version stays."
                )
                % {"count": len(report.failed)}
            )

    def _say(self, done: int, total: int, pages_per_second: float) -> None:
        self.stdout.write(
            _("%(done)d of %(total)d pages, %(rate)d a second …")
            % {"done": done, "total": total, "rate": pages_per_second}
        )
        self.stdout.flush()

    def _check(self) -> None:
        differences = services.compare_with_fresh_render()
        for name, kind in differences.items():
            self.stdout.write(f"{kind:8} {name}")
        if differences:
            raise CommandError(
                _("%(count)d files differ from a fresh render.")
                % {"count": len(differences)}
            )
        self.stdout.write(_("The tree is exactly what a fresh render gives."))
