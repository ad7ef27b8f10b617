"""What sheets of paper cost, in seconds of the processor.

Runs itself in a process of its own, because it needs Django's settings, on the loaded
site. Drawing happens in that process, so that what is measured is work and not waiting.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.table import Row

SECONDS = 540
LEAFLET_SECONDS = 1.0
AGENCY_SECONDS = 15.0
AGENCY_SERVICES = 30
SERVICES = 20


def measure(data: Path) -> list[Row]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.printing"],
        env={
            **os.environ,
            "GERAI_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "gerai.config.settings.base",
        },
        stdout=subprocess.PIPE,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    if not found:
        print("Printing: this machine lacks Pango, left out.")
        return []
    return [
        Row("Printing", "starting the drawing process", found["start"], "s"),
        *(
            Row("Printing", f"{kind}, {word}", seconds, "s", LEAFLET_SECONDS)
            for kind, times in found["sheets"].items()
            for word, seconds in times.items()
        ),
        Row(
            "Printing",
            f"an agency of {AGENCY_SERVICES} services, one file",
            found["agency"],
            "s",
            AGENCY_SECONDS,
        ),
        Row("Printing", "that file", found["agency_kb"], "KB"),
    ]


def main() -> None:
    import django  # noqa: PLC0415

    django.setup()

    from gerai.directory.selectors import services  # noqa: PLC0415
    from gerai.printing.choices import SheetKind  # noqa: PLC0415
    from gerai.printing.drawing import Studio  # noqa: PLC0415
    from gerai.printing.libraries import can_print  # noqa: PLC0415
    from gerai.printing.services import agency_file_job, sheet_job  # noqa: PLC0415

    if not can_print():
        print("{}")
        return
    started = time.process_time()
    studio = Studio()
    start = time.process_time() - started
    # The longest records are the slowest; the rest of the mall is quicker.
    longest = sorted(services("id"), key=_weight, reverse=True)
    studio.draw(asdict(sheet_job(longest[0], SheetKind.LEAFLET, "id")), _quiet)
    sheets = {}
    for kind in SheetKind:
        times = []
        for service in longest[:SERVICES]:
            started = time.process_time()
            studio.draw(asdict(sheet_job(service, kind, "id")), _quiet)
            times.append(time.process_time() - started)
        sheets[kind.value] = {
            "median": statistics.median(times),
            "slowest": max(times),
        }
    started = time.process_time()
    many = [longest[number % len(longest)] for number in range(AGENCY_SERVICES)]
    job = agency_file_job(many, SheetKind.LEAFLET, "id", is_draft=False)
    pdf = studio.draw(asdict(job), _quiet)
    agency = time.process_time() - started
    print(
        json.dumps(
            {
                "start": start,
                "sheets": sheets,
                "agency": agency,
                "agency_kb": len(pdf) / 1000,
            }
        )
    )


def _weight(service: Any) -> int:
    return len(str(service.requirements.get_prep_value())) + len(
        str(service.steps.get_prep_value())
    )


def _quiet(_message: dict[str, Any]) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main()
