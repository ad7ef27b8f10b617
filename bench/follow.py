"""``gerai publish --follow`` that keeps a diary: a line when a run begins and ends.

Run as ``python -m bench.follow DIARY``; the publisher itself is the real one.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from gerai.publishing import services  # noqa: E402
from gerai.publishing.publisher import Publisher  # noqa: E402
from gerai.publishing.record import PublishedRecord  # noqa: E402
from gerai.publishing.report import Report  # noqa: E402

Run = Callable[..., Report]
_removed_at: list[float] = []


def main(diary: Path) -> None:
    timed = _timed(PublishedRecord.remove)
    PublishedRecord.remove = timed  # type: ignore[method-assign]
    with diary.open("a", buffering=1) as lines:
        for name in ("sweep", "publish_changes"):
            setattr(Publisher, name, _noted(name, getattr(Publisher, name), lines))
        services.follow_changes()


def _timed(remove: Callable[..., list[str]]) -> Callable[..., list[str]]:
    def timed(*arguments: Any, **options: Any) -> list[str]:
        removed = remove(*arguments, **options)
        if removed:
            _removed_at.append(time.time())
        return removed

    return timed


def _noted(name: str, run: Run, lines: Any) -> Run:
    def noted(*arguments: Any, **options: Any) -> Report:
        started = time.time()
        _removed_at.clear()
        print(json.dumps({"begins": name}), file=lines)
        report = run(*arguments, **options)
        entry = {
            "run": name,
            "started": started,
            "ended": time.time(),
            "rendered": report.rendered,
            "written": report.written,
            "removed": report.removed,
            "removed_at": max(_removed_at, default=None),
            "failed": report.failed,
            "is_for_a_sweep": report.is_for_a_sweep,
            "is_overtaken": report.is_overtaken,
        }
        print(json.dumps(entry), file=lines)
        return report

    return noted


if __name__ == "__main__":
    main(Path(sys.argv[1]))
