"""Reads what is published, whichever way it came: also past the desk, by the database.

A few pages at each look, each version of a page once. Nothing is taken down by itself:
what is public was let out by somebody, so managers decide.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from django.conf import settings

from gerai.defacement.choices import Place
from gerai.defacement.gate import without_allowed
from gerai.defacement.gathering import own_hosts
from gerai.defacement.holding import Held
from gerai.defacement.judging import Document, examine
from gerai.defacement.selectors import allowed_marks
from gerai.defacement.services import write_down
from gerai.publishing.addresses import address_of
from gerai.publishing.manifest import MANIFEST_NAME
from gerai.publishing.tree import PublishedTree

_SECONDS_A_LOOK = 0.02
"""The publisher itself looks, so whoever has just saved something waits meanwhile."""


class Reader:
    """Goes on where it stopped; begins anew with each process."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._version: tuple[int, int] | None = None
        self._due: dict[str, str] = {}

    def look(self) -> None:
        """Judge the next few pages that it hasn't seen in this version."""
        self._take_up_changes()
        if self._due:
            write_down(list(self._suspicious()))

    def _take_up_changes(self) -> None:
        path = settings.PUBLISHER_FOLDER / MANIFEST_NAME
        try:
            status = path.stat()
            version = (status.st_mtime_ns, status.st_size)
            if version == self._version:
                return
            files = json.loads(path.read_bytes())["files"]
        except (OSError, ValueError, KeyError):
            return
        self._version = version
        self._seen &= set(files.values())
        self._due = {
            name: digest
            for name, digest in files.items()
            if name.endswith(".html") and digest not in self._seen
        }

    def _suspicious(self) -> Iterator[Held]:
        tree = PublishedTree(settings.PUBLISHED_FOLDER)
        end = time.monotonic() + _SECONDS_A_LOOK
        for name, digest in list(self._due.items()):
            if time.monotonic() > end:
                return
            del self._due[name]
            body = tree.read(name)
            self._seen.add(digest)
            if body is None:
                continue
            page = Document(texts=(body.decode(errors="replace"),), own=own_hosts())
            verdict = examine(page)
            if verdict.is_suspicious:
                verdict = without_allowed(verdict, allowed_marks(verdict))
            if verdict.is_suspicious:
                address = address_of(name)
                yield Held(
                    place=Place.PUBLISHED,
                    label=address,
                    verdict=verdict,
                    key=address[:60],
                    path=address,
                    is_public=True,
                )


reader = Reader()


def look_at_pages() -> None:
    """The chore."""
    reader.look()
