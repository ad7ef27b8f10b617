"""kill -9 at hundreds of random points; ``KILLS=5000 pytest …`` does more of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

KILLS = int(os.environ.get("KILLS", "300"))


def test_a_publisher_killed_anywhere_leaves_nothing_lost_torn_or_done_twice(
    tmp_path: Path,
) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GERAI_", "DJANGO_"))
    }
    run = subprocess.run(
        [
            *(sys.executable, "-m", "gerai.publishing.tests.killing"),
            *(str(tmp_path / "site"), str(KILLS), os.environ.get("SEED", "3")),
        ],
        env=environment,
        capture_output=True,
        text=True,
        timeout=900 + KILLS,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    died = json.loads(run.stdout)
    assert sum(died.values()) >= KILLS
    # Not only between the steps: in every kind of them.
    if KILLS >= 300:
        places = {"half a write", "before fsync", "after replace", "after unlink"}
        assert places | {"any instant"} <= set(died), died
