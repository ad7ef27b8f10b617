"""Somebody at work in the second shape: reads an act a line, answers in a line."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import close_old_connections  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.contrib.redirects.models import Redirect  # noqa: E402
from wagtail.models import PageLogEntry  # noqa: E402

from gerai.defacement.exceptions import HeldBack  # noqa: E402
from gerai.defacement.models import Suspicion  # noqa: E402
from gerai.defacement.services import write_down_waiting  # noqa: E402
from gerai.directory.models import ServicePage  # noqa: E402
from gerai.feedback.models import PageAnswer  # noqa: E402
from gerai.operations.doctor import examine  # noqa: E402
from gerai.operations.scheduled import publish_due  # noqa: E402


def _service() -> Any:
    return (
        ServicePage.objects.live()
        .filter(locale__language_code="id")
        .order_by("pk")
        .first()
    )


def address() -> str:
    """Of the service that is edited."""
    return str(_service().relative_url(None) or _service().url_path)


def publish(title: str) -> None:
    """Give the service another name."""
    page = _service()
    page.title = title
    page.save_revision().publish()


def schedule(title: str, seconds: int) -> None:
    """Give it another name, some seconds from now."""
    page = _service()
    page.title = title
    page.go_live_at = timezone.now() + timedelta(seconds=seconds)
    page.save_revision(approved_go_live_at=page.go_live_at).publish()


def publish_what_is_due(seconds: int) -> None:
    """Do that chore again and again, beside whoever else does it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        publish_due()


def verify() -> None:
    """``gerai verify``, which fails if a published file isn't what it was."""
    call_command("verify")


def hold_back() -> list[int]:
    """Slip an advertisement in: how many suspicions and redirects there are then."""
    try:
        Redirect.objects.create(
            old_path="/x", redirect_link="https://slot-gacor88.vip/"
        )
    except HeldBack:
        write_down_waiting()
    return [Suspicion.objects.count(), Redirect.objects.count()]


def scheduled_so_far() -> int:
    """How often something was published by schedule."""
    entries = PageLogEntry.objects.filter(action="wagtail.publish.scheduled")
    return int(entries.count())


def answers() -> int:
    """How many readers' answers the database has."""
    return int(PageAnswer.objects.count())


def check_tree() -> None:
    """``gerai publish --check``, which ends the process if anything differs."""
    call_command("publish", "--check")


def load(pack: str) -> None:
    """Load a content pack."""
    call_command("load", pack)


def doctor() -> list[list[Any]]:
    """What the doctor says: level, id and text."""
    return [[found.level, found.id, str(found.msg)] for found in examine()]


ACTS = {
    act.__name__: act
    for act in (
        address,
        answers,
        check_tree,
        doctor,
        hold_back,
        load,
        publish,
        publish_what_is_due,
        schedule,
        scheduled_so_far,
        verify,
    )
}


def main() -> None:
    logging.disable()
    # Only answers go to standard output; commands print, too.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        act, *arguments = json.loads(line)
        close_old_connections()
        try:
            answer: Any = [False, ACTS[act](*arguments)]
        except (Exception, SystemExit) as problem:  # noqa: BLE001 - told to the test
            answer = [True, f"{type(problem).__name__}: {problem}"]
        print(json.dumps(answer), file=output, flush=True)


if __name__ == "__main__":
    main()
