"""Hands out the published tree in front of the application, as nginx would.

The answers carry the same headers as those of ``deploy/nginx``; one test suite runs
against both. Only GET and HEAD without a query string are answered here, never with the
database; everything else goes to the application.
"""

from __future__ import annotations

import mimetypes
import re
import stat
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any

from gerai.publishing.addresses import UnsafeAddress, file_of
from gerai.publishing.headers import headers_of
from gerai.publishing.tree import is_text

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]
RawHeaders = list[tuple[bytes, bytes]]

REMEMBERED_BYTES = 32 * 1024 * 1024
LARGEST_REMEMBERED_FILE = 512 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


@dataclass(frozen=True, slots=True)
class _File:
    stamp: tuple[int, int, int]
    etag: str
    modified: str
    body: bytes
    headers: RawHeaders
    takes_ranges: bool


class PublishedSite:
    """An ASGI application that answers from the tree, or asks ``application``."""

    def __init__(self, application: Application, root: Path) -> None:
        self._application = application
        self._root = root
        self._files: OrderedDict[str, _File] = OrderedDict()
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] not in {"GET", "HEAD"}
            or scope["query_string"]
        ):
            await self._application(scope, receive, send)
            return
        answer = self._answer(scope)
        if answer is None:
            await self._application(scope, receive, send)
            return
        status, headers, body = answer
        await send(
            {"type": "http.response.start", "status": status, "headers": headers}
        )
        await send(
            {
                "type": "http.response.body",
                "body": b"" if scope["method"] == "HEAD" else body,
            }
        )

    def _answer(self, scope: Scope) -> tuple[int, RawHeaders, bytes] | None:
        path = scope["path"]
        try:
            name = file_of(path.replace("%", "%25"))
        except UnsafeAddress:
            return None
        asked = {
            key: value for key, value in scope["headers"] if key in _HEADERS_WE_READ
        }
        file = self._best(name, asked.get(b"accept-encoding", b"").decode("latin-1"))
        if file is None:
            if not path.endswith("/") and (self._root / name / "index.html").is_file():
                location = path.encode("utf-8") + b"/"
                return 301, [(b"location", location), (b"content-length", b"0")], b""
            return None
        return _conditional(file, asked)

    def _best(self, name: str, accepted: str) -> _File | None:
        if is_text(name):
            for coding, ending in (("br", ".br"), ("gzip", ".gz")):
                if accepts(accepted, coding):
                    file = self._open(name + ending, name, coding)
                    if file is not None:
                        return file
        return self._open(name, name, "")

    def _open(self, stored: str, name: str, coding: str) -> _File | None:
        path = self._root / stored
        try:
            found = path.lstat()
        except (OSError, ValueError):
            self._forget(stored)
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        file = self._files.get(stored)
        if file is not None and file.stamp == stamp:
            self._files.move_to_end(stored)
            return file
        if path.parent.resolve() != self._root.resolve() / Path(stored).parent:
            return None  # reached through a planted link
        try:
            body = path.read_bytes()
        except OSError:
            return None
        etag = f'"{int(found.st_mtime):x}-{found.st_size:x}"'
        modified = formatdate(found.st_mtime, usegmt=True)
        headers = [
            (key.lower().encode(), value.encode())
            for key, value in {
                "Content-Type": content_type(name),
                "Last-Modified": modified,
                "ETag": etag,
                **({"Content-Encoding": coding} if coding else {}),
                **({} if coding else {"Accept-Ranges": "bytes"}),
                **headers_of(name),
            }.items()
        ]
        file = _File(stamp, etag, modified, body, headers, takes_ranges=not coding)
        self._remember(stored, file)
        return file

    def _remember(self, stored: str, file: _File) -> None:
        self._forget(stored)
        if len(file.body) > LARGEST_REMEMBERED_FILE:
            return
        self._files[stored] = file
        self._bytes += len(file.body)
        while self._bytes > REMEMBERED_BYTES:
            _, oldest = self._files.popitem(last=False)
            self._bytes -= len(oldest.body)

    def _forget(self, stored: str) -> None:
        file = self._files.pop(stored, None)
        if file is not None:
            self._bytes -= len(file.body)


_HEADERS_WE_READ = frozenset(
    {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range"}
)


def accepts(header: str, coding: str) -> bool:
    """Whether an ``Accept-Encoding`` header takes a coding (q=0 refuses it)."""
    for part in header.split(","):
        name, _, parameter = part.partition(";")
        if name.strip().lower() == coding:
            quality = parameter.replace(" ", "").lower()
            return not re.fullmatch(r"q=0(\.0*)?", quality)
    return False


def content_type(name: str) -> str:
    """The media type of a published file."""
    if name.endswith(".webmanifest"):
        return "application/manifest+json"
    if name.endswith(".atom"):
        return "application/atom+xml; charset=utf-8"
    if name.endswith(".js"):
        return "text/javascript; charset=utf-8"  # some systems still say application/
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if guessed.startswith("text/") or guessed in {"application/xml", "image/svg+xml"}:
        return f"{guessed}; charset=utf-8"
    return guessed


def _conditional(
    file: _File, asked: dict[bytes, bytes]
) -> tuple[int, RawHeaders, bytes]:
    if _is_unchanged(file, asked):
        return 304, _without(file.headers, b"content-type", b"accept-ranges"), b""
    body = file.body
    given = asked.get(b"range")
    if given is not None and file.takes_ranges and _range_applies(file, asked):
        part = _range(given.decode("latin-1"), len(body))
        if part == "unsatisfiable":
            headers = [
                (b"content-range", b"bytes */%d" % len(body)),
                (b"content-length", b"0"),
            ]
            return 416, headers, b""
        if isinstance(part, slice):
            piece = body[part]
            span = b"bytes %d-%d/%d" % (part.start, part.stop - 1, len(body))
            headers = [
                *_without(file.headers, b"accept-ranges"),
                (b"content-range", span),
                (b"content-length", b"%d" % len(piece)),
            ]
            return 206, headers, piece
    return 200, [*file.headers, (b"content-length", b"%d" % len(body))], body


def _without(headers: RawHeaders, *names: bytes) -> RawHeaders:
    return [header for header in headers if header[0] not in names]


def _is_unchanged(file: _File, asked: dict[bytes, bytes]) -> bool:
    known = asked.get(b"if-none-match")
    if known is not None:
        tags = {
            tag.strip().removeprefix("W/") for tag in known.decode("latin-1").split(",")
        }
        return file.etag in tags or "*" in tags
    since = asked.get(b"if-modified-since")
    return since is not None and since.decode("latin-1") == file.modified


def _range_applies(file: _File, asked: dict[bytes, bytes]) -> bool:
    condition = asked.get(b"if-range")
    return condition is None or condition.decode("latin-1") in {
        file.etag,
        file.modified,
    }


def _range(header: str, size: int) -> slice | str | None:
    """One byte range as a slice; None where the header is to be ignored."""
    match = _RANGE.match(header.strip())
    if match is None or match.group(1) == match.group(2) == "":
        return None
    first, last = match.groups()
    if first == "":
        length = int(last)
        if length == 0:
            return "unsatisfiable"
        return slice(max(0, size - length), size)
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if start >= size:
        return "unsatisfiable"
    return slice(start, end + 1) if start <= end else None
