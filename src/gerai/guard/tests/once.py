"""What is done once for many: records for all tests of a file, indexes for many saves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any
from unittest import mock

import modelsearch.signal_handlers
import wagtail.signal_handlers
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

while_making: list[Callable[[], AbstractContextManager[object]]] = []
"""What rooms above put off during :func:`indexed_once`."""

_TASKS: tuple[tuple[Any, str], ...] = (
    (modelsearch.signal_handlers, "insert_or_update_object_task"),
    (wagtail.signal_handlers, "update_reference_index_task"),
)


@contextmanager
def kept_for_the_file(blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a fixture of the scope of a module; what each test changes is its own.

    The fixture needs ``django_db_setup`` and ``django_db_blocker``, its tests ``db``.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def indexed_once() -> Iterator[None]:
    """Let what is saved several times within be indexed once, at the end.

    For records that tests begin with: a page is saved four times until it is published,
    and writing the indexes takes longer than saving it. Nothing may be deleted within.
    """
    with ExitStack() as stack:
        for deferring in while_making:
            stack.enter_context(deferring())
        for module, name in _TASKS:
            stack.enter_context(_each_once(module, name))
        yield


class _Collected:
    """Stands for a task; remembers what it is asked for, in the order of asking last."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, ...], None] = {}

    def enqueue(self, *row: str) -> None:
        self.rows.pop(row, None)
        self.rows[row] = None


@contextmanager
def _each_once(module: Any, name: str) -> Iterator[None]:
    task, collected = getattr(module, name), _Collected()
    with mock.patch.object(module, name, collected):
        yield
    for row in collected.rows:
        task.enqueue(*row)
