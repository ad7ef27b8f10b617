"""The sample site as an installation of its own, in processes of its own.

Tests in the process of pytest share its database and its transaction; what is killed,
locked or stopped needs a database on disk and processes that can be killed.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import django
import structlog
from django.conf import settings

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    },
}


def set_up(
    folder: Path, database: dict[str, Any] | None = None, *, migrate: bool = True
) -> None:
    """Make this process one of the installation in ``folder``."""
    settings.configure(
        SECRET_KEY="sample",
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "gerai.publishing",
        ],
        DATABASES={
            "default": database or {**SQLITE, "NAME": str(folder / "db.sqlite3")}
        },
        ROOT_URLCONF="gerai.publishing.tests.sample_site",
        ALLOWED_HOSTS=["*"],
        LANGUAGE_CODE="id",
        LANGUAGES=[("id", "Indonesia"), ("en", "English")],
        USE_TZ=True,
        STATIC_URL="/static/",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        GERAI_BASE_URL="http://127.0.0.1:8000",
        PUBLISHED_FOLDER=folder / "published",
        PUBLISHER_FOLDER=folder / "publisher",
        LOGGING_CONFIG=None,
    )
    logging.disable(logging.CRITICAL)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL)
    )
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "publisher").mkdir(exist_ok=True)
    if migrate:
        call_command("migrate", verbosity=0)
    connections.close_all()


def in_child(work: Callable[[], object]) -> int:
    """Start ``work`` in a fork of this process; returns its pid."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid == 0:
        _run_and_leave(work)
    return pid


def _run_and_leave(work: Callable[[], object]) -> NoReturn:
    code = 1
    try:
        work()
        code = 0
    except BaseException as problem:  # noqa: BLE001  # reported by the exit code
        print(f"{type(problem).__name__}: {problem}", file=sys.stderr)  # noqa: T201
        if os.environ.get("TRACE"):
            import traceback

            traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def wait_until(condition: Callable[[], bool], *, seconds: float = 30) -> bool:
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
