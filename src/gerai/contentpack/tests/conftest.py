"""The example pack, loaded once for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from gerai.contentpack.tests.factories import EXAMPLE, load


@pytest.fixture(scope="module")
def _example_in_module(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load(EXAMPLE)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded_example(_example_in_module: None, db: None) -> None:
    """The site as the example makes it; changes are undone after each test."""
