"""``gerai dump FOLDER``: write the site as a content pack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gerai.contentpack.dumping import dump_site
from gerai.contentpack.reading.problems import PackRefused
from gerai.contentpack.schema import pack_schema_text
from gerai.contentpack.wording import dump_line


class Command(BaseCommand):
    help = "Write the site as a content pack, which loads to the same site."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            nargs="?",
            help="a new folder, or one that holds a pack",
        )
        parser.add_argument(
            "--schema", action="store_true", help="print the format as JSON Schema"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["schema"]:
            self.stdout.write(pack_schema_text(), ending="")
            return
        if options["folder"] is None:
            raise CommandError(_("Name the folder into which to write the pack."))
        try:
            report = dump_site(options["folder"])
        except PackRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            raise CommandError(_("Nothing was written.")) from None
        self.stdout.write(dump_line(options["folder"], report))
