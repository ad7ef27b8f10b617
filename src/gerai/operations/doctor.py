"""What ``gerai doctor`` asks of an installation.

The checks are Django system checks with the tag ``doctor``, so any room can add its
own in ``apps.ready()`` without knowing this one::

    from django.core.checks import register
    register(holidays_are_known, "doctor", deploy=True)

``deploy=True`` keeps them out of every other command: unlike other system checks they
may ask the database. A check returns messages whose ``hint`` says what to do; an
``Info`` describes what is in order; the ``id`` decides the order of the report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.core.checks import CheckMessage, run_checks
from django.db import DatabaseError

DOCTOR = "doctor"


def examine() -> list[CheckMessage]:
    """Run the checks of all rooms, in the order of their ids."""
    found = run_checks(tags=[DOCTOR], include_deployment_checks=True)
    return sorted(found, key=lambda message: (message.id or "", str(message.msg)))


Check = Callable[..., Sequence[CheckMessage]]


def needs_database(check: Check) -> Check:
    """Say nothing if the database doesn't answer: another check tells that."""

    @wraps(check)
    def guarded(app_configs: Any = None, **kwargs: Any) -> Sequence[CheckMessage]:
        try:
            return check(app_configs=app_configs, **kwargs)
        except DatabaseError:
            return []

    return guarded
