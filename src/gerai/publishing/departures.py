"""Where addresses went that have no page any more.

One published file, ``/galat/alihan.json``, names every redirect and every address that
once was a page and is gone. Like any other published file it is rendered from the
database, swept and signed; the server reads it instead of asking the database. The
error pages stand beside it, in each language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

ERRORS_FOLDER = "galat"
DEPARTURES_ADDRESS = f"/{ERRORS_FOLDER}/alihan.json"
UNAVAILABLE_JSON = f"{ERRORS_FOLDER}/503.json"
ERROR_STATUSES = (404, 410, 503)
RETRY_AFTER_SECONDS = 60
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Redirection:
    """Where an address leads now; permanent ones are answered with 301, others 302."""

    target: str
    is_permanent: bool

    @property
    def status(self) -> int:
        return 301 if self.is_permanent else 302


def key_of(path: str) -> str:
    """How departures are looked up: decoded, without the last slash.

    >>> key_of("/instansi/k%C3%A9/")
    '/instansi/ké'
    """
    return unquote(path).rstrip("/") or "/"


def encode(redirects: Mapping[str, Redirection], gone: Iterable[str]) -> bytes:
    """The published file; keys as of :func:`key_of`."""
    document = {
        "format": FORMAT,
        "redirects": {
            key: [redirect.status, redirect.target]
            for key, redirect in sorted(redirects.items())
        },
        "gone": sorted(gone),
    }
    return (json.dumps(document, ensure_ascii=False, indent=0) + "\n").encode()


def error_file(status: int, language: str = "") -> str:
    """Name of the published page for a status; "" is the site's first language."""
    folder = f"{language}/{ERRORS_FOLDER}" if language else ERRORS_FOLDER
    return f"{folder}/{status}.html"


class Departures:
    """Reads the published file again whenever it has been replaced."""

    def __init__(self, root: Path) -> None:
        self._path = root / DEPARTURES_ADDRESS[1:]
        self._stamp: tuple[int, int, int] | None = None
        self._redirects: dict[str, Redirection] = {}
        self._gone: frozenset[str] = frozenset()

    def redirect(self, path: str) -> Redirection | None:
        """Where a decoded path leads, if it was moved."""
        self._refresh()
        return self._redirects.get(path.rstrip("/") or "/")

    def is_gone(self, path: str) -> bool:
        """Whether a decoded path was a page once and is none any more."""
        self._refresh()
        return (path.rstrip("/") or "/") in self._gone

    def _refresh(self) -> None:
        try:
            found = self._path.lstat()
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            if stamp == self._stamp:
                return
            document = json.loads(self._path.read_bytes())
            redirects = {
                key: Redirection(target, status == 301)
                for key, (status, target) in document["redirects"].items()
            }
            gone = frozenset(document["gone"])
        except FileNotFoundError:
            self._stamp, self._redirects, self._gone = None, {}, frozenset()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return  # being tampered with: what was read before still holds
        else:
            self._stamp, self._redirects, self._gone = stamp, redirects, gone
