"""The same index ranks alike from SQLite and from PostgreSQL."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gerai.finder.documents import Source, analyse
from gerai.finder.tests.relevance import judged_queries
from gerai.finder.tests.test_ranking import NAMES

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
SECONDS = 120
QUESTIONS = [one.query for one in judged_queries()][::3] + list(NAMES)
SERVER_ACCOUNT = "postgres"

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(
        not BINARIES,
        reason="PostgreSQL is not installed; Debian: apt-get install postgresql",
    ),
]


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """The address of a server of our own that ends with the tests."""
    binaries = BINARIES[-1].parent
    with tempfile.TemporaryDirectory(prefix="gerai-pg-") as folder:
        data = Path(folder) / "data"
        # PostgreSQL refuses to run as root.
        is_root = os.geteuid() == 0
        as_user = ["runuser", "-u", SERVER_ACCOUNT, "--"] if is_root else []
        if is_root:
            shutil.chown(folder, SERVER_ACCOUNT)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        subprocess.run(
            [
                *as_user,
                *(str(binaries / "initdb"), "--pgdata", str(data)),
                *("--auth", "trust", "--username", "gerai", "--encoding", "UTF8"),
                *("--locale", "C.UTF-8", "--no-sync"),
            ],
            cwd="/",
            stdout=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
        )
        server = subprocess.Popen(
            [
                *as_user,
                *(str(binaries / "postgres"), "-D", str(data), "-p", str(port)),
                *("-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"),
            ],
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(binaries / "pg_isready", port)
            yield f"postgresql://gerai@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(timeout=SECONDS)


def _wait_for(is_ready: Path, port: int) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        done = subprocess.run(
            [str(is_ready), "-q", "-h", "127.0.0.1", "-p", str(port)],
            timeout=SECONDS,
            check=False,
        )
        if done.returncode == 0:
            return
        time.sleep(0.2)
    raise RuntimeError("PostgreSQL did not start")


def rankings(database: str, folder: Path) -> list[list[list[object]]]:
    """What a process of its own answers from this database."""
    documents = [
        analyse(
            Source(
                key=f"service:{number}",
                kind="service",
                target=str(number),
                texts={"title": [title], "alias": names},
                # Equal titles are told apart by their keys, in any collation.
                rank=number % 3,
            )
        )
        for number, (title, names) in enumerate([*NAMES.items(), *NAMES.items()])
    ]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(
            {
                "questions": QUESTIONS,
                "rows": [
                    {
                        "key": one.key,
                        "kind": one.kind,
                        "target": one.target,
                        "rank": one.rank,
                        "content": one.as_json(),
                        "digest": one.digest(),
                    }
                    for one in documents
                ],
            }
        ),
        env={
            **os.environ,
            "GERAI_DATA": str(folder),
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "gerai.config.settings.base",
        },
        stdout=subprocess.PIPE,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    found: list[list[list[object]]] = json.loads(done.stdout.splitlines()[-1])
    return found


PROGRAM = """
import json, sys
import django
django.setup()
from django.db import connection
from gerai.audit.acting import unrecorded
from gerai.finder.keeping import touch
from gerai.finder.models import IndexStamp, SearchDocument, SearchWords
from gerai.finder.queries import read_query
from gerai.finder.searching import answer
given = json.load(sys.stdin)
with connection.schema_editor() as editor:
    for model in (SearchDocument, IndexStamp, SearchWords):
        editor.create_model(model)
SearchDocument.objects.bulk_create(SearchDocument(**row) for row in given["rows"])
with unrecorded():  # there is no trail among these few tables
    for words in ("kir\\nkeur", "Ébène\\nkir", "dompet\\ntas"):
        SearchWords.objects.create(words=words)
touch()
print(connection.vendor, file=sys.stderr)
print(json.dumps([
    [[hit.entry.key, round(hit.score, 9)] for hit in answer(read_query(text)).hits]
    for text in given["questions"]
]))
"""


def test_both_rank_alike(postgresql: str, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    sqlite = rankings(f"sqlite:///{tmp_path}/one/db.sqlite3", tmp_path / "one")
    other = rankings(postgresql, tmp_path / "two")
    assert sqlite == other
    assert sum(map(bool, sqlite)) > len(QUESTIONS) / 3
