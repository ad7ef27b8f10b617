"""kill -9 in the middle of a restore; ``RESTORE_KILLS=2000 pytest …`` does more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

KILLS = int(os.environ.get("RESTORE_KILLS", "25"))


def test_a_restore_killed_anywhere_leaves_the_old_site_or_the_new_one(
    tmp_path: Path,
) -> None:
    run = subprocess.run(
        [
            *(sys.executable, "-m", "gerai.operations.tests.restore_killing"),
            *(str(tmp_path), str(KILLS), os.environ.get("SEED", "7")),
        ],
        capture_output=True,
        text=True,
        timeout=300 + KILLS,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    killed = json.loads(run.stdout)
    assert sum(killed.values()) >= KILLS
    assert min(killed.values()) > 0, killed
