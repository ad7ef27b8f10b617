"""How one of several servers goes without losing a request.

A server that is about to stop cannot both refuse new connections and answer those that
wait in its queue: closing the queue resets them. So for a moment it takes every request
and does nothing with it but send it to another server, which nginx does on 502 for what
may be repeated, and on ``X-Accel-Redirect`` for all else, forms included. What had begun before is finished.
"""

from __future__ import annotations

import mmap
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

SECONDS = 2.0
"""How long it sends requests elsewhere before it stops."""
_LOCATION = b"@elsewhere"
"""As ``deploy/nginx/site.conf`` calls it."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

# One byte of memory that a server and the workers it forks have in common.
_sign = mmap.mmap(-1, 1)


def leave() -> None:
    """From now on the workers of this server send every new request elsewhere."""
    _sign[0] = 1


def is_leaving() -> bool:
    """Whether this server is about to stop."""
    return _sign[0] == 1


class Leaving:
    """An ASGI application in front of another, for the time of leaving."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_leaving() or scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        headers = [
            (b"content-length", b"0"),
            (b"cache-control", b"no-store"),
            (b"x-accel-redirect", _LOCATION),
            (b"connection", b"close"),
        ]
        await send({"type": "http.response.start", "status": 502, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
