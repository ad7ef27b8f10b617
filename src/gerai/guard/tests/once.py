"""Records that all tests of a file begin with, built once and taken back at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def kept_for_the_file(blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a fixture of the scope of a module; what each test changes is its own.

    The fixture needs ``django_db_setup`` and ``django_db_blocker``, its tests ``db``.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
