"""What a request may send, and how long it may take: a bound in front of everything.

nginx has the same bounds; this is for an installation without it, and for the day when
somebody forgets a line there. Django reads a whole body before any view is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

MOST_BYTES = 35 * 1024 * 1024
"""As ``client_max_body_size``: a file of 20 MB, and a picture as phones make them."""
SECONDS_WITHOUT_A_WORD = 20.0
SECONDS_IN_ALL = 300.0
_TOO_LARGE = (
    b"Terlalu besar. Kirim berkas yang lebih kecil. / Too large. Send a smaller file.\n"
)


class BoundedBodies:
    """An ASGI application in front of another; too much is answered with 413."""

    def __init__(
        self,
        application: Application,
        *,
        most_bytes: int = MOST_BYTES,
        seconds_without_a_word: float = SECONDS_WITHOUT_A_WORD,
        seconds_in_all: float = SECONDS_IN_ALL,
    ) -> None:
        self._application = application
        self._most = most_bytes
        self._patience = seconds_without_a_word
        self._in_all = seconds_in_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            # What comes with these is never read.
            await self._application(scope, receive, send)
            return
        if _announced(scope) > self._most:
            await _refuse(send)
            return
        body = _Body(self, receive, send)
        await self._application(scope, body.receive, body.send)


class _Body:
    """One request's body while it comes in."""

    def __init__(self, bounds: BoundedBodies, receive: Receive, send: Send) -> None:
        self._bounds = bounds
        self._receive = receive
        self._send = send
        self._bytes = 0
        self._is_whole = False
        self._is_refused = False
        self._ends = asyncio.get_running_loop().time() + bounds._in_all

    async def receive(self) -> Message:
        if self._is_refused:
            return {"type": "http.disconnect"}
        if self._is_whole:
            return await self._receive()
        left = self._ends - asyncio.get_running_loop().time()
        try:
            message = await asyncio.wait_for(
                self._receive(), min(self._bounds._patience, max(left, 0.0))
            )
        except TimeoutError:
            self._is_refused = True
            return {"type": "http.disconnect"}
        self._bytes += len(message.get("body") or b"")
        self._is_whole = not message.get("more_body", False)
        if self._bytes > self._bounds._most:
            self._is_refused = True
            await _refuse(self._send)
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        if not self._is_refused:
            await self._send(message)


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


async def _refuse(send: Send) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": 413,
            "headers": [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", b"%d" % len(_TOO_LARGE)),
                (b"connection", b"close"),
                (b"x-content-type-options", b"nosniff"),
            ],
        }
    )
    await send({"type": "http.response.body", "body": _TOO_LARGE})
