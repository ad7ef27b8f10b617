"""Work that gets a process of its own beside the server, but only while it is wanted.

A room above names it in ``apps.ready()``. The supervisor listens for it on a Unix
socket in a private folder, forks the process when the first one knocks, and again
whenever it ended and somebody knocks: who came meanwhile waits in the socket's queue, so
nothing is lost between two processes and no other process has to know of any of it.
"""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from django.utils.module_loading import import_string

from gerai.operations.beside import process_beside

MOST_IN_QUEUE = 1024
Answering = Callable[[socket.socket, int], None]
"""Answers whoever knocks until it has been idle for long, or its parent is another."""

_registered: dict[str, str] = {}
_addresses: dict[str, str] = {}


def register_on_demand(name: str, answering: str) -> None:
    """Let ``answering`` (where to import an :data:`Answering`) run when it is wanted.

    Args:
        name: at most nine letters, as ``ps`` shows it after ``gerai``.
    """
    _registered[name] = answering


def address_of(name: str) -> str | None:
    """The Unix socket where it is asked; None outside of ``gerai serve``."""
    return _addresses.get(name)


def load_on_demand() -> None:
    """Import all of it, so that the forks share the memory."""
    for answering in _registered.values():
        import_string(answering)


@contextmanager
def on_demand_beside() -> Iterator[None]:
    """Let what was registered run when it is wanted, for as long as the block runs.

    Processes that are forked within the block know the addresses.
    """
    with ExitStack() as stack:
        for name, answering in _registered.items():
            stack.enter_context(_listening(name, import_string(answering)))
        yield


@contextmanager
def _listening(name: str, answering: Answering) -> Iterator[None]:
    # Only this user may enter the folder. In the folder for temporary files, because
    # the path of a socket may have 107 bytes, and that of GERAI_DATA may have more.
    with tempfile.TemporaryDirectory(prefix="gerai-door-") as folder:
        path = Path(folder) / name
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(str(path))
            path.chmod(0o600)
            door.listen(MOST_IN_QUEUE)
            os.set_blocking(door.fileno(), False)
            _addresses[name] = str(path)
            try:
                with process_beside(name, partial(answering, door), door=door):
                    yield
            finally:
                del _addresses[name]
