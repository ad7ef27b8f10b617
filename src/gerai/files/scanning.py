"""An upload is shown to a virus scanner, where the operator has one (ClamAV).

``CLAMD_URL`` names it. A scanner that is named and doesn't answer lets nothing in: an
office that relies on it must hear of it from the first upload, not from a visitor.
"""

from __future__ import annotations

import socket
import struct
from contextlib import closing
from typing import IO
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from gerai.files.exceptions import FileRefused

SECONDS = 60.0
SECONDS_TO_CONNECT = 5.0
_CHUNK = 64 * 1024
_MOST_REPLY = 4096

log = structlog.get_logger("gerai.files")


class ScannerAway(Exception):
    """The scanner doesn't answer, or not as a scanner does."""


def is_configured() -> bool:
    """Whether uploads are shown to a scanner."""
    return bool(settings.CLAMD_URL)


def refuse_infected(file: IO[bytes], name: str) -> None:
    """Show a file to the scanner, if there is one; it stands at its start afterwards.

    Raises:
        FileRefused: the scanner found something, or couldn't be asked.
    """
    if not is_configured():
        return
    try:
        found = scan(file)
    except ScannerAway as problem:
        log.error("virus_scanner_away", reason=str(problem))
        raise FileRefused(
            _(
                "“%(name)s” can't be checked for viruses at the moment, so it was not "
                "taken. Try again in a few minutes. If it stays so, tell whoever looks "
                "after the server."
            )
            % {"name": name}
        ) from problem
    finally:
        file.seek(0)
    if found:
        log.warning("upload_infected", finding=found)
        raise FileRefused(
            _(
                "“%(name)s” contains something harmful, so it was not taken. Don't open "
                "it on your device either; ask your IT people to look at it."
            )
            % {"name": name}
        )


def scan(file: IO[bytes]) -> str:
    """What the scanner calls what it found; "" if nothing.

    Raises:
        ScannerAway: it doesn't answer, or takes no file of this size.
    """
    reply = _ask(b"zINSTREAM\0", file)
    if reply == "stream: OK":
        return ""
    if reply.startswith("stream: ") and reply.endswith(" FOUND"):
        return reply.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway(f"it says: {reply[:200]!r}")


def answers() -> str:
    """Why the scanner can't be used; "" if it can."""
    try:
        reply = _ask(b"zPING\0", None)
    except ScannerAway as problem:
        return str(problem)
    return "" if reply == "PONG" else f"it says: {reply[:200]!r}"


def _ask(command: bytes, file: IO[bytes] | None) -> str:
    try:
        with closing(_connected()) as scanner:
            scanner.sendall(command)
            if file is not None:
                file.seek(0)
                while chunk := file.read(_CHUNK):
                    scanner.sendall(struct.pack("!L", len(chunk)) + chunk)
                scanner.sendall(struct.pack("!L", 0))
            return _reply(scanner)
    except OSError as problem:
        raise ScannerAway(problem.strerror or type(problem).__name__) from problem


def _connected() -> socket.socket:
    parts = urlsplit(str(settings.CLAMD_URL))
    if parts.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(SECONDS_TO_CONNECT)
        try:
            scanner.connect(unquote(parts.path))
        except OSError:
            scanner.close()
            raise
    else:
        scanner = socket.create_connection(
            (parts.hostname or "", parts.port or 3310), timeout=SECONDS_TO_CONNECT
        )
    scanner.settimeout(SECONDS)
    return scanner


def _reply(scanner: socket.socket) -> str:
    said = b""
    while len(said) < _MOST_REPLY and not said.endswith(b"\0"):
        piece = scanner.recv(_MOST_REPLY)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()
