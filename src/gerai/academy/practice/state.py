"""How a copy was when the work in it began: what is new is told by it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from wagtail.models import Page

from gerai.academy.practice.models import Copy
from gerai.academy.practice.places import folder_of

STATE = "state.json"


@dataclass(frozen=True, slots=True)
class Beginning:
    """The moment an exercise, or the copy itself, began.

    Attributes:
        newest_page: pages with a higher number were made since.
        task: the address of the screen that set the exercise; empty without one.
    """

    at: datetime
    newest_page: int
    task: str = ""


def note_beginning(folder: Path, *, task: str = "") -> Beginning:
    """Write down how it is now; called within the copy that lies in ``folder``."""
    newest = Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found = Beginning(timezone.now(), newest, task)
    kept = asdict(found) | {"at": found.at.isoformat()}
    (folder / STATE).write_text(json.dumps(kept))
    return found


def beginning_of(copy: Copy) -> Beginning:
    """When the work in a copy began."""
    try:
        kept = json.loads((folder_of(copy) / STATE).read_text())
        at = datetime.fromisoformat(kept["at"])
        return Beginning(at, int(kept["newest_page"]), str(kept.get("task", "")))
    except (OSError, ValueError, KeyError):
        return Beginning(copy.prepared_at, 0)
