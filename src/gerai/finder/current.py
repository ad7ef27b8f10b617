"""The index of this process, as new as the database's.

Each search asks for one value, the stamp. When it differs, only documents of which the
digest differs are read; so it doesn't matter who changed what, or whether a change was
taken back.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from gerai.finder.documents import document_of
from gerai.finder.healing import heal_now_and_then
from gerai.finder.index import Index
from gerai.finder.keeping import STAMP_ID
from gerai.finder.models import IndexStamp, SearchDocument, SearchWords
from gerai.finder.thesaurus import SameWords, Thesaurus, thesaurus_for
from gerai.rehearsal.current import current_rehearsal

_BATCH = 500


@dataclass(slots=True)
class Current:
    """An index and its synonyms; hold ``lock`` while using them."""

    index: Index = field(default_factory=Index)
    thesaurus: Thesaurus = field(default_factory=Thesaurus)
    stamp: str | None = None
    digests: dict[str, str] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)


_current = Current()
_MOST_COPIES = 8
_of_copies: OrderedDict[str, Current] = OrderedDict()
_copies_lock = threading.Lock()


def current() -> Current:
    """The index, brought up to date; while somebody practises, that of their copy."""
    rehearsal = current_rehearsal()
    if rehearsal is not None:
        return _as_stored(_of_copy(rehearsal.key))
    heal_now_and_then()
    return _as_stored(_current)


def _of_copy(key: str) -> Current:
    """Those that were asked lately are kept; the others are built again when asked."""
    with _copies_lock:
        state = _of_copies.pop(key, None) or Current()
        _of_copies[key] = state
        while len(_of_copies) > _MOST_COPIES:
            _of_copies.popitem(last=False)
        return state


def _as_stored(state: Current) -> Current:
    stamp = (
        IndexStamp.objects.filter(pk=STAMP_ID).values_list("stamp", flat=True).first()
        or ""
    )
    if stamp != state.stamp:
        with state.lock:
            _catch_up(state)
            state.stamp = stamp
    return state


def _catch_up(state: Current) -> None:
    wanted = dict(SearchDocument.objects.values_list("key", "digest").order_by("key"))
    gone = state.digests.keys() - wanted.keys()
    new = [key for key, digest in wanted.items() if state.digests.get(key) != digest]
    if len(new) + len(gone) > len(wanted) // 3 or state.index.is_worn:
        state.index, new, gone = Index(), list(wanted), set()
    for key in gone:
        state.index.remove(key)
    for start in range(0, len(new), _BATCH):
        rows = SearchDocument.objects.defer("suggested", "shown").filter(
            key__in=new[start : start + _BATCH]
        )
        for row in rows.order_by("key").iterator(chunk_size=_BATCH):
            state.index.add(
                document_of(
                    key=row.key,
                    kind=row.kind,
                    target=row.target,
                    rank=row.rank,
                    content=row.content,
                )
            )
    state.digests = wanted
    state.thesaurus = thesaurus_for(state.index, own_words())


def own_words() -> list[SameWords]:
    """The groups of words that staff and content pack brought."""
    return [
        SameWords(tuple(row.word_list), tuple(row.means_list))
        for row in SearchWords.objects.order_by("words", "pk")
    ]
