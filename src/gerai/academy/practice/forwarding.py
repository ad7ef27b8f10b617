"""Hands requests that are about a practice copy over to the process for practising.

It stands in front of the site's application. Waiting for an answer costs no thread here
and next to no processor, so a class slows nobody down. What gets no answer gets a page
that says so, and offers to send again what was typed.
"""

from __future__ import annotations

import asyncio
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    MutableMapping,
)
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import structlog

from gerai.academy.practice.addresses import PREFIX, PROCESS, is_about_a_copy
from gerai.academy.practice.exchange import Answer, Exchange, NoAnswer, Overfull
from gerai.academy.practice.process import CONNECTION
from gerai.operations.on_demand import address_of
from gerai.operations.request_ids import HEADER, request_id

log = structlog.get_logger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

UNANSWERED: Final = "gerai.practice.unanswered"
"""In the scope of a request that asks for the page about another; see `Unanswered`."""
MOST_AT_ONCE = 200
"""Requests of one web process that wait for an answer."""
SECONDS_TO_ANSWER = 45.0
"""Less than the minute that nginx waits."""
MOST_KEPT = 256 * 1024
"""Bytes of what was sent that are kept to be sent again."""
MOST_HELD = 1024 * 1024
"""Bytes of an answer that are waited for before the first one is passed on."""
_NOTHING = {"type": "http.request", "body": b"", "more_body": False}
_ABOUT_A_BODY = frozenset({b"content-length", b"content-type", b"transfer-encoding"})
_REQUEST_ID = HEADER.lower().encode()
_CONNECTION = CONNECTION.lower().encode()


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What the page about a request that got no answer has to know.

    Attributes:
        address: where it went, with the query.
        is_overfull: too many were at it; otherwise the process ended.
        is_kept: what was sent is sent to the page, too.
    """

    address: str
    is_overfull: bool
    is_kept: bool


class PracticeElsewhere:
    """An ASGI application in front of another; see the module.

    Args:
        address: gives the Unix socket to ask at; None where nobody is to be asked.
    """

    def __init__(
        self,
        application: Application,
        *,
        address: Callable[[], str | None] = lambda: address_of(PROCESS),
        most_at_once: int = MOST_AT_ONCE,
        seconds_to_answer: float = SECONDS_TO_ANSWER,
    ) -> None:
        self._application = application
        self._address = address
        self._most = most_at_once
        self._seconds = seconds_to_answer
        self._at_once = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_about_a_copy(scope["path"]):
            await self._application(scope, receive, send)
            return
        handed = _Handed(scope, receive)
        try:
            await self._hand_over(handed, send)
        except _ReaderGone:
            return
        except NoAnswer as problem:
            log.warning(
                "practice screen got no answer",
                reason=str(problem),
                request_id=handed.request_id,
            )
            await self._application(
                handed.scope_of_the_page(problem), handed.receive_again, send
            )

    async def _hand_over(self, handed: _Handed, send: Send) -> None:
        address = self._address()
        if address is None:
            raise NoAnswer("nobody is there")
        if self._at_once >= self._most:
            raise Overfull("too many wait already")
        self._at_once += 1
        try:
            await self._ask(address, handed, send)
        except Overfull:
            raise
        except NoAnswer:
            # Killed, perhaps. To read once more does no harm; to write might.
            if not handed.only_reads:
                raise
            await self._ask(address, handed, send)
        finally:
            self._at_once -= 1

    async def _ask(self, address: str, handed: _Handed, send: Send) -> None:
        exchange = await Exchange.opened(address, seconds=self._seconds)
        try:
            await exchange.ask(
                handed.method, handed.target, handed.headers, handed.body()
            )
            answer = await _unless_gone(exchange.answer(MOST_HELD), handed)
            await _pass_on(exchange, answer, send)
        finally:
            exchange.close()


class _ReaderGone(Exception):
    """Nobody waits for an answer any more."""


class _BrokenOff(Exception):
    """The process ended after a part of its answer was passed on."""


class _Handed:
    """One request on its way to the other process."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._scope = scope
        self._receive = receive
        self.only_reads = self.method in {"GET", "HEAD"}
        # What comes with these is never read.
        self._is_read = self.only_reads
        self._kept: list[Message] | None = [_NOTHING] if self.only_reads else []
        self._bytes = 0
        given = dict(scope["headers"]).get(_REQUEST_ID, b"")
        self.request_id = request_id(given.decode("latin-1"))

    @property
    def method(self) -> str:
        return str(self._scope["method"])

    @property
    def target(self) -> bytes:
        """Path and query as HTTP writes them."""
        query = self._scope["query_string"].decode("latin-1")
        target = quote(self._scope["path"], safe="/:@!$&'()*+,;=~")
        if query:
            target += "?" + quote(query, safe="%/:@!$&'()*+,;=~?", encoding="latin-1")
        return target.encode("ascii")

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """Those that came, and between whom; nobody else can say that."""
        ours = {_REQUEST_ID, _CONNECTION, b"cookie"}
        if self.only_reads:
            ours |= _ABOUT_A_BODY
        came = self._scope["headers"]
        cookies = [value for name, value in came if name == b"cookie"]
        connection = (self._scope["client"][0], *self._scope["server"])
        return [
            *((name, value) for name, value in came if name not in ours),
            *([(b"cookie", b"; ".join(cookies))] if cookies else ()),
            (_REQUEST_ID, self.request_id.encode()),
            (_CONNECTION, " ".join(map(str, connection)).encode()),
        ]

    async def body(self) -> AsyncIterator[bytes]:
        """What is sent, as it comes in; its beginning is kept."""
        while not self._is_read:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise _ReaderGone
            self._keep(message)
            self._is_read = not message.get("more_body", False)
            yield message.get("body") or b""

    async def reader_gone(self) -> None:
        """Wait until nobody waits for an answer any more."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def scope_of_the_page(self, problem: NoAnswer) -> Scope:
        """The request that asks for the page about this one."""
        told = Unanswered(
            address=self.target.decode("ascii"),
            is_overfull=isinstance(problem, Overfull),
            is_kept=self._kept is not None,
        )
        dropped = {_REQUEST_ID} | (set() if told.is_kept else _ABOUT_A_BODY)
        headers = [one for one in self._scope["headers"] if one[0] not in dropped]
        path = f"{PREFIX}/"
        return {
            **self._scope,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [*headers, (_REQUEST_ID, self.request_id.encode())],
            UNANSWERED: told,
        }

    async def receive_again(self) -> Message:
        """What was kept of the body, and then the rest of it."""
        if self._kept:
            return self._kept.pop(0)
        if self._kept is None:
            # The page is told that it gets nothing; whatever still comes is let go.
            self._kept, self._is_read = [], True
            return _NOTHING
        if self._is_read:
            await self.reader_gone()
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._is_read = not message.get("more_body", False)
        return message

    def _keep(self, message: Message) -> None:
        self._bytes += len(message.get("body") or b"")
        if self._kept is not None and self._bytes <= MOST_KEPT:
            self._kept.append(message)
        else:
            self._kept = None


async def _unless_gone(answer: Coroutine[Any, Any, Answer], handed: _Handed) -> Answer:
    """The answer, unless whoever waits for it goes before it is there."""
    answering = asyncio.ensure_future(answer)
    leaving = asyncio.ensure_future(handed.reader_gone())
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if answering.done():
            return answering.result()
        raise _ReaderGone
    finally:
        for task in (answering, leaving):
            task.cancel()
        await asyncio.gather(answering, leaving, return_exceptions=True)


async def _pass_on(exchange: Exchange, answer: Answer, send: Send) -> None:
    def body(piece: bytes, *, more: bool) -> Message:
        return {"type": "http.response.body", "body": piece, "more_body": more}

    start = {"type": "http.response.start", "status": answer.status}
    await send(start | {"headers": answer.headers})
    await send(body(answer.held, more=not answer.is_whole))
    if answer.is_whole:
        return
    try:
        async for piece in exchange.rest():
            await send(body(piece, more=True))
    except NoAnswer as problem:
        raise _BrokenOff from problem
    await send(body(b"", more=False))
