"""Connections whose commits store what was changed together with the change.

Django has no hook before a commit; a database back end is the documented place for one.
"""

from __future__ import annotations

from typing import Any

import structlog
from django.db import DatabaseError

from gerai.audit.acting import unrecorded
from gerai.audit.backends.recording import note_statement
from gerai.audit.journal import Journal

log = structlog.get_logger(__name__)


class RecordedOperations:
    """Emptying all tables is work on the database itself, not on its content."""

    def execute_sql_flush(self, sql_list: Any) -> None:
        with unrecorded():
            super().execute_sql_flush(sql_list)  # type: ignore[misc]


class RecordedTransactions:
    """Keeps a journal for each transaction, and seals it right before the commit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.journal = Journal()
        self.execute_wrappers: list[Any]
        self.execute_wrappers.append(note_statement)

    def _commit(self) -> Any:
        if self.journal.notes:
            self._seal()
        return super()._commit()  # type: ignore[misc]

    def _seal(self) -> None:
        from gerai.audit.sealing import seal  # noqa: PLC0415 - needs the models

        try:
            seal(self)
        except Exception as problem:
            # What can't be recorded isn't done.
            self._rollback()
            log.error("change refused: it can't be recorded", problem=str(problem))
            if isinstance(problem, DatabaseError):
                raise
            raise DatabaseError("The change can't be recorded.") from problem

    def _rollback(self) -> Any:
        self.journal.forget()
        return super()._rollback()  # type: ignore[misc]

    def _close(self) -> Any:
        self.journal.forget()
        return super()._close()  # type: ignore[misc]

    def _savepoint(self, sid: str) -> None:
        self.journal.mark(sid)
        super()._savepoint(sid)  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self.journal.back_to(sid)
        super()._savepoint_rollback(sid)  # type: ignore[misc]
