"""What one thread reads of a snapshot; the tables are emptied after each test."""

from __future__ import annotations

import threading

import pytest
from django.contrib.auth.models import Group
from django.db import connections

from gerai.publishing.reading import is_in_snapshot, once_per_snapshot
from gerai.publishing.snapshot import database_snapshot

pytestmark = pytest.mark.django_db(transaction=True)


@once_per_snapshot
def names() -> list[str]:
    return list(Group.objects.order_by("name").values_list("name", flat=True))


def test_another_thread_has_no_part_in_a_snapshot() -> None:
    Group.objects.all().delete()
    found = []

    def look() -> None:
        found.append((is_in_snapshot(), names()))
        connections.close_all()

    with database_snapshot():
        names()
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found == [(False, [])]
