"""A hard day of the second shape: edits, restarts under load, and each part lost once.

One test, told in steps, because starting the shape costs more than all of them.
"""

from __future__ import annotations

import io
import re
import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from PIL import Image

from conftest import PostgreSQL
from gerai.finder.flood import BURST, PER_SECOND
from gerai.operations.tests.second_shape import (
    NGINX,
    PACK,
    Editor,
    Shape,
    ask,
    second_shape,
    status_of,
    wait_until,
)
from gerai.operations.tests.second_shape_people import Crowd, Desk
from gerai.operations.tests.valkey_server import PROGRAM as VALKEY
from gerai.website.tests.factories import make_site

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
    pytest.mark.skipif(VALKEY is None, reason="Valkey is not installed"),
    pytest.mark.skipif(not PACK.is_dir(), reason="not in a source checkout"),
]
ANSWERED = (200, 303, 429)
"""A page takes two hundred answers a day, which a slow machine's crowd may reach."""
WITHOUT_DATABASE = (
    ("/cari/?q=ktp", "Bagian ini sedang tidak tersedia"),
    ("/en/cari/?q=ktp", "This part is not available"),
    ("/api/v1/agencies", '"unavailable"'),
    ("/akun/masuk/", "Bagian ini sedang tidak tersedia"),
    ("/readyz", "The database does not answer."),
)


@pytest.mark.django_db
def test_a_day_of_the_second_shape(
    postgresql: PostgreSQL, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    with second_shape(postgresql, tmp_path) as shape:
        editor, desk = Editor(shape), Desk(shape)
        try:
            with subtests.test("the tree is a fresh render, also after loading again"):
                editor.do("load", str(PACK))
                editor.do("check_tree")
            with subtests.test("the gate holds advertising back"):
                assert editor.do("hold_back") == [1, 0]
            with subtests.test("sign-in and uploads work over both servers"):
                desk.sign_in()
                upload_a_picture(shape, desk)
            with subtests.test("an edit is published, and found by both servers"):
                publish_and_find(
                    shape, editor, "Legalisir Dokumen Istimewa", "istimewa"
                )
            with subtests.test("what is scheduled is published once"):
                publish_by_schedule(shape, editor)
            with subtests.test("servers count together how fast an address asks"):
                ask_too_fast(shape)
            with subtests.test("a rolling restart under load loses no request"):
                restart_one_after_the_other(shape, editor)
            with subtests.test("without Valkey everything goes on"):
                lose_valkey(shape, editor)
            with subtests.test("without its storage no upload is lost silently"):
                lose_storage(shape, editor, desk)
            with subtests.test("a lost process is not noticed"):
                lose_a_process(shape, editor)
            with subtests.test("PostgreSQL may be restarted"):
                lose_postgresql(shape, editor)
            with subtests.test("servers end politely"):
                for name in ("server0", "worker"):
                    assert shape.stop(name) == 0
            with subtests.test("a server starts without its database"):
                start_without_database(shape, editor)
        finally:
            editor.end()
        with subtests.test("a site moves from SQLite to PostgreSQL"):
            move_from_sqlite(shape, tmp_path / "small")


def upload_a_picture(shape: Shape, desk: Desk) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(picture, "PNG")
    desk.post(
        "/admin/images/add/",
        {"title": "Ruang tunggu", "description": "Ruang tunggu yang luas."},
        file=("ruang-tunggu.png", picture.getvalue()),
    )
    stored = [n for n in shape.bucket.names("original_images") if "ruang" in n]
    assert len(stored) == 1
    assert not (shape.data / "media").exists()
    listing = desk.get("/admin/images/")
    (address,) = shape.pictures = set(
        re.findall(r'"(/media/images/[^"]*ruang-tunggu[^"]+)"', listing)
    )
    for _ in range(2):  # the second from nginx's copy
        status, headers, body = ask(shape.port, address)
        assert (status, headers["x-content-type-options"]) == (200, "nosniff")
        assert "sandbox" in headers["content-security-policy"]
        assert shape.bucket.get(address.removeprefix("/media/")) == body
    assert any(p.is_file() for p in (shape.data / "nginx-cache").rglob("*"))
    for hidden in (f"/media/{stored[0]}", "/media/images/none.png", "/media/../x"):
        assert ask(shape.port, hidden)[0] in {400, 404}


def publish_and_find(shape: Shape, editor: Editor, title: str, word: str) -> None:
    editor.do("publish", title)
    path = editor.do("address")
    wait_until(
        lambda: title in ask(shape.port, path)[2].decode(),
        f"{path} shows {title}",
        seconds=60,
    )
    for port in shape.ports:
        found = ask(port, f"/api/v1/search?q={word}")[2].decode()
        assert title in found, found[:300]


def publish_by_schedule(shape: Shape, editor: Editor) -> None:
    before = editor.do("scheduled_so_far")
    # Far enough ahead that a slow machine has saved it by then.
    editor.do("schedule", "Layanan Terjadwal", 5)
    # Beside the worker, which does the same every five seconds.
    editor.do("publish_what_is_due", 10)
    path = editor.do("address")
    wait_until(
        lambda: "Layanan Terjadwal" in ask(shape.port, path)[2].decode(),
        "the scheduled title",
    )
    assert editor.do("scheduled_so_far") - before == 1


def ask_too_fast(shape: Shape) -> None:
    """Each of the two servers alone would let as many through as both together."""
    began = time.monotonic()
    passed = sum(
        ask(port, "/api/v1/search?q=ktp", source="127.9.9.9")[0] == 200
        for port in shape.ports
        for _ in range(2 * BURST)
    )
    refilled = (time.monotonic() - began) * PER_SECOND
    assert BURST <= passed <= BURST + refilled + 1
    assert ask(shape.port, "/api/v1/search?q=ktp")[0] == 200


def restart_one_after_the_other(shape: Shape, editor: Editor) -> None:
    before = editor.do("answers")
    with Crowd(shape).at_work() as crowd:
        time.sleep(0.5)
        for number in (0, 1):
            assert shape.stop(f"server{number}") == 0
            shape.start_server(number)
            shape.wait_for_server(number)
    assert not crowd.failed(*ANSWERED), crowd.failed(*ANSWERED)[:5]
    assert len(crowd.thanks) > 50
    assert editor.do("answers") - before == len(crowd.thanks)


def lose_valkey(shape: Shape, editor: Editor) -> None:
    with Crowd(shape).at_work() as crowd:
        shape.valkey.stop()
        time.sleep(2)
        findings = {one[1]: one for one in editor.do("doctor")}
        shape.valkey.start()
        time.sleep(1)
    assert "The cache does not answer" in findings["doctor.B6"][2]
    assert not crowd.failed(*ANSWERED), crowd.failed(*ANSWERED)[:5]


def lose_storage(shape: Shape, editor: Editor, desk: Desk) -> None:
    """The words name it, and not the secret."""
    shape.storage.stop()
    # Nothing of what readers see is gone.
    (shown,) = shape.pictures
    assert ask(shape.port, shown)[0] == 200
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(picture, "PNG")
    page = desk.post(
        "/admin/images/add/",
        {"title": "Pintu masuk", "description": "Pintu masuk dari jalan."},
        file=("pintu.png", picture.getvalue()),
    )
    assert "belum dapat disimpan saat ini" in page
    assert "Pintu masuk dari jalan." in page
    findings = {one[1]: one for one in editor.do("doctor")}
    assert "doesn't answer" in findings["files.B1"][2]
    assert "cret" not in findings["files.B1"][2]
    shape.storage.start()


def lose_a_process(shape: Shape, editor: Editor) -> None:
    before = editor.do("answers")
    with Crowd(shape).at_work() as crowd:
        time.sleep(0.3)
        # One after the other: a request that both have dropped is lost.
        shape.lose_worker_of_server(0)
        shape.wait_for_server(0)
        crowd.wait_for_answers()
        shape.kill_all_of("server1")
        time.sleep(1)
    # What was sent to a process that died cannot be sent again by nginx: the visitor is
    # told so, and decides. All else is answered by the other one.
    lost = crowd.failed(*ANSWERED)
    noticed = [one for one in lost if one[1] != 503 or not one[0].startswith("POST")]
    assert not noticed, noticed[:5]
    assert len(lost) <= 4
    assert editor.do("answers") - before >= len(crowd.thanks) > 10


def lose_postgresql(shape: Shape, editor: Editor) -> None:
    before = editor.do("answers")
    with Crowd(shape, asks=False).at_work() as crowd:
        time.sleep(0.5)
        shape.postgresql.stop()
        try:
            for path, words in WITHOUT_DATABASE:
                status, _, body = ask(shape.port, path)
                assert (status, words in body.decode()) == (503, True), (path, body)
                assert str(shape.postgresql.port) not in body.decode()
            assert ask(shape.port, "/healthz")[0] == 200
        finally:
            shape.postgresql.start()
        for path in ("/cari/?q=ktp", "/api/v1/agencies", "/readyz"):
            wait_until(partial(is_answered, shape, path), path)
    failed = [one for one in crowd.failed(200) if not one[0].startswith("POST")]
    assert not failed, failed[:5]
    assert not crowd.failed(*ANSWERED, 503), crowd.failed(*ANSWERED, 503)[:5]
    assert editor.do("answers") - before >= len(crowd.thanks) > 0
    title = "Sesudah Listrik Padam"
    editor.do("publish", title)
    path = editor.do("address")
    wait_until(lambda: title in ask(shape.port, path)[2].decode(), title, seconds=90)


def is_answered(shape: Shape, path: str) -> bool:
    return status_of(shape.port, path) == 200


def start_without_database(shape: Shape, editor: Editor) -> None:
    shape.postgresql.stop()
    shape.start("alone", "serve", "--prepare", "--port", str(shape.ports[0]))
    port = shape.ports[0]
    try:
        wait_until(lambda: status_of(port, "/") == 200, "/", seconds=120)
        wait_until(lambda: status_of(port, "/cari/?q=ktp") == 503, "search")
    finally:
        shape.postgresql.start()
    wait_until(lambda: status_of(port, "/cari/?q=ktp") == 200, "search", seconds=90)
    editor.do("verify")
    assert shape.stop("alone") == 0
    said = (shape.data / "alone.log").read_text()
    assert "The published pages are served" in said


def move_from_sqlite(shape: Shape, folder: Path) -> None:
    """Into a database that has the tables already, since making them takes long."""
    if connection.vendor != "sqlite":
        pytest.skip("the database is copied from memory")
    make_site()
    folder.mkdir()
    database = folder / "db.sqlite3"
    database.write_bytes(connection.connection.serialize())
    with closing(sqlite3.connect(database)) as small, small:
        pages = small.execute("SELECT path, title FROM wagtailcore_page").fetchall()
        small.execute("UPDATE place_mall SET name = name || char(0)")
    address = shape.postgresql.create("moved", like="second_shape")
    with psycopg.connect(address) as moved:
        moved.execute("TRUNCATE place_mall, auth_user CASCADE")
    shape.environment |= {"DATABASE_URL": address, "GERAI_DATA": str(folder)}

    refused = shape.gerai("move")
    assert refused.returncode == 1
    assert "A row of place_mall can't be kept by PostgreSQL" in refused.stderr
    with closing(sqlite3.connect(database)) as small, small:
        small.execute("UPDATE place_mall SET name = 'MPP Contoh'")
    done = shape.gerai("move")
    assert done.returncode == 0, done.stderr[-2000:]

    with psycopg.connect(address) as moved:
        rows = moved.execute("SELECT path, title FROM wagtailcore_page").fetchall()
        assert sorted(rows) == sorted(pages)
        # It counts on from where it was.
        highest, following = moved.execute(
            "SELECT max(id), nextval(pg_get_serial_sequence('wagtailcore_page', 'id')) "
            "FROM wagtailcore_page"
        ).fetchone() or (0, 0)
        assert following == highest + 1
    again = shape.gerai("move")
    assert "The new database isn't empty" in again.stderr
