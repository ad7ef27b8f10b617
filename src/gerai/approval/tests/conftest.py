"""The office that the tests of this room begin with, built once a file."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django.plugin import DjangoDbBlocker

from gerai.approval.tests.office import Office, make_office
from gerai.guard.tests.once import kept_for_the_file


@pytest.fixture(scope="module")
def built_office(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Office]:
    with kept_for_the_file(django_db_blocker):
        yield make_office()


@pytest.fixture
def office(built_office: Office, db: None) -> Office:
    """One's own, whatever one changes."""
    return deepcopy(built_office)
