"""Writes of the truth watch: looking at everything, or at what changed; public."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from gerai.truth.checks import Check, Found, checks
from gerai.truth.looking import Look
from gerai.truth.models import Finding, PendingBranch, WatchState

log = structlog.get_logger(__name__)
MOST_BRANCHES = 40
"""When more than this has changed, it is quicker to look at everything."""

SECONDS_TO_WAIT = 2.0
"""As long as this a person may wait for a whole look; a longer one is left to chores."""

_ROWS_AT_ONCE = 500


def look_at_everything(at: datetime | None = None) -> int:
    """Ask every check about all of the content; says how many findings there are."""
    moment = timezone.localtime(at)
    started = time.monotonic()
    # Noted before looking: what changes meanwhile is looked at again.
    WatchState.objects.update_or_create(pk=1, defaults={"is_due": False})
    PendingBranch.objects.all().delete()
    with _collector_paused():
        count = _look(Look(moment), Finding.objects.all())
    WatchState.objects.filter(pk=1).update(
        looked_at=moment, seconds=time.monotonic() - started
    )
    return count


def look_at_changes(at: datetime | None = None) -> None:
    """Look again at what changed; two queries when nothing did."""
    state = watch_state()
    paths = sorted(PendingBranch.objects.values_list("path", flat=True))
    is_quick = state.seconds <= SECONDS_TO_WAIT
    if state.looked_at is None or state.is_due or len(paths) > MOST_BRANCHES:
        if is_quick:
            look_at_everything(at)
        return
    if not paths:
        return
    tops = [
        path
        for path in paths
        if not any(path != other and path.startswith(other) for other in paths)
    ]
    PendingBranch.objects.filter(path__in=paths).delete()
    below = Q(pk__in=[])
    for path in tops:
        below |= Q(page__path__startswith=path)
    _look(Look(timezone.localtime(at), tuple(tops)), Finding.objects.filter(below))


def watch_state() -> WatchState:
    """The one row, or what it would say before the first look."""
    return WatchState.objects.filter(pk=1).first() or WatchState()


def note_change(page: Page) -> None:
    """Remember to look at a page, and what is below it, again; one query."""
    # In bulk: it sends no signal, and a second note changes nothing.
    PendingBranch.objects.bulk_create(
        [PendingBranch(path=page.path)], ignore_conflicts=True
    )


def note_everything() -> None:
    """Remember that something changed which any page may rest on."""
    WatchState.objects.filter(pk=1).update(is_due=True)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Let nobody search the millions of small objects that all live until the end.

    The collector of cycles would walk through them again and again, for a third of the
    whole time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _look(look: Look, earlier: QuerySet[Finding]) -> int:
    """Put what the checks find now in the place of what they found earlier."""
    rows: list[Finding] = []
    failed: list[str] = []
    for check in checks():
        try:
            found = list(check.find(look))
        except Exception as problem:  # noqa: BLE001 - the other checks must go on
            log.error("check failed", check=check.key, problem=repr(problem))
            failed.append(check.key)
            continue
        rows += [_row(check, one, look) for one in found]
    known = earlier.exclude(check_key__in=failed)
    with transaction.atomic():
        since: dict[tuple[str, int | None, str], date] = {
            (key, page_id, subject): day
            for key, page_id, subject, day in known.values_list(
                "check_key", "page_id", "subject", "since"
            )
        }
        for row in rows:
            row.since = since.get((row.check_key, row.page_id, row.subject), row.since)
        # Nothing hangs on a finding; Django would load each one to tell receivers of it.
        known._raw_delete(known.db)
        Finding.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    return len(rows)


def _row(check: Check, found: Found, look: Look) -> Finding:
    return Finding(
        check_key=check.key,
        page_id=found.page_id,
        subject=found.subject[:255],
        values=found.values,
        harm=check.harm,
        weight=found.weight,
        since=look.today,
    )


def page_changed(sender: Any, instance: Page, **_: Any) -> None:
    """Receiver: a page was published, taken down or moved."""
    note_change(instance)
