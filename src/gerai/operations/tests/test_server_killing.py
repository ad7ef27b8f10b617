"""A server whose processes are killed one after another loses nothing.

``python -m bench kills`` does the same two hundred times.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from django.db import connection

from gerai.operations.tests.server_killing import Server, is_sound, kill_at_random
from gerai.website.tests.factories import make_site

KINDS = ("web process", "gerai publish", "web process", "supervisor")
SECONDS_TO_ANSWER = 60.0
"""Ten on a machine of its own; the bench asks for that."""


@pytest.mark.django_db
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
def test_a_killed_server_loses_nothing_and_starts_again(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the database is copied from memory")
    make_site()
    (tmp_path / "db.sqlite3").write_bytes(connection.connection.serialize())
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GERAI_")
    }
    # Of these settings nothing has to be collected first.
    environment["DJANGO_SETTINGS_MODULE"] = "gerai.config.settings.test"
    environment["GERAI_BACKUP_URL"] = "none"
    server = Server(tmp_path, environment)
    with server.kept_running():
        found = kill_at_random(
            server,
            ["/", "/jam-buka/", "/layanan/"],
            KINDS,
            random.Random(1),  # noqa: S311
            longest_pause=0.5,
        )
    assert found.died.total() == len(KINDS)
    assert found.acknowledged > 5
    assert (found.lost, found.torn) == (0, 0)
    assert is_sound(tmp_path / "db.sqlite3")
    assert max(found.slowest.values()) < SECONDS_TO_ANSWER
