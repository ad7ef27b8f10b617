"""``gerai load PACK``: put a content pack into the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gerai.contentpack.loading.loader import load_pack
from gerai.contentpack.reading.pack import read_pack
from gerai.contentpack.reading.problems import PackRefused
from gerai.contentpack.wording import check_line, fault_line, load_lines


class Command(BaseCommand):
    help = "Load a content pack: all of it, or nothing. Loading twice changes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pack", type=Path, help="folder of the pack")
        parser.add_argument(
            "--check", action="store_true", help="only check; change nothing"
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="replace records that staff changed since they were loaded",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pack, problems = read_pack(options["pack"])
            lines = [str(remark) for remark in problems.remarks]
            if options["check"]:
                lines.append(check_line(pack))
            else:
                report = load_pack(
                    pack, at=timezone.now(), overwrite=options["overwrite"]
                )
                lines += load_lines(pack, report)
        except PackRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            raise CommandError(fault_line(len(refused.problems))) from None
        for line in lines:
            self.stdout.write(line)
