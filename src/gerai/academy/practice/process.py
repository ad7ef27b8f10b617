"""The process that practice screens are computed in, apart from the public site.

``gerai serve`` starts it when somebody practises (``operations.on_demand``); it has a
low priority, and goes when nobody practises any more. Everything about a request is
decided here, the sign-in included, by the middleware of the real site: whoever hands a
request over only carries bytes.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterable
from typing import Any, Final

import structlog
from django.core.handlers.wsgi import WSGIHandler
from waitress import wasyncore
from waitress.server import create_server

from gerai.guard.bodies import MOST_BYTES

log = structlog.get_logger(__name__)
CONNECTION: Final = "X-Gerai-Connection"
"""The header that says who has asked the site, at which of its addresses and ports."""
AT_ONCE = 2
"""So many requests are worked on at a time; the others wait without a thread."""
MOST_CONNECTIONS = 256
NICENESS = 10
"""Of a processor that others want, it gets about a tenth; of an idle one, all.

Not the lowest, at which a trainee would wait for as long as the public site is busy, and
so would whoever needs the site's database while it is written to.
"""
SECONDS_IDLE = 600.0
SECONDS_TO_FINISH = 5.0
LOOK_EVERY_SECONDS = 1.0


class AskedByTheServer:
    """A WSGI application as it is asked by :mod:`gerai.academy.practice.forwarding`."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer, unless nobody waits for the answer any more."""
        if environ["waitress.client_disconnected"]():
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        told = environ.pop(f"HTTP_{CONNECTION.upper().replace('-', '_')}").split()
        environ |= zip(("REMOTE_ADDR", "SERVER_NAME", "SERVER_PORT"), told, strict=True)
        answer: Iterable[bytes] = self._application(environ, start_response)
        return answer


def answer_at(door: socket.socket, supervisor: int) -> None:
    """Answer until the supervisor says so, is gone, or nobody practises any more."""
    answer_with(WSGIHandler(), door, supervisor)


def answer_with(
    application: Any,
    door: socket.socket,
    supervisor: int,
    *,
    seconds_idle: float = SECONDS_IDLE,
) -> None:
    """Answer with ``application``; see :func:`answer_at`."""
    os.nice(NICENESS)
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    # That others wait is no news where two are worked on at a time.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    connections: dict[int, Any] = {}
    server = create_server(
        AskedByTheServer(application),
        map=connections,
        sockets=[door],
        threads=AT_ONCE,
        ident=None,
        clear_untrusted_proxy_headers=False,  # the application judges them
        max_request_body_size=MOST_BYTES + 1,
        connection_limit=MOST_CONNECTIONS,
        channel_request_lookahead=1,  # or it wouldn't notice who has gone
        asyncore_use_poll=True,
    )
    own = len(connections)

    def serve_until(is_over: Any) -> None:
        while not is_over():
            wasyncore.loop(LOOK_EVERY_SECONDS, use_poll=True, map=connections, count=1)

    last_asked = time.monotonic()

    def is_over() -> bool:
        nonlocal last_asked
        now = time.monotonic()
        if len(connections) > own:
            last_asked = now
        return (
            ending.is_set()
            or os.getppid() != supervisor
            or now - last_asked > seconds_idle
        )

    serve_until(is_over)
    # Who knocks from now on waits for the next process.
    server.accepting = False  # type: ignore[union-attr]
    until = time.monotonic() + SECONDS_TO_FINISH
    serve_until(lambda: len(connections) == own or time.monotonic() > until)
