"""Measures inside the application; see ``bench.inside``. Prints one line of JSON."""

from __future__ import annotations

import json
import statistics
import time
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from e2e.addresses import NOT_FOUND, PAGE_TYPES  # noqa: E402
from gerai.directory.models import AgencyPage, ServicePage  # noqa: E402
from gerai.place.selectors import mall_timetable  # noqa: E402

ENOUGH_SERVICES = 1_000
ROUNDS = 5
INSTANTS = 2_000


def main() -> None:
    found: dict[str, dict[str, object]] = {
        "queries": {},
        "milliseconds": {},
        "services": {},
    }
    for size in ("small", "large"):
        if size == "large":
            multiply_services()
        found["services"][size] = (
            ServicePage.objects.live().filter(locale__language_code="id").count()
        )
        found["queries"][size], found["milliseconds"][size] = ask_pages()
    print(json.dumps({**found, "clock": ask_clock()}))


def ask_pages() -> tuple[dict[str, int], dict[str, float]]:
    client = Client(headers={"host": "127.0.0.1"})
    queries, milliseconds = {}, {}
    for kind in PAGE_TYPES:
        if kind is NOT_FOUND:
            continue
        client.get(kind.path)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(kind.path)
        queries[kind.name] = len(captured)
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            client.get(kind.path)
            times.append(time.perf_counter() - started)
        milliseconds[kind.name] = 1000 * statistics.median(times)
    return queries, milliseconds


@transaction.atomic
def multiply_services() -> None:
    """Copy services below their agencies until there are enough."""
    originals = list(
        ServicePage.objects.live().filter(locale__language_code="id").order_by("path")
    )
    number = ServicePage.objects.live().filter(locale__language_code="id").count()
    while number < ENOUGH_SERVICES:
        original = originals[number % len(originals)]
        parent = AgencyPage.objects.parent_of(original).get()
        original.copy(
            to=parent,
            update_attrs={
                "title": f"{original.title} {number}",
                "slug": f"{original.slug}-{number}",
            },
            copy_revisions=False,
            keep_live=True,
        )
        number += 1


def ask_clock() -> dict[str, float]:
    """Microseconds for one question, spread over a year."""
    timetable = mall_timetable()
    now = datetime.now(UTC)
    instants = [now + timedelta(minutes=263 * step) for step in range(INSTANTS)]
    rounds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for instant in instants:
            timetable.state_at(instant)
        rounds.append((time.perf_counter() - started) / INSTANTS * 1e6)
    return {"the mall": min(rounds)}


if __name__ == "__main__":
    main()
