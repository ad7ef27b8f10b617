"""Files that are dear to make are made again only when what they show changes.

One file for each name stands in the publisher's own folder: a digest of the inputs, a
digest of what follows, and the bytes that were made. Used while publishing only, and not
when the tree is compared with a fresh render, which has a folder of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from gerai.publishing.tree import PublishedTree

FOLDER_NAME = "drawn"
_DIGEST_BYTES = 32
_folder: ContextVar[PublishedTree | None] = ContextVar("gerai_drawn", default=None)


@contextmanager
def drawings_kept_in(private_folder: Path) -> Iterator[None]:
    """Keep what is made inside the block below ``private_folder``."""
    # Not synced: what a power cut leaves half-written doesn't match its digest.
    tree = PublishedTree(private_folder / FOLDER_NAME, is_synced=False)
    token = _folder.set(tree)
    try:
        yield
    finally:
        _folder.reset(token)


def drawn_once(name: str, inputs: Iterable[str], make: Callable[[], bytes]) -> bytes:
    """What ``make`` gives, kept under ``name`` for as long as ``inputs`` stay the same.

    ``inputs`` must hold everything that ``make`` depends on, its own code included.
    """
    folder = _folder.get()
    if folder is None:
        return make()
    digest = hashlib.sha256()
    for one in inputs:
        digest.update(f"{len(one)}:{one}".encode())
    stamp = digest.digest()
    file = hashlib.sha256(name.encode()).hexdigest()
    kept = folder.read(file) or b""
    body = kept[2 * _DIGEST_BYTES :]
    if kept[: 2 * _DIGEST_BYTES] == stamp + hashlib.sha256(body).digest():
        return body
    body = make()
    # Where nothing more can be kept, it is drawn again next time.
    with suppress(OSError):
        folder.root.mkdir(parents=True, exist_ok=True)
        folder.put_back(file, stamp + hashlib.sha256(body).digest() + body)
    return body


def forget_drawing(name: str) -> None:
    """Delete what is kept under a name that nobody asks for any more."""
    folder = _folder.get()
    if folder is not None:
        folder.remove(hashlib.sha256(name.encode()).hexdigest())
