"""Measures search inside the application; see ``bench.search``. Prints one line of JSON."""

from __future__ import annotations

import gc
import json
import time
import tracemalloc
from collections.abc import Callable

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from wagtail.models import Page  # noqa: E402

from bench.many_services import multiply  # noqa: E402
from gerai.directory.models import AgencyPage, ServicePage  # noqa: E402
from gerai.directory.policies import visible_services  # noqa: E402
from gerai.finder import current, flood, searching  # noqa: E402
from gerai.finder.answers import found_things  # noqa: E402
from gerai.finder.keeping import refresh_all  # noqa: E402
from gerai.finder.queries import read_query  # noqa: E402
from gerai.finder.sources import SERVICE  # noqa: E402
from gerai.finder.tests.relevance import judged_queries, quality  # noqa: E402

ENOUGH = 10_000
ROUNDS = 2


def main() -> None:
    flood.BURST = 10**9
    flood.limiter._burst = 1e9
    judged = judged_queries()
    paths = _paths()
    orders: dict[str, Callable[[str], list[str]]] = {
        "Gerai": lambda text: [
            paths[int(hit.entry.target)]
            for hit in searching.answer(read_query(text)).of(SERVICE)[:10]
        ],
        "Wagtail": lambda text: _wagtail(text, paths, "and"),
        "Wagtail, any word": lambda text: _wagtail(text, paths, "or"),
    }
    halves = {
        "seen half": [one for one in judged if not one.is_held_out],
        "held out half": [one for one in judged if one.is_held_out],
    }
    found: dict[str, dict[str, dict[str, float]]] = {
        "quality": {},
        "time": {},
        "size": {},
    }
    for name, order in orders.items():
        for half, questions in halves.items():
            got = quality(questions, order)
            found["quality"][f"{name}, {half} ({got.questions})"] = {
                "first": got.first,
                "first three": got.first_three,
                "nDCG@10": got.ndcg,
            }
    queries = [one.query for one in judged]
    found["time"]["as loaded"] = _times(queries)
    found["size"]["10,000 services"] = _grow()
    found["time"]["10,000 services"] = _times(queries)
    print(json.dumps(found))


def _paths() -> dict[int, str]:
    agencies = dict(AgencyPage.objects.values_list("path", "slug"))
    return {
        pk: f"{agencies[path[: -Page.steplen]]}/{slug}"
        for pk, path, slug in ServicePage.objects.filter(
            locale__language_code=settings.LANGUAGE_CODE
        ).values_list("pk", "path", "slug")
    }


def _wagtail(text: str, paths: dict[int, str], operator: str) -> list[str]:
    """Wagtail's own search; what visitors don't see is left out afterwards."""
    visible = set(visible_services().values_list("pk", flat=True))
    found = ServicePage.objects.live().search(text, operator=operator)[:60]
    return [paths[page.pk] for page in found if page.pk in visible][:10]


def _times(queries: list[str]) -> dict[str, float]:
    client = Client(headers={"host": "127.0.0.1"})

    def things(text: str) -> object:
        return found_things(read_query(text), limit=10)

    def api(text: str) -> object:
        return client.get("/api/v1/search", {"q": text})

    def page(text: str) -> object:
        return client.get("/cari/", {"q": text})

    times: dict[str, float] = {}
    for name, ask in (
        ("index alone", lambda text: searching.answer(read_query(text))),
        ("index and records", things),
        ("API", api),
        ("whole page", page),
    ):
        ask(queries[0])
        spent = []
        for _round in range(ROUNDS if name != "whole page" else 1):
            for text in queries:
                started = time.thread_time()
                ask(text)
                spent.append(1000 * (time.thread_time() - started))
        spent.sort()
        times[f"p50 {name}"] = spent[len(spent) // 2]
        times[f"p95 {name}"] = spent[int(0.95 * len(spent))]
    return times


def _grow() -> dict[str, float]:
    multiply(ENOUGH)
    started = time.thread_time()
    refresh_all()
    written = time.thread_time() - started
    current._current = current.Current()
    gc.collect()
    started = time.thread_time()
    current.current()
    read = time.thread_time() - started
    return {
        "index written anew": written,
        "index read by a process": read,
        "memory of the index": _megabytes(),
        "one service saved": _save_one(),
    }


def _save_one() -> float:
    service = visible_services()[0]
    started = time.thread_time()
    service.save()
    searching.answer(read_query("paspor"))
    return time.thread_time() - started


def _megabytes() -> float:
    """What the index of a process holds, after it was read once more."""
    current._current = current.Current()
    gc.collect()
    tracemalloc.start()
    current.current()
    gc.collect()
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / 1e6


if __name__ == "__main__":
    main()
    connection.close()
