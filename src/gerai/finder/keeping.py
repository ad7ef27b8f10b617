"""Keeps the index in the database true, in the transaction of each change; public."""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from gerai.finder.documents import Document, analyse
from gerai.finder.models import IndexStamp, SearchDocument
from gerai.finder.sources import findable, findables, key_of
from gerai.publishing.receivers import note_bulk_write

STAMP_ID = 1
CODE_ID = 2
_BATCH = 500

_Waiting = dict[str, set[str] | None]
_waiting: ContextVar[_Waiting | None] = ContextVar("finder_waiting", default=None)


@dataclass(frozen=True, slots=True)
class Differences:
    """Keys of documents by what is wrong with them."""

    missing: list[str]
    changed: list[str]
    surplus: list[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.surplus)


@contextmanager
def deferred() -> Iterator[None]:
    """Within, changes are noted and written once, at the end.

    For whoever changes many pages in one transaction.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting: _Waiting = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for kind, keys in waiting.items():
        refresh(kind, keys)


def refresh(kind: str, keys: Collection[str] | None = None) -> int:
    """Write the documents of these things anew, as they are now.

    Things that visitors may not see (any more) leave the index.

    Args:
        keys: without the kind; ``None`` for all of the kind.

    Returns how many documents changed.
    """
    waiting = _waiting.get()
    if waiting is not None:
        _note(waiting, kind, keys)
        return 0
    source = findable(kind)
    if source is None or (keys is not None and not keys):
        return 0
    with transaction.atomic():
        wanted = {one.key: analyse(one) for one in source.collect(keys)}
        present = SearchDocument.objects.filter(kind=kind)
        if keys is not None:
            present = present.filter(key__in=[key_of(kind, key) for key in keys])
        return _write(wanted, dict(present.values_list("key", "digest")))


def refresh_all() -> Differences:
    """Compare the whole index with what it should be, and put right what differs.

    Comparing takes long on a large site, and locks nothing. Returns what was wrong.
    """
    found = differences()
    by_kind: dict[str, set[str]] = {}
    for key in (*found.missing, *found.changed, *found.surplus):
        kind, _colon, rest = key.partition(":")
        by_kind.setdefault(kind, set()).add(rest)
    for kind, keys in by_kind.items():
        if findable(kind) is None:
            SearchDocument.objects.filter(kind=kind).delete()
            touch()
        for part in _parts(sorted(keys)):
            refresh(kind, part)
    return found


def differences() -> Differences:
    """What :func:`refresh_all` would put right; nothing is written."""
    wanted: dict[str, str] = {}
    for source in findables():
        wanted |= {one.key: analyse(one).digest() for one in source.collect(None)}
    present = dict(SearchDocument.objects.values_list("key", "digest"))
    return Differences(
        missing=sorted(wanted.keys() - present.keys()),
        changed=sorted(
            key for key in wanted.keys() & present.keys() if wanted[key] != present[key]
        ),
        surplus=sorted(present.keys() - wanted.keys()),
    )


def refresh_after_update() -> bool:
    """Write the index anew if this code analyses differently from the code before.

    Returns whether that was so.
    """
    code = _fingerprint()
    if IndexStamp.objects.filter(pk=CODE_ID, stamp=code).exists():
        return False
    refresh_all()
    IndexStamp.objects.update_or_create(pk=CODE_ID, defaults={"stamp": code})
    return True


def touch() -> None:
    """Let every process read again what stands beside the index: synonyms."""
    IndexStamp.objects.update_or_create(
        pk=STAMP_ID, defaults={"stamp": secrets.token_hex(8)}
    )


def _note(waiting: _Waiting, kind: str, keys: Collection[str] | None) -> None:
    known = waiting.setdefault(kind, set())
    if keys is None or known is None:
        waiting[kind] = None
    else:
        known.update(keys)


def _fingerprint() -> str:
    """Changes with the rules and lists that documents are made by."""
    digest = hashlib.blake2b(digest_size=12)
    here = Path(__file__).parent
    files = [here / "documents.py", here / "collecting.py"]
    files += (here / "language").glob("*.*")
    for file in sorted(one for one in files if one.suffix in {".py", ".toml"}):
        digest.update(file.read_bytes())
    digest.update(",".join(one.kind for one in findables()).encode())
    return digest.hexdigest()


def _parts(keys: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _BATCH):
        yield list(keys[start : start + _BATCH])


def _write(wanted: dict[str, Document], present: dict[str, str]) -> int:
    by_state: dict[bool, list[SearchDocument]] = defaultdict(list)
    for key, document in sorted(wanted.items()):
        digest = document.digest()
        if present.get(key) != digest:
            by_state[key in present].append(
                SearchDocument(
                    key=key,
                    kind=document.kind,
                    target=document.target,
                    rank=document.rank,
                    content=document.as_json(),
                    suggested=document.suggested(),
                    shown=document.shown,
                    digest=digest,
                )
            )
    gone = sorted(present.keys() - wanted.keys())
    SearchDocument.objects.bulk_create(
        by_state[False] + by_state[True],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[
            *("kind", "target", "rank", "content", "suggested", "shown", "digest")
        ],
    )
    for part in _parts(gone):
        SearchDocument.objects.filter(key__in=part).delete()
    count = len(by_state[False]) + len(by_state[True]) + len(gone)
    if count:
        note_bulk_write(SearchDocument)
        touch()
    return count
