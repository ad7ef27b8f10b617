"""What one transaction has changed so far, kept on its database connection.

A savepoint that is rolled back takes its changes with it, as the database does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gerai.audit.acting import Acting

CREATED, CHANGED, DELETED, DRAFTED = "create", "change", "delete", "draft"
BY_STATEMENT = "statement"


@dataclass(slots=True)
class Change:
    """One row before and after.

    Attributes:
        model: ``app.model`` of the row.
        how: one of the words above.
        fields: what differs: value before, value after.
        digest: of the row, where it was recorded in bulk.
        rows: how many rows, where they weren't looked at one by one.
    """

    model: str
    key: str
    how: str
    name: str = ""
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    digest: str = ""
    rows: int = 1


@dataclass(slots=True)
class Act:
    """What an act is called, and on what it was done."""

    action: str
    model: str = ""
    key: str = ""
    name: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Note:
    """A change or act, and who did it."""

    by: Acting
    what: Change | Act


class Journal:
    """The notes of the transaction that is open on a connection."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.depth = 0  # inside a statement that is being recorded
        self._marks: dict[str, int] = {}

    def add(self, by: Acting, what: Change | Act) -> None:
        """Note something; it is stored when the transaction is committed."""
        self.notes.append(Note(by, what))

    def mark(self, savepoint: str) -> None:
        """A savepoint begins."""
        self._marks[savepoint] = len(self.notes)

    def back_to(self, savepoint: str) -> None:
        """What was done since the savepoint never happened."""
        del self.notes[self._marks.get(savepoint, 0) :]

    def take(self) -> list[Note]:
        """The notes; the journal is empty afterwards."""
        notes, self.notes = self.notes, []
        self._marks.clear()
        return notes

    def forget(self) -> None:
        """The transaction never happened."""
        self.take()
