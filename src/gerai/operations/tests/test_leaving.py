"""A server that is about to stop does nothing, and says where else to ask."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gerai.operations import leaving

SITE = Path(__file__).resolve().parents[4] / "deploy" / "nginx" / "site.conf"


@pytest.fixture(autouse=True)
def _stay() -> Iterator[None]:
    yield
    leaving._sign[0] = 0


def ask(kind: str = "http") -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "answered"})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        raise AssertionError("nothing is read")

    asyncio.run(leaving.Leaving(application)({"type": kind}, receive, send))
    return sent


def test_it_sends_requests_elsewhere_only_while_it_leaves() -> None:
    assert ask() == [{"type": "answered"}]

    leaving.leave()

    start, body = ask()
    assert (start["status"], body["body"]) == (502, b"")
    assert (b"connection", b"close") in start["headers"]
    assert ask("lifespan") == [{"type": "answered"}]


@pytest.mark.skipif(not SITE.is_file(), reason="not in a checkout")
def test_nginx_knows_the_place_it_names() -> None:
    leaving.leave()
    place = dict(ask()[0]["headers"])[b"x-accel-redirect"].decode()
    assert f"location {place} {{" in SITE.read_text()
