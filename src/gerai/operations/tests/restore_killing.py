"""Kills a restore at random instants; what is left is the old site or the new one.

``python -m gerai.operations.tests.restore_killing FOLDER KILLS SEED`` prints how many
were killed, and how many of them had been decided already.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

MOST_STEPS = 290
STEPS = ("rename", "replace", "sync", "fsync", "unlink", "mkdir", "rmdir", "open")


def main(folder: Path, kills: int, seed: int) -> None:
    os.environ["GERAI_DATA"] = str(folder / "unused")
    os.environ["DJANGO_SETTINGS_MODULE"] = "gerai.config.settings.test"
    import django

    django.setup()
    from gerai.operations.backups import restoring
    from gerai.operations.tests.test_backups import (
        BODY,
        PAGE,
        PICTURE,
        bring_back,
        file_of,
        make_installation,
        titles,
    )
    from gerai.publishing.record import PublishedRecord

    chance = random.Random(seed)  # noqa: S311
    new = make_installation(folder / "new", rows=5)
    backup, wanted = file_of(new), titles(new)
    killed = {"old": 0, "new": 0}
    old_rows = 2
    while sum(killed.values()) < kills:
        shutil.rmtree(folder / "site", ignore_errors=True)
        site = make_installation(folder / "site", rows=old_rows)
        old = titles(site)
        (site.media / "documents" / "foto.jpg").write_bytes(b"old")
        again = partial(bring_back, backup, site)
        # Late steps as often as early ones, of which there are many.
        number = chance.randrange(1, MOST_STEPS)
        if chance.random() < 0.5:
            number = MOST_STEPS - chance.randrange(1, 120)
        if not _killed(again, number):
            continue
        # Now and then whoever mends is killed, too.
        while chance.random() < 0.3:
            _killed(partial(restoring.settle, site), chance.randrange(1, 30))
        restoring.settle(site)
        found = titles(site)
        assert found in (old, wanted), f"seed {seed}: {len(found)} rows"
        is_new = found == wanted
        killed["new" if is_new else "old"] += 1
        picture = (site.media / "documents" / "foto.jpg").read_bytes()
        assert picture == (PICTURE if is_new else b"old")
        record = PublishedRecord(
            web_root=site.published, private=site.publisher, build="b"
        )
        assert record.differences() == {}
        assert record.tree.read(f"{PAGE[1:]}index.html") == BODY
        assert not (site.data / restoring.FOLDER).exists()
        left = {p.name for p in site.data.iterdir() if not p.name.startswith(".open-")}
        assert left <= {
            *("db.sqlite3", "db.sqlite3-shm", "db.sqlite3-wal", "serve.lock"),
            *("media", "published", "publisher", restoring.RESTORED_NOTE),
        }, left
        assert (restoring.RESTORED_NOTE in left) == is_new
    print(json.dumps(killed))  # noqa: T201


def _killed(act: Callable[[], object], number: int) -> bool:
    """Run ``act`` in a fork that dies at its n-th step; whether it did."""
    pid = os.fork()
    if not pid:
        code = 1
        try:
            _arm(number)
            act()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0, "the restore failed by itself"
    return False


def _arm(number: int) -> None:
    left = number

    def around(act: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            result = act(*args, **kwargs)
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return step

    # Every kill would wait for the whole disk of this machine.
    os.sync = lambda: None
    for name in STEPS:
        setattr(os, name, around(getattr(os, name)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
