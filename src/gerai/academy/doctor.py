"""What ``gerai doctor`` says about practising."""

from __future__ import annotations

import shutil
from typing import Any

from django.core.checks import CheckMessage, Info, Warning, register
from django.utils import timezone

from gerai.academy.practice import places
from gerai.academy.practice.models import Copy
from gerai.academy.practice.services import LEAST_FREE_BYTES, MOST_COPIES
from gerai.academy.practice.template import is_fresh
from gerai.rehearsal.storage import bytes_below

MEGABYTE = 1_000_000


@register("doctor", deploy=True)
def people_can_practise(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """How many copies there are and what they take; what keeps more from being made."""
    number, folder = Copy.objects.count(), places.root()
    taken = bytes_below(folder) // MEGABYTE if folder.exists() else 0
    found: list[CheckMessage] = [
        Info(f"{number} practice copies take {taken} MB", id="academy.G1")
    ]
    present = next(one for one in (folder, *folder.parents) if one.exists())
    if shutil.disk_usage(present).free < LEAST_FREE_BYTES:
        found.append(
            Warning(
                "Nobody new can practise: the disk is nearly full. The site itself "
                "isn't concerned.",
                hint=f"Free {LEAST_FREE_BYTES // MEGABYTE} MB on the disk of {folder}.",
                id="academy.G2",
            )
        )
    if number >= MOST_COPIES:
        found.append(
            Warning(
                f"There are {number} practice copies; whoever comes next takes the "
                "place of one that rested, or waits.",
                hint="Ask those who have learned to put theirs away (Mal latihan).",
                id="academy.G3",
            )
        )
    if not is_fresh(places.template(), timezone.now()):
        found.append(
            Info(
                "What practice copies begin with isn't made yet; the publisher does so "
                "within the hour, or the first trainee waits two seconds",
                id="academy.G4",
            )
        )
    return found
