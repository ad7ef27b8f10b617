"""Whole answers kept ready, so that a busy page costs one look at its file.

An answer is used only while the file is the very one that it was made from, which is
asked each time, and for a second at most: after that the whole way is gone again, which
also finds a compressed file that wasn't there yet.
"""

from __future__ import annotations

import os
import time
from collections.abc import MutableMapping
from typing import Any

Answer = tuple[int, list[tuple[bytes, bytes]], bytes]
Key = tuple[str, bytes]

SECONDS = 1.0
LARGEST_NUMBER = 256
LARGEST_BODY = 128 * 1024
"""Bytes; with the number above it bounds the memory (32 MB at the very most)."""

_SETTLED_ELSEWHERE = frozenset(
    {b"if-none-match", b"if-modified-since", b"range", b"if-range"}
)


class ReadyAnswers:
    """Answers to plain GET requests, by path and accepted encodings."""

    def __init__(self) -> None:
        self._answers: dict[Key, tuple[float, str, tuple[int, int, int], Answer]] = {}

    def key(self, scope: MutableMapping[str, Any]) -> Key | None:
        """None for a request whose answer depends on more than path and encodings."""
        if scope["method"] != "GET" or scope["query_string"]:
            return None
        accepted = b""
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                accepted = value
            elif name in _SETTLED_ELSEWHERE:
                return None
        return scope["path"], accepted

    def get(self, key: Key) -> Answer | None:
        """The answer, if its file is still the one that it was made from."""
        known = self._answers.get(key)
        if known is None:
            return None
        made_at, path, stamp, answer = known
        try:
            found = os.lstat(path)
        except OSError:
            return None
        if (found.st_mtime_ns, found.st_size, found.st_ino) != stamp:
            return None
        return answer if time.monotonic() - made_at < SECONDS else None

    def keep(
        self, key: Key, path: str, stamp: tuple[int, int, int], answer: Answer
    ) -> None:
        """Remember an answer that was made from the file ``path`` with this ``stamp``."""
        if len(answer[2]) > LARGEST_BODY:
            return
        if len(self._answers) >= LARGEST_NUMBER:
            self._answers.clear()  # whatever is busy is back at once
        self._answers[key] = (time.monotonic(), path, stamp, answer)
