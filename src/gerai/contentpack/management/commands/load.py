"""``gerai load PACK``: put a content pack into the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gerai.contentpack.reading.pack import read_pack
from gerai.contentpack.reading.problems import PackRefused


class Command(BaseCommand):
    help = "Load a content pack: all of it, or nothing. Loading twice changes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pack", type=Path, help="folder of the pack")
        parser.add_argument(
            "--check", action="store_true", help="only check; change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pack, problems = read_pack(options["pack"])
        except PackRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            raise CommandError(
                ngettext(
                    "%(count)d fault; nothing was changed.",
                    "%(count)d faults; nothing was changed.",
                    len(refused.problems),
                )
                % {"count": len(refused.problems)}
            ) from None
        for remark in problems.remarks:
            self.stdout.write(str(remark))
        services = sum(len(agency.services) for agency in pack.agencies)
        self.stdout.write(
            _("%(title)s is in order: %(agencies)d agencies, %(services)d services, "
              "%(pages)d pages.")
            % {
                "title": pack.head.title,
                "agencies": len(pack.agencies),
                "services": services,
                "pages": len(pack.pages),
            }
        )  # fmt: skip
