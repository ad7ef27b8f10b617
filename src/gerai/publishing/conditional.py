"""What a reader who has a copy, or wants a part, is answered from one file."""

from __future__ import annotations

import re
from dataclasses import dataclass

RawHeaders = list[tuple[bytes, bytes]]
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
HEADERS_WE_READ = frozenset(
    {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range"}
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A published file in memory, with its headers; ``stored`` is its own name."""

    stored: str
    stamp: tuple[int, int, int]
    etag: str
    modified: str
    body: bytes
    headers: RawHeaders
    takes_ranges: bool


def answer(
    file: StoredFile, asked: dict[bytes, bytes]
) -> tuple[int, RawHeaders, bytes]:
    """200, 206, 304 or 416, as the reader's headers ask."""
    if _is_unchanged(file, asked):
        return 304, without(file.headers, b"content-type", b"accept-ranges"), b""
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
                *without(file.headers, b"accept-ranges"),
                (b"content-range", span),
                (b"content-length", b"%d" % len(piece)),
            ]
            return 206, headers, piece
    return 200, [*file.headers, (b"content-length", b"%d" % len(body))], body


def without(headers: RawHeaders, *names: bytes) -> RawHeaders:
    """The headers but for the named ones."""
    return [header for header in headers if header[0] not in names]


def _is_unchanged(file: StoredFile, asked: dict[bytes, bytes]) -> bool:
    known = asked.get(b"if-none-match")
    if known is not None:
        tags = {
            tag.strip().removeprefix("W/") for tag in known.decode("latin-1").split(",")
        }
        return file.etag in tags or "*" in tags
    since = asked.get(b"if-modified-since")
    return since is not None and since.decode("latin-1") == file.modified


def _range_applies(file: StoredFile, asked: dict[bytes, bytes]) -> bool:
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
