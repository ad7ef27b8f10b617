"""``gerai reindex``: make the search index what the site's content says."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gerai.finder.keeping import Differences, differences, refresh_all
from gerai.finder.models import SearchDocument

_MOST_NAMED = 20


class Command(BaseCommand):
    """Rebuilds from nothing, compares, and writes only what differs."""

    help = "Make the search index what the site's content says"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="only compare; ends with 1 if anything differs",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = differences() if options["check"] else refresh_all()
        for key in _named(found)[:_MOST_NAMED]:
            self.stdout.write(key)
        if found and options["check"]:
            raise CommandError(
                _("The index differs in %(count)d places. Run “gerai reindex”.")
                % {"count": len(_named(found))}
            )
        self.stdout.write(
            _("The search index holds %(count)d things; %(wrong)d were put right.")
            % {
                "count": SearchDocument.objects.count(),
                "wrong": 0 if options["check"] else len(_named(found)),
            }
        )


def _named(found: Differences) -> list[str]:
    return [
        f"{label}: {key}"
        for label, keys in (
            ("missing", found.missing),
            ("changed", found.changed),
            ("surplus", found.surplus),
        )
        for key in keys
    ]
