"""``make bench``: prints what this machine measures beside what the budgets allow.

Figures of time depend on the machine and on what else it does: compare ratios within
one run. The whole run takes a few minutes and stops by itself.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from bench import inside, lighthouse, pages, printing, server
from bench.table import Row, print_table
from e2e.site import served_site


def main() -> int:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="gerai-bench-") as folder:
        data = Path(os.environ.get("BENCH_DATA", folder))
        data.mkdir(parents=True, exist_ok=True)
        print("Loading Samarinda's content …", flush=True)
        with served_site(data):
            pass
        print("Starting a second time, memory, rates …", flush=True)
        with served_site(data) as site:
            rows += server.measure(site)
            print("Weighing pages …", flush=True)
            rows += pages.measure(site)
            if "--no-lighthouse" not in sys.argv:
                print("Lighthouse …", flush=True)
                rows += lighthouse.measure(site)
        print("Sheets of paper …", flush=True)
        rows += printing.measure(data)
        print("Queries, and the clock …", flush=True)
        rows += inside.measure(data)
    print_table(rows)
    return any(row.is_over for row in rows)


if __name__ == "__main__":
    sys.exit(main())
