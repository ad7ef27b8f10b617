"""A hard day of the second shape: edits, restarts under load, and each part lost once.

One test, told in steps, because starting the shape costs more than all of them.
"""

from __future__ import annotations

import io
import re
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from PIL import Image

from conftest import PostgreSQL
from gerai.operations.tests.second_shape import (
    NGINX,
    PACK,
    PASSWORD,
    Editor,
    Shape,
    ask,
    second_shape,
    status_of,
    wait_until,
)
from gerai.operations.tests.valkey_server import PROGRAM as VALKEY

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
    pytest.mark.skipif(VALKEY is None, reason="Valkey is not installed"),
    pytest.mark.skipif(not PACK.is_dir(), reason="not in a source checkout"),
]
READ = ("/", "/en/", "/layanan/", "/jam-buka/?fbclid=1", "/sitemap.xml")
ASKED = ("/cari/?q=ktp", "/api/v1/agencies", "/api/v1/search?q=kk")
PAGES = ("/", "/jam-buka/", "/layanan/", "/instansi/", "/lantai/")
WITHOUT_DATABASE = (
    ("/cari/?q=ktp", "Bagian ini sedang tidak tersedia"),
    ("/en/cari/?q=ktp", "This part is not available"),
    ("/api/v1/agencies", '"unavailable"'),
    ("/akun/masuk/", "Bagian ini sedang tidak tersedia"),
    ("/readyz", "The database does not answer."),
)


@dataclass(slots=True)
class Crowd:
    """Visitors who read, ask and write until told to stop; remembers every outcome."""

    shape: Shape
    asks: bool = True
    writes: bool = True
    outcomes: list[tuple[str, object]] = field(default_factory=list)
    thanks: list[str] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[Crowd]:
        acts: list[Callable[[], None]] = [self._read, self._read]
        acts += [self._ask, self._ask] if self.asks else []
        acts += [self._write, self._write] if self.writes else []
        threads = [threading.Thread(target=self._repeat, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._ending.set()
            for thread in threads:
                thread.join()

    def failed(self, *accepted: int) -> list[tuple[str, object]]:
        return [one for one in self.outcomes if one[1] not in accepted]

    def _repeat(self, act: Callable[[], None]) -> None:
        while not self._ending.is_set():
            act()
            time.sleep(0.02)

    def _read(self) -> None:
        for path in READ:
            self._note(path, partial(status_of, self.shape.port, path))

    def _ask(self) -> None:
        for path in ASKED:
            self._note(path, partial(status_of, self.shape.port, path))

    def _write(self) -> None:
        for page in PAGES:
            self._note(f"POST {page}", partial(self._answer, page))

    def _answer(self, page: str) -> int:
        status, headers, _ = ask(
            self.shape.port,
            "/survei/halaman/",
            method="POST",
            body=urllib.parse.urlencode({"halaman": page, "jawaban": "ya"}),
            headers={
                "Origin": self.shape.environment["GERAI_BASE_URL"],
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        if status == 303:
            self.thanks.append(headers["location"])
        return status

    def _note(self, what: str, act: Callable[[], int]) -> None:
        try:
            outcome: object = act()
        except (OSError, HTTPException) as problem:
            outcome = problem
        self.outcomes.append((what, outcome))


class Desk:
    """A browser of somebody who works in the desk, through nginx."""

    def __init__(self, shape: Shape) -> None:
        self._base = shape.environment["GERAI_BASE_URL"]
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def get(self, path: str) -> str:
        with self._opener.open(self._base + path, timeout=60) as answer:
            return str(answer.read().decode())

    def sign_in(self) -> None:
        self.post("/akun/masuk/", {"login": "admin", "password": PASSWORD})
        self.post("/akun/amankan/nanti/", {}, form="/akun/keamanan/aplikasi/")

    def post(
        self,
        path: str,
        fields: dict[str, str],
        *,
        form: str = "",
        file: tuple[str, bytes] | None = None,
    ) -> str:
        """Fill in a form and send it; the page that it led to."""
        page = self.get(form or path)
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found is not None, page[:500]
        body, kind = _encoded({"csrfmiddlewaretoken": found[1], **fields}, file)
        request = urllib.request.Request(  # noqa: S310 - our own address
            self._base + path,
            data=body,
            headers={
                "Content-Type": kind,
                "Origin": self._base,
                "Referer": self._base + (form or path),
            },
        )
        with self._opener.open(request, timeout=60) as answer:
            return str(answer.read().decode())


def _encoded(
    fields: dict[str, str], file: tuple[str, bytes] | None
) -> tuple[bytes, str]:
    if file is None:
        return (
            urllib.parse.urlencode(fields).encode(),
            "application/x-www-form-urlencoded",
        )
    edge = "gerai-form"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        f"{value}\r\n".encode()
        for name, value in fields.items()
    ]
    name, content = file
    parts.append(
        f"--{edge}\r\nContent-Disposition: form-data; "
        f'name="file"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'.encode()
        + content
        + f"\r\n--{edge}--\r\n".encode()
    )
    return b"".join(parts), f"multipart/form-data; boundary={edge}"


def test_a_day_of_the_second_shape(
    postgresql: PostgreSQL, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    with second_shape(postgresql, tmp_path) as shape:
        editor = Editor(shape)
        try:
            with subtests.test("the tree is a fresh render, also after loading again"):
                editor.do("load", str(PACK))
                editor.do("check_tree")
            with subtests.test("sign-in and uploads work over both servers"):
                upload_a_picture(shape)
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
                lose_storage(shape, editor)
            with subtests.test("a lost process is not noticed"):
                lose_a_process(shape, editor)
            with subtests.test("PostgreSQL may be restarted"):
                lose_postgresql(shape, editor)
            with subtests.test("servers end politely"):
                for name in ("server0", "worker"):
                    assert shape.stop(name) == 0
            with subtests.test("a server starts without its database"):
                start_without_database(shape)
        finally:
            editor.end()


def upload_a_picture(shape: Shape) -> None:
    desk = Desk(shape)
    desk.sign_in()
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
    (address,) = set(re.findall(r'"(/media/images/ruang-tunggu[^"]+)"', listing))
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
    editor.do("schedule", "Layanan Terjadwal", 1)
    # A second one at work beside the worker.
    shape.start("chores", "chores", "--follow")
    path = editor.do("address")
    wait_until(
        lambda: "Layanan Terjadwal" in ask(shape.port, path)[2].decode(),
        "the scheduled title",
        seconds=90,
    )
    assert shape.stop("chores") in {0, -15}
    assert editor.do("scheduled_so_far") - before == 1


def ask_too_fast(shape: Shape) -> None:
    """Each of the two servers alone would let as many through again."""
    sources = {
        port: [
            ask(port, "/api/v1/search?q=ktp", source="127.9.9.9")[0] for _ in range(60)
        ]
        for port in shape.ports
    }
    first, second = (sources[port].count(429) for port in shape.ports)
    assert first > 0
    assert second == 60
    assert ask(shape.port, "/api/v1/search?q=ktp")[0] == 200


def restart_one_after_the_other(shape: Shape, editor: Editor) -> None:
    before = editor.do("answers")
    with Crowd(shape).at_work() as crowd:
        time.sleep(0.5)
        for number in (0, 1):
            assert shape.stop(f"server{number}") == 0
            shape.start_server(number)
            shape.wait_for_server(number)
        time.sleep(0.5)
    assert not crowd.failed(200, 303), crowd.failed(200, 303)[:5]
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
    assert not crowd.failed(200, 303), crowd.failed(200, 303)[:5]


def lose_storage(shape: Shape, editor: Editor) -> None:
    """Its bucket is gone; the words name it, and not the secret."""
    stored = shape.bucket.names("original_images") | shape.bucket.names("images")
    kept = {name: shape.bucket.get(name) for name in stored}
    shape.bucket.remove(stored)
    shape.bucket.client.delete_bucket(Bucket="mpp")
    desk = Desk(shape)
    desk.sign_in()
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
    assert "NoSuchBucket" in findings["files.B1"][2]
    assert "cret" not in findings["files.B1"][2]
    shape.bucket.client.create_bucket(Bucket="mpp")
    for name, content in kept.items():
        shape.bucket.put(name, content)


def lose_a_process(shape: Shape, editor: Editor) -> None:
    before = editor.do("answers")
    with Crowd(shape).at_work() as crowd:
        time.sleep(0.3)
        shape.kill_worker_of_server(0)
        shape.wait_for_server(0)
        time.sleep(0.3)
        shape.kill_all_of("server1")
        time.sleep(1)
    # What was sent to a process that died cannot be sent again by nginx: the visitor is
    # told so, and decides. All else is answered by the other one.
    lost = crowd.failed(200, 303)
    assert all(what.startswith("POST") and outcome == 503 for what, outcome in lost)
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
    assert not crowd.failed(200, 303, 503), crowd.failed(200, 303, 503)[:5]
    assert editor.do("answers") - before >= len(crowd.thanks) > 0
    publish_and_find_on(shape, editor)


def is_answered(shape: Shape, path: str) -> bool:
    return status_of(shape.port, path) == 200


def publish_and_find_on(shape: Shape, editor: Editor) -> None:
    title = "Sesudah Listrik Padam"
    editor.do("publish", title)
    path = editor.do("address")
    wait_until(lambda: title in ask(shape.port, path)[2].decode(), title, seconds=90)


def start_without_database(shape: Shape) -> None:
    shape.postgresql.stop()
    shape.start("alone", "serve", "--prepare", "--port", str(shape.ports[0]))
    port = shape.ports[0]
    try:
        wait_until(lambda: status_of(port, "/") == 200, "/", seconds=120)
        wait_until(lambda: status_of(port, "/cari/?q=ktp") == 503, "search")
    finally:
        shape.postgresql.start()
    wait_until(lambda: status_of(port, "/cari/?q=ktp") == 200, "search", seconds=90)
    assert shape.gerai("verify").returncode == 0
    assert shape.stop("alone") == 0
    said = (shape.data / "alone.log").read_text()
    assert "The published pages are served" in said
