"""Requests about copies go to a process of their own, whatever becomes of it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.test import AsyncRequestFactory
from django.urls import reverse

from gerai.academy.practice.addresses import is_about_a_copy
from gerai.academy.practice.forwarding import (
    MOST_KEPT,
    UNANSWERED,
    Message,
    PracticeElsewhere,
    Unanswered,
)
from gerai.academy.practice.process import NICENESS
from gerai.academy.practice.views import within
from gerai.academy.tests.practising import LARGE

SLOW = "/latihan/slow"
NAME = "0123456789abcdef" * 2


@dataclass(slots=True)
class Supervisor:
    """The other program, and where its two processes are asked."""

    program: subprocess.Popen[str]
    address: str
    short_address: str


@pytest.fixture(scope="module")
def supervisor() -> Iterator[Supervisor]:
    program = subprocess.Popen(
        [sys.executable, "-m", "gerai.academy.tests.practising"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        address, short_address = program.stdout.readline().split()
        yield Supervisor(program, address, short_address)
    finally:
        program.terminate()
        program.wait(timeout=15)
    for door in (address, short_address):
        shutil.rmtree(Path(door).parent, ignore_errors=True)


def is_over(pid: int) -> bool:
    """Whether a process ends within some seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.05)
    return False


@dataclass(slots=True)
class Asked:
    """One request, what the reader got, and what the page about it was told."""

    path: str = "/latihan/"
    method: str = "GET"
    body: bytes = b""
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    is_gone_after: float | None = None
    status: int = 0
    answer: bytes = b""
    pieces: int = 0
    cookies: list[bytes] = field(default_factory=list)
    told: Unanswered | None = None
    sent_again: bytes = b""

    async def by(self, application: PracticeElsewhere) -> Asked:
        path, _, query = self.path.partition("?")
        scope: dict[str, Any] = {
            "type": "http",
            "method": self.method,
            "path": path,
            "query_string": query.encode(),
            "headers": [(b"host", b"mall.test"), *self.headers],
            "client": ("192.0.2.7", 1234),
            "server": ("127.0.0.1", 8000),
        }
        if self.method == "POST":
            length = str(len(self.body)).encode()
            scope["headers"].append((b"content-length", length))
        await application(scope, self._receiving(), self._send)
        return self

    def _receiving(self) -> Callable[[], Any]:
        pieces = [self.body[n : n + 65_536] for n in range(0, len(self.body), 65_536)]
        pieces = pieces or [b""]

        async def receive() -> dict[str, Any]:
            if pieces:
                piece = pieces.pop(0)
                return {
                    "type": "http.request",
                    "body": piece,
                    "more_body": bool(pieces),
                }
            await asyncio.sleep(
                60 if self.is_gone_after is None else self.is_gone_after
            )
            return {"type": "http.disconnect"}

        return receive

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            assert self.status == 0
            self.status = message["status"]
            self.cookies = [v for n, v in message["headers"] if n == b"set-cookie"]
        else:
            self.answer += message["body"]
            self.pieces += 1

    async def page(self, scope: Any, receive: Any, send: Any) -> None:
        """In place of the site: the request that asks for the page."""
        self.told = scope[UNANSWERED]
        while (message := await receive())["type"] == "http.request":
            self.sent_again += message["body"]
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 503, "headers": []})


def ask(asked: Asked, address: str | None, **limits: Any) -> Asked:
    application = PracticeElsewhere(asked.page, address=lambda: address, **limits)
    return asyncio.run(asked.by(application))


def told_by(asked: Asked) -> dict[str, Any]:
    assert asked.status == 200
    told: dict[str, Any] = json.loads(asked.answer)
    return told


def test_a_request_is_handed_over_whole(supervisor: Supervisor) -> None:
    body = os.urandom(2_000_000)
    asked = Asked(
        "/latihan/cari/é/?q=a%20b&c=é",
        "POST",
        body,
        [
            (b"cookie", b"one=1"),
            (b"cookie", b"two=2"),
            (b"x-request-id", NAME.encode()),
            (b"x-gerai-connection", b"127.0.0.1 evil 1"),
            (b"x_gerai_connection", b"127.0.0.1 evil 1"),
        ],
    )
    told = told_by(ask(asked, supervisor.address))

    assert told | {"pid": 0} == {
        "method": "POST",
        "path": "/latihan/cari/é/",
        "query": "q=a%20b&c=%C3%A9",
        "cookie": "one=1; two=2",
        "connection": ["192.0.2.7", "127.0.0.1", "8000"],
        "request_id": NAME,
        "bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "pid": 0,
        "priority": min(19, os.nice(0) + NICENESS),
    }
    assert asked.cookies == [b"a=1", b"b=2"]


def test_only_this_user_may_knock(supervisor: Supervisor) -> None:
    door = Path(supervisor.address)
    assert door.parent.stat().st_mode & 0o777 == 0o700
    assert door.stat().st_mode & 0o777 == 0o600


def test_a_large_answer_comes_in_pieces(supervisor: Supervisor) -> None:
    asked = ask(Asked("/latihan/large"), supervisor.address)
    assert len(asked.answer) == LARGE
    assert asked.pieces > 2


def test_whoever_it_leaves_when_it_is_killed_loses_nothing(
    supervisor: Supervisor,
) -> None:
    pid = told_by(ask(Asked(), supervisor.address))["pid"]
    typed = Asked(f"{SLOW}?a=b", "POST", b"reason=x")
    large = Asked(SLOW, "POST", b"x" * (MOST_KEPT + 1))
    reading = Asked()  # its turn has not come when the process is killed

    async def all_of_them() -> None:
        asking = []
        for asked in (typed, large, reading):
            application = PracticeElsewhere(
                asked.page, address=lambda: supervisor.address
            )
            asking.append(asyncio.ensure_future(asked.by(application)))
            await asyncio.sleep(0.3)
        os.kill(pid, signal.SIGKILL)
        await asyncio.gather(*asking)

    asyncio.run(all_of_them())
    assert typed.status == 503
    assert typed.told == Unanswered(f"{SLOW}?a=b", is_overfull=False, is_kept=True)
    assert typed.sent_again == b"reason=x"
    assert large.told == Unanswered(SLOW, is_overfull=False, is_kept=False)
    assert large.sent_again == b""
    # Who only reads doesn't notice.
    assert told_by(reading)["pid"] != pid


def test_no_more_wait_than_may(supervisor: Supervisor) -> None:
    waiting, refused = (
        Asked(SLOW, is_gone_after=0.4),
        Asked("/latihan/", "POST", b"a=1"),
    )

    async def both() -> None:
        application = PracticeElsewhere(
            refused.page, address=lambda: supervisor.address, most_at_once=1
        )
        first = asyncio.ensure_future(waiting.by(application))
        await asyncio.sleep(0.1)
        await refused.by(application)
        await first
        await Asked().by(application)

    asyncio.run(both())
    assert refused.told == Unanswered("/latihan/", is_overfull=True, is_kept=True)
    assert refused.sent_again == b"a=1"
    # Who has gone gets nothing, and makes room.
    assert waiting.status == 0


def test_nobody_waits_for_ever(supervisor: Supervisor) -> None:
    asked = ask(Asked(SLOW), supervisor.address, seconds_to_answer=0.2)
    assert asked.told == Unanswered(SLOW, is_overfull=True, is_kept=True)


@pytest.mark.parametrize("address", [None, "/nowhere/at/all"])
def test_nobody_is_there(address: str | None) -> None:
    asked = ask(Asked("/latihan/admin/"), address)
    assert asked.told == Unanswered("/latihan/admin/", is_overfull=False, is_kept=True)


def test_it_goes_when_nobody_practises_and_comes_again(supervisor: Supervisor) -> None:
    pid = told_by(ask(Asked(), supervisor.short_address))["pid"]
    assert is_over(pid)
    assert told_by(ask(Asked(), supervisor.short_address))["pid"] != pid


def test_it_ends_with_its_supervisor(supervisor: Supervisor) -> None:
    # The last one that needs it.
    pid = told_by(ask(Asked(), supervisor.address))["pid"]
    supervisor.program.kill()
    assert is_over(pid)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("academy_copy_home", []),
        ("academy_copy", ["admin/"]),
        ("academy_practice", []),
        ("academy_practice_enter", []),
        ("academy_practice_anew", []),
        ("academy_exercise", ["close-a-counter"]),
        ("academy_test", [1]),
    ],
)
def test_what_works_on_a_copy_is_handed_over(name: str, arguments: list[Any]) -> None:
    assert is_about_a_copy(reverse(name, args=arguments))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("academy_path", []),
        ("academy_lesson", ["close-a-counter"]),
        ("academy_help", []),
        ("academy_classes", []),
        ("wagtailadmin_home", []),
    ],
)
def test_everything_else_is_not(name: str, arguments: list[Any]) -> None:
    assert not is_about_a_copy(reverse(name, args=arguments))


@pytest.mark.django_db
class TestThePage:
    def page(self, told: Unanswered, data: dict[str, Any] | None = None) -> str:
        make = AsyncRequestFactory()
        request: Any = (
            make.get("/latihan/") if data is None else make.post("/latihan/", data)
        )
        request.scope[UNANSWERED] = told
        answer: Any = within(request)
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert "form-action 'self'" in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]
        return str(answer.content.decode())

    def test_a_form_can_be_sent_again(self) -> None:
        html = self.page(
            Unanswered("/latihan/admin/?a=1&b=2", is_overfull=False, is_kept=True),
            {"reason": '"><script>', "days": ["1", "2"]},
        )
        assert 'action="/latihan/admin/?a=1&amp;b=2"' in html
        assert 'value="&quot;&gt;&lt;script&gt;"' in html
        assert html.count('name="days"') == 2
        assert "Kirim lagi" in html

    def test_what_is_not_kept_is_said(self) -> None:
        html = self.page(
            Unanswered("/latihan/", is_overfull=True, is_kept=False), {"a": "b"}
        )
        assert "terlalu besar" in html
        assert "<form" not in html

    def test_a_screen_can_be_asked_for_again(self) -> None:
        html = self.page(Unanswered("/latihan/admin/", is_overfull=True, is_kept=True))
        assert 'href="/latihan/admin/"' in html
        assert "sangat banyak" in html
