"""Lighthouse's four scores of each type of page, mobile."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

from bench.table import Row
from e2e.addresses import (
    AGENCY,
    ALL_SERVICES,
    CONTACT,
    FLOORS,
    HOME,
    HOURS,
    LIFE_EVENT,
    PROFILE,
    SEARCH,
    SERVICE,
)
from e2e.browser import FLAGS, chromium
from e2e.site import Site

COMMAND = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
PAGES = (
    HOME,
    AGENCY,
    SERVICE,
    ALL_SERVICES,
    FLOORS,
    HOURS,
    SEARCH,
    PROFILE,
    CONTACT,
    LIFE_EVENT,
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SECONDS = 120


def measure(site: Site) -> list[Row]:
    rows = []
    for kind in PAGES:
        report = _report(site.address(kind.path))
        for category in CATEGORIES:
            # Search results are kept out of other search engines on purpose.
            budget = None if (kind is SEARCH and category == "seo") else 100.0
            score = round(100 * (report["categories"][category]["score"] or 0))
            rows.append(
                Row(
                    "Lighthouse, mobile",
                    f"{kind.name}: {category}",
                    score,
                    "",
                    budget,
                    "at least",
                )
            )
            if budget and score < budget:
                for line in _lost_points(report, category):
                    print(f"    {kind.name}: {line}", flush=True)
    return rows


def _report(url: str) -> dict[str, dict[str, dict[str, float]]]:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "report.json"
        subprocess.run(
            [
                "node",
                str(COMMAND),
                url,
                "--quiet",
                "--output=json",
                f"--output-path={output}",
                f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
            ],
            env={**os.environ, "CHROME_PATH": chromium()},
            timeout=SECONDS,
            check=True,
            capture_output=True,
        )
        report: dict[str, dict[str, dict[str, float]]] = json.loads(output.read_text())
        return report


def _lost_points(report: dict, category: str) -> list[str]:  # type: ignore[type-arg]
    lost = []
    for reference in report["categories"][category]["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            lost.append(
                f"{category}: {audit['title']} ({audit['score']}) "
                f"{audit.get('displayValue', '')}"
            )
    return lost
