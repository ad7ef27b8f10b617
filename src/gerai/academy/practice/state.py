"""How a copy was when the work in it began: what is new is told by it."""

from __future__ import annotations

import json
from dataclasses import dataclass
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
    """

    at: datetime
    newest_page: int


def note_beginning(folder: Path) -> Beginning:
    """Write down how it is now; called within the copy that lies in ``folder``."""
    newest = Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found = Beginning(timezone.now(), newest)
    kept = {"at": found.at.isoformat(), "newest_page": found.newest_page}
    (folder / STATE).write_text(json.dumps(kept))
    return found


def beginning_of(copy: Copy) -> Beginning:
    """When the work in a copy began."""
    try:
        kept = json.loads((folder_of(copy) / STATE).read_text())
        return Beginning(datetime.fromisoformat(kept["at"]), int(kept["newest_page"]))
    except (OSError, ValueError, KeyError):
        return Beginning(copy.prepared_at, 0)
