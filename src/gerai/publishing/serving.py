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
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gerai.publishing.addresses import UnsafeAddress, file_of
from gerai.publishing.conditional import (
    HEADERS_WE_READ,
    RawHeaders,
    StoredFile,
    answer,
    without,
)
from gerai.publishing.departures import Departures, error_file
from gerai.publishing.headers import headers_of
from gerai.publishing.ready import ReadyAnswers
from gerai.publishing.tree import is_text

_SAFE_IN_LOCATION = "/:?#[]@!$&'()*+,;=%-._~"
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

# Read now: two requests that do so at once may find half of the table.
mimetypes.init()
REMEMBERED_BYTES = 32 * 1024 * 1024
LARGEST_REMEMBERED_FILE = 512 * 1024
# What other sites append to links that are shared; no page of ours reads it.
# deploy/nginx/site.conf has the same expression.
_TRACKING = re.compile(
    rb"(?:(?:utm_[a-z_]+|fbclid|gclid|gbraid|wbraid|msclkid|ttclid|igsh|igshid|mc_cid|mc_eid|_gl)"
    rb"(?:=[^&]*)?(?:&|$))*"
)


class PublishedSite:
    """An ASGI application that answers from the tree, or asks ``application``.

    Args:
        always: headers of every answer beyond those of ``headers``, such as the promise
            to keep to TLS.
    """

    def __init__(
        self,
        application: Application,
        root: Path,
        *,
        always: Mapping[str, str] | None = None,
    ) -> None:
        self._application = application
        self._root = root
        self._always = [
            (name.lower().encode(), value.encode())
            for name, value in (always or {}).items()
        ]
        self._files: OrderedDict[str, StoredFile] = OrderedDict()
        self._bytes = 0
        self._departures = Departures(root)
        self._ready = ReadyAnswers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = self._ready.key(scope) if scope["type"] == "http" else None
        ready = self._ready.get(key) if key is not None else None
        if ready is not None:
            status, headers, body = ready
            await send(
                {"type": "http.response.start", "status": status, "headers": headers}
            )
            await send({"type": "http.response.body", "body": body})
            return
        answered = self._answer(scope) if scope["type"] == "http" else None
        if answered is None:
            await self._application(scope, receive, send)
            return
        status, headers, body = answered
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
        asked = {
            key: value for key, value in scope["headers"] if key in HEADERS_WE_READ
        }
        accepted = asked.get(b"accept-encoding", b"").decode("latin-1")
        if "/." in path and _is_hidden(path):
            return self._error(404, path, accepted)
        query = scope["query_string"]
        is_question = query and not is_only_tracking(query)
        if is_question or scope["method"] not in {"GET", "HEAD"}:
            return None
        try:
            name = file_of(path.replace("%", "%25"))
        except UnsafeAddress:
            return None
        file = self._best(name, accepted)
        if file is not None:
            answered = answer(file, asked)
            key = self._ready.key(scope)
            if key is not None:
                path_on_disk = str(self._root / file.stored)
                self._ready.keep(key, path_on_disk, file.stamp, answered)
            return answered
        if not path.endswith("/") and self._open(f"{name}/index.html", name, ""):
            return self._redirect(301, f"{path}/")
        return self._departed(path, accepted)

    def _departed(
        self, path: str, accepted: str
    ) -> tuple[int, RawHeaders, bytes] | None:
        """What is known of an address that a page had; the database isn't asked."""
        redirection = self._departures.redirect(path)
        if redirection is not None:
            return self._redirect(redirection.status, redirection.target)
        if self._departures.is_gone(path):
            return self._error(410, path, accepted)
        return None

    def _redirect(self, status: int, target: str) -> tuple[int, RawHeaders, bytes]:
        headers = [
            (b"location", quote(target, safe=_SAFE_IN_LOCATION).encode()),
            (b"content-length", b"0"),
            *(
                (key.lower().encode(), value.encode())
                for key, value in headers_of("").items()
            ),
            *self._always,
        ]
        return status, headers, b""

    def _error(
        self, status: int, path: str, accepted: str
    ) -> tuple[int, RawHeaders, bytes] | None:
        """The published error page in the language of the path, if there is one."""
        language = path[1:].partition("/")[0]
        file = None
        if language.isalpha():
            file = self._best(error_file(status, language), accepted)
        file = file or self._best(error_file(status), accepted)
        if file is None:
            return None
        length = (b"content-length", b"%d" % len(file.body))
        return (
            status,
            [*without(file.headers, b"accept-ranges", b"last-modified"), length],
            file.body,
        )

    def _best(self, name: str, accepted: str) -> StoredFile | None:
        if is_text(name):
            for coding, ending in (("br", ".br"), ("gzip", ".gz")):
                if accepts(accepted, coding):
                    file = self._open(name + ending, name, coding)
                    if file is not None:
                        return file
        return self._open(name, name, "")

    def _open(self, stored: str, name: str, coding: str) -> StoredFile | None:
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
        ] + self._always
        file = StoredFile(
            stored, stamp, etag, modified, body, headers, takes_ranges=not coding
        )
        self._remember(stored, file)
        return file

    def _remember(self, stored: str, file: StoredFile) -> None:
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


def is_only_tracking(query: bytes) -> bool:
    """Whether a query string is empty or says only where the reader came from."""
    return _TRACKING.fullmatch(query) is not None


def _is_hidden(path: str) -> bool:
    return any(
        part.startswith(".") and part not in {".", "..", ".well-known"}
        for part in path.split("/")
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
