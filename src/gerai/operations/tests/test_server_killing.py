"""A server whose processes are killed one after another loses nothing.

``python -m bench kills`` does the same two hundred times.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from gerai.operations.tests.server_killing import Server, is_sound, kill_at_random
from gerai.website.tests.factories import make_site

KINDS = ("web process", "gerai publish", "web process", "supervisor")
SECONDS_TO_ANSWER = 60.0
"""Ten on a machine of its own; the bench asks for that."""


WORDS = "Bagian ini sedang tidak tersedia"
ANSWER = {"halaman": "/jam-buka/", "jawaban": "ya"}
MOUNT, UMOUNT = (shutil.which(name) or name for name in ("mount", "umount"))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system that can be filled where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    order = [MOUNT, "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(folder)]
    is_small = subprocess.run(order, check=False, capture_output=True).returncode == 0
    yield folder
    if is_small:
        subprocess.run([UMOUNT, str(folder)], check=True)


@pytest.mark.django_db
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
def test_a_killed_server_loses_nothing_and_starts_again(disk: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the database is copied from memory")
    make_site()
    (disk / "db.sqlite3").write_bytes(connection.connection.serialize())
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GERAI_")
    }
    # Of these settings nothing has to be collected first.
    environment["DJANGO_SETTINGS_MODULE"] = "gerai.config.settings.test"
    environment["GERAI_BACKUP_URL"] = "none"
    server = Server(disk, environment)
    with server.kept_running():
        found = kill_at_random(
            server,
            ["/", "/jam-buka/", "/layanan/"],
            KINDS,
            random.Random(1),  # noqa: S311
            longest_pause=0.5,
        )
        if disk.is_mount():
            fill_and_empty(disk, server)
    assert found.died.total() == len(KINDS)
    assert found.acknowledged > 5
    assert (found.lost, found.torn) == (0, 0)
    assert is_sound(disk / "db.sqlite3")
    assert max(found.slowest.values()) < SECONDS_TO_ANSWER


def fill_and_empty(disk: Path, server: Server) -> None:
    """What is there is read on; what doesn't fit is refused, and later taken."""
    status, thanks = server.ask("/survei/halaman/", ANSWER)
    assert status == 303
    ballast = disk / "ballast"
    with (
        ballast.open("wb", buffering=0) as file,
        pytest.raises(OSError, match="space"),
    ):
        while True:
            file.write(bytes(64 * 1024))
    statuses = {server.ask("/survei/halaman/", ANSWER)[0] for _ in range(20)}
    assert 503 in statuses
    assert statuses <= {303, 503}
    assert server.ask(thanks)[0] == 200
    assert server.ask("/jam-buka/")[0] == 200
    ballast.unlink()
    assert server.ask("/survei/halaman/", ANSWER)[0] == 303


@pytest.mark.django_db
def test_a_disk_that_lets_nobody_write_is_said_plainly(client: Client) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a way of SQLite to say so")
    make_site()
    client.raise_request_exception = False
    headers = {"Sec-Fetch-Site": "same-origin"}
    # Past Django, which asks nothing more of a transaction that is broken.
    database = connection.connection
    database.execute("PRAGMA query_only = ON")
    try:
        with transaction.atomic():
            refused = client.post("/survei/halaman/", ANSWER, headers=headers)
    finally:
        database.execute("PRAGMA query_only = OFF")
    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert WORDS in refused.content.decode()
    assert client.get("/jam-buka/").status_code == 200
