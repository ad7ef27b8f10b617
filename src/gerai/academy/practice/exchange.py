"""One request to the process for practising, and its answer: HTTP on a Unix socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import h11

Headers = Sequence[tuple[bytes, bytes]]
_PIECE: Final = 64 * 1024
_OF_ONE_CONNECTION: Final = frozenset(
    (
        *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization"),
        *(b"te", b"trailer", b"upgrade", b"expect", b"date", b"server"),
    )
)


class NoAnswer(Exception):
    """The process ended, or isn't there."""


class Overfull(NoAnswer):
    """There were too many requests, or the answer took too long."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How an answer begins.

    Attributes:
        held: what of its body is here already.
        is_whole: nothing more follows.
    """

    status: int
    headers: list[tuple[bytes, bytes]]
    held: bytes
    is_whole: bool


class Exchange:
    """One connection, for one request.

    Every method raises :class:`NoAnswer` when the other side goes, and
    :class:`Overfull` when it neither reads nor says anything for ``seconds``.
    """

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        seconds: float,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._seconds = seconds
        self._http = h11.Connection(h11.CLIENT)

    @classmethod
    async def opened(cls, address: str, *, seconds: float) -> Exchange:
        """Connect; who isn't taken at once waits in the socket's queue."""
        with _no_answer():
            reader, writer = await asyncio.open_unix_connection(address)
            return cls(reader, writer, seconds=seconds)

    async def ask(
        self,
        method: str,
        target: bytes,
        headers: Headers,
        body: AsyncIterator[bytes],
    ) -> None:
        """Send the request, and its body as it comes in."""
        with _no_answer():
            await self._send(
                h11.Request(
                    method=method,
                    target=target,
                    headers=[*_passed_on(headers), (b"connection", b"close")],
                )
            )
            async for piece in body:
                await self._send(h11.Data(data=piece))
            await self._send(h11.EndOfMessage())

    async def answer(self, most_held: int) -> Answer:
        """Wait for the answer, and for its body up to so many bytes."""
        with _no_answer():
            head = await self._next()
            if not isinstance(head, h11.Response):
                raise NoAnswer("it spoke out of turn")
            held = bytearray()
            while len(held) < most_held:
                event = await self._next()
                if not isinstance(event, h11.Data):
                    return _begun(head, held, is_whole=True)
                held += event.data
            return _begun(head, held, is_whole=False)

    async def rest(self) -> AsyncIterator[bytes]:
        """What follows after :meth:`answer`."""
        with _no_answer():
            while isinstance(event := await self._next(), h11.Data):
                yield bytes(event.data)

    def close(self) -> None:
        """The other side sees that nobody waits any more."""
        self._writer.close()

    async def _send(self, event: h11.Event) -> None:
        self._writer.write(self._http.send(event) or b"")
        await asyncio.wait_for(self._writer.drain(), self._seconds)

    async def _next(self) -> h11.Event:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            piece = await asyncio.wait_for(self._reader.read(_PIECE), self._seconds)
            self._http.receive_data(piece)
        if isinstance(event, h11.Event):
            return event
        raise NoAnswer("it said nothing more")


def _begun(head: h11.Response, held: bytearray, *, is_whole: bool) -> Answer:
    headers = [
        (name, value)
        for name, value in _passed_on(list(head.headers))
        if name != b"transfer-encoding"
    ]
    return Answer(head.status_code, headers, bytes(held), is_whole)


def _passed_on(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [one for one in headers if one[0] not in _OF_ONE_CONNECTION]


@contextmanager
def _no_answer() -> Iterator[None]:
    try:
        yield
    except TimeoutError as problem:
        raise Overfull("it took too long") from problem
    except (OSError, h11.ProtocolError) as problem:
        raise NoAnswer(str(problem) or type(problem).__name__) from problem
