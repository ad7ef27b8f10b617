"""Digests of files that were read before, so that only changed ones are read again."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gerai.operations.backups.contents import DATABASE_FILES, Entry

NAME = "known-files.json"
# A file that changed within the same tick of the clock could look unchanged.
SETTLED_SECONDS = 5.0
# As JSON has it.
Mark = list[int | float | str]


@dataclass(slots=True)
class KnownFiles:
    """By place in the backup: a mark that another content would not have, and the entry."""

    entries: dict[str, tuple[Mark, Entry]] = field(default_factory=dict)
    _used: dict[str, tuple[Mark, Entry]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> KnownFiles:
        """What was written last; an unreadable file knows nothing."""
        try:
            rows: Any = json.loads((folder / NAME).read_bytes())
            return cls(
                {
                    name: (mark, Entry(name, size, digest, tuple(pieces)))
                    for name, mark, size, digest, pieces in rows
                }
            )
        except (OSError, ValueError, TypeError):
            return cls()

    def write(self, folder: Path) -> None:
        """Keep what this copy used; what it didn't is gone from the site."""
        rows = [
            [name, mark, entry.size, entry.digest, entry.pieces]
            for name, (mark, entry) in self._used.items()
        ]
        beside = folder / f"{NAME}.part"
        beside.write_text(json.dumps(rows, separators=(",", ":")))
        beside.replace(folder / NAME)

    def get(self, name: str, mark: Mark) -> Entry | None:
        """The entry of that name, if it is of the content that has this mark."""
        known = self.entries.get(name)
        if known is None or known[0] != mark:
            return None
        self._used[name] = known
        return replace(known[1], name=name)

    def keep(self, entry: Entry, mark: Mark, *, changed_at: float) -> Entry:
        """Know the entry next time, unless its content is too young to be sure."""
        is_settled = time.time() - changed_at > SETTLED_SECONDS
        if is_settled and entry.name not in DATABASE_FILES.values():
            self._used[entry.name] = mark, entry
        return entry
