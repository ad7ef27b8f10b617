"""Bodies that are too large, announced or not, and clients that take their time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from gerai.guard.bodies import BoundedBodies

Sent = list[dict[str, Any]]


class Application:
    """Reads all it gets, as Django does, and says how much it was."""

    def __init__(self) -> None:
        self.was_asked = False
        self.read = 0
        self.was_left = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.was_asked = True
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.was_left = True
                return
            self.read += len(message.get("body", b""))
            if not message.get("more_body"):
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})


def ask(
    pieces: list[bytes],
    *,
    length: int | None = None,
    method: str = "POST",
    pause: float = 0.0,
    **bounds: float,
) -> tuple[Application, Sent]:
    application, sent = Application(), Sent()
    left: Iterator[bytes] = iter(pieces)
    last = len(pieces) - 1
    count = iter(range(len(pieces)))

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(pause)
        number = next(count)
        return {"type": "http.request", "body": next(left), "more_body": number < last}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [] if length is None else [(b"content-length", str(length).encode())]
    scope = {"type": "http", "method": method, "headers": headers}
    bounded = BoundedBodies(application, most_bytes=10, **bounds)
    asyncio.run(bounded(scope, receive, send))
    return application, sent


def test_an_ordinary_body_comes_through_whole() -> None:
    application, sent = ask([b"12345", b"67890"], length=10)

    assert application.read == 10
    assert sent[0]["status"] == 200


def test_a_large_body_is_refused_before_it_is_read() -> None:
    application, sent = ask([b"x"], length=11)

    assert not application.was_asked
    assert sent[0]["status"] == 413
    assert "lebih kecil" in sent[1]["body"].decode()


@pytest.mark.parametrize("length", [None, 3])
def test_a_large_body_that_says_nothing_or_lies_is_cut_off(length: int | None) -> None:
    application, sent = ask([b"123456"] * 50, length=length)

    assert application.was_left
    assert application.read <= 10
    assert [one["status"] for one in sent if "status" in one] == [413]


def test_nobody_is_waited_for_without_end() -> None:
    silent, sent = ask([b"1", b"2"], pause=0.2, seconds_without_a_word=0.02)
    assert silent.was_left
    assert sent == []

    dripping, sent = ask(
        [b"1"] * 9, pause=0.02, seconds_without_a_word=1, seconds_in_all=0.05
    )
    assert dripping.was_left
    assert dripping.read < 9
