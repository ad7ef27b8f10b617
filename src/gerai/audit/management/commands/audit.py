"""``gerai audit``: verify, anchor, keep, purge, restored."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gerai.audit.anchors import FILE_NAME, anchor_head, audit_folder
from gerai.audit.keeping import keep_thoroughly
from gerai.audit.services import continue_after_restore, purge
from gerai.audit.verifying import Verdict, verify


class Command(BaseCommand):
    help = "Verifies the trail of changes, and keeps it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        parts.add_parser(
            "verify", help="compute the chain anew; exits 1 if anything is wrong"
        )
        parts.add_parser(
            "anchor",
            help="write the end of the chain to the file outside, and print it",
        )
        parts.add_parser("keep", help="what runs every day: verify, purge, anchor")
        parts.add_parser("purge", help="remove what is older than GERAI_AUDIT_DAYS")
        restored = parts.add_parser(
            "restored", help="after a backup was put back: go on from where it ends"
        )
        restored.add_argument("--note", required=True, help="why, in a few words")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["part"])(options)

    def verify(self, options: dict[str, Any]) -> None:
        self._tell(verify())

    def keep(self, options: dict[str, Any]) -> None:
        self._tell(keep_thoroughly())

    def anchor(self, options: dict[str, Any]) -> None:
        anchor = anchor_head()
        if anchor is None:
            self.stdout.write("Nothing new to anchor.")
            return
        self.stdout.write(f"{anchor.number} {anchor.hash}")
        self.stdout.write(f"Written to {audit_folder() / FILE_NAME}.")

    def purge(self, options: dict[str, Any]) -> None:
        if not (verdict := verify()).is_whole:
            self._tell(verdict)
        self.stdout.write(
            f"{purge()} entries older than {settings.AUDIT_DAYS} days removed."
        )

    def restored(self, options: dict[str, Any]) -> None:
        continue_after_restore(note=options["note"])
        self._tell(verify())

    def _tell(self, verdict: Verdict) -> None:
        for remark in verdict.remarks:
            self.stdout.write(remark)
        if not verdict.is_whole:
            for problem in verdict.problems:
                self.stderr.write(problem)
            raise CommandError(
                "The trail of changes was tampered with. docs/operators/audit.md says "
                "what to do. Delete nothing."
            )
        self.stdout.write(
            f"{verdict.entries} entries ({verdict.first} to {verdict.last}) are whole; "
            f"{verdict.anchors} anchors agree."
        )
