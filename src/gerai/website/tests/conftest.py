"""What several files of tests begin with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from pytest_django.plugin import DjangoDbBlocker

from gerai.guard.tests.once import indexed_once, kept_for_the_file
from gerai.website.services import ensure_site_structure
from gerai.website.tests.newsroom_factories import NOON


@pytest.fixture(scope="module")
def standard_pages(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Home, lists and all else that a site begins with: two seconds of work."""
    with kept_for_the_file(django_db_blocker):
        with time_machine.travel(NOON, tick=False), indexed_once():
            ensure_site_structure()
        yield
