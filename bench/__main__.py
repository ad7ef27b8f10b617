"""``make bench``: prints what this machine measures beside what the budgets allow.

Figures of time depend on the machine and on what else it does: compare ratios within
one run. The whole run takes a few minutes and stops by itself.

``python -m bench NAME`` runs one that isn't part of it; see README.md.
"""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from bench import (
    health,
    inside,
    keystrokes,
    lighthouse,
    pages,
    printing,
    publishing,
    search,
    server,
    suggestions,
)
from bench.table import Row, print_table
from e2e.site import served_site

# Modules with a function ``run(arguments)`` that returns rows of the table.
ONE_BY_ONE = (
    "academy",
    "promptness",
    "city",
    "servers",
    "readers",
    "search",
    "suggestions",
    "health",
    "desk",
    "keystrokes",
    "observatory",
    "defacement",
    "kills",
)


def main() -> int:
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name in ONE_BY_ONE:
        rows: list[Row] = import_module(f"bench.{name}").run(sys.argv[2:])
    else:
        rows = everyday()
    print_table(rows)
    return any(row.is_over for row in rows)


def everyday() -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        data = Path(os.environ.get("BENCH_DATA", folder))
        data.mkdir(parents=True, exist_ok=True)
        print("Loading Samarinda's content …", flush=True)
        with served_site(data, publish=True) as site:
            site.wait_until_published()
        print("Starting a second time, memory, rates …", flush=True)
        with served_site(data, publish=True) as site:
            rows += server.measure(site)
            print("Weighing pages …", flush=True)
            rows += pages.measure(site)
            if "--no-lighthouse" not in sys.argv:
                print("Lighthouse …", flush=True)
                rows += lighthouse.measure(site)
            print("Everyday tasks in the desk …", flush=True)
            rows += keystrokes.measure(site)
        print("Sheets of paper …", flush=True)
        rows += printing.measure(data)
        print("Queries, and the clock …", flush=True)
        rows += inside.measure(data)
        print("Publishing …", flush=True)
        rows += publishing.measure(data)
    print("Search …", flush=True)
    rows += search.measure()
    print("Suggestions …", flush=True)
    rows += suggestions.measure()
    print("Content health …", flush=True)
    rows += health.measure()
    return rows


if __name__ == "__main__":
    sys.exit(main())
