"""The site that is served backs itself up, and what it keeps can be brought back."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time

from e2e.site import Site


def test_samarinda_is_backed_up_by_itself_and_comes_back_the_same(site: Site) -> None:
    """Nothing is set: copies every minute are what an operator gets by default."""
    state = site.data / "backups" / "state.json"
    end = time.monotonic() + 90
    while not (state.exists() and json.loads(state.read_text())["backup_at"]):
        assert time.monotonic() < end, "the server made no backup"
        time.sleep(0.5)

    done = subprocess.run(
        [sys.executable, "-m", "gerai.config.cli", "drill"],
        env={**os.environ, "GERAI_DATA": str(site.data)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    found = re.search(r"is good: (\d+) rows in (\d+) tables", done.stdout)
    assert found, done.stdout
    assert int(found[1]) > 5_000
    assert not list(site.data.glob("gerai-drill-*"))
