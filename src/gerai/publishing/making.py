"""How a page comes about: it stands already, gets new parts, or is rendered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.db import DatabaseError
from django.utils import timezone

from gerai.publishing.addresses import file_of
from gerai.publishing.basis import Basis, collecting
from gerai.publishing.care import Care
from gerai.publishing.manifest import sha256
from gerai.publishing.memory import Memory
from gerai.publishing.moments import next_moment
from gerai.publishing.pieces import is_piece, redrawn
from gerai.publishing.reading import Part, current_reading
from gerai.publishing.record import PublishedRecord
from gerai.publishing.rendering import Renderer, RenderFailed
from gerai.publishing.snapshot import mend_snapshot
from gerai.publishing.tree import siblings


@dataclass(slots=True)
class Outcome:
    """What rendering an address gave: a body, or why there is none.

    ``basis``: what the page was made from.
    ``compressed``: siblings of the body, by name; made here if it isn't what stands there.
    ``is_standing``: it wasn't rendered, because what stands in the tree is right.
    """

    address: str
    body: bytes | None = None
    failure: str = ""
    is_standing: bool = False
    basis: Basis = field(default_factory=Basis)
    compressed: dict[str, bytes] = field(default_factory=dict)


class PageMaker:
    """Makes pages within the snapshot that is in force; writes nothing.

    Args:
        record: what the tree holds, with copies that can be patched.
        memory: what each page was made from.
    """

    def __init__(self, record: PublishedRecord, memory: Memory) -> None:
        self._record = record
        self._memory = memory
        self._renderer = Renderer()
        self._ahead: datetime | None = None

    @contextmanager
    def looking_ahead(self) -> Iterator[None]:
        """Look for the next moment once, for all that is made in a hurry inside.

        Also by processes that are forked inside: their first pages come the sooner.
        """
        oldest = self._memory.oldest
        self._ahead = next_moment(oldest) if oldest is not None else None
        try:
            yield
        finally:
            self._ahead = None

    def make(self, addresses: Iterable[str], care: Care) -> list[Outcome]:
        """Render pages, patch them, or say that they stand, with this care."""
        wanted = list(addresses)
        if care is Care.AFRESH:
            return self.render(wanted)
        standing = self._standing(wanted) if care is Care.WHOLE else set()
        outcomes = [Outcome(one, is_standing=True) for one in standing]
        due = [one for one in wanted if one not in standing]
        return outcomes + self._render_or_patch(due, care)

    def render(self, addresses: Iterable[str]) -> list[Outcome]:
        """Render pages through the site, whatever is known of them."""
        outcomes: list[Outcome] = []
        for address in addresses:
            outcome = Outcome(address)
            try:
                with collecting() as basis:
                    rendered = self._renderer.render(address)
                if rendered.status != 200:
                    raise RenderFailed(f"it moved to {rendered.location}")
            except RenderFailed as problem:
                mend_snapshot()
                outcome.failure = str(problem)
            else:
                outcome.body, outcome.basis = rendered.body, basis
            outcomes.append(outcome)
        return outcomes

    def _render_or_patch(self, addresses: Iterable[str], care: Care) -> list[Outcome]:
        """Render pages, but those of which only parts changed get just these."""
        outcomes: list[Outcome] = []
        quiet = _Quiet(self._memory, None if care is Care.WHOLE else self._ahead)
        for address in addresses:
            try:
                patched = self._patched(address, quiet, care)
            except Exception:  # noqa: BLE001 - the render says what is wrong
                mend_snapshot()
                patched = None
            # One by one: what is rendered brings the parts for those that follow.
            outcomes += (
                [patched] if patched else self._render_anew(address, quiet, care)
            )
        return outcomes

    def pack(self, outcome: Outcome) -> Outcome:
        """The same, with the siblings of a body that has to be written."""
        if outcome.body is not None:
            name = file_of(outcome.address)
            if self._record.files.get(name) != sha256(outcome.body):
                outcome.compressed = siblings(name, outcome.body)
                del outcome.compressed[name]
        return outcome

    def _patched(self, address: str, quiet: _Quiet, care: Care) -> Outcome | None:
        """The page as it was, with its parts as they are now; None: render it."""
        reading, as_of = current_reading(), self._memory.as_of(address)
        if reading is None or as_of is None or not quiet.since(as_of):
            return None
        basis = self._memory.unchanged_basis(address, reading, care)
        body = self._record.copy_of(file_of(address)) if basis else None
        if basis is None or body is None:
            return None
        parts: list[Part] = []
        # The longest first: what stands within another part went with that one.
        by_length = sorted(basis.parts, key=lambda part: len(part.text), reverse=True)
        for earlier, times in Counter(by_length).items():
            if care is Care.AS_KNOWN and self._memory.knows_as_it_was(earlier):
                parts += [earlier] * times
                continue
            by_columns = care is not Care.WHOLE
            part = reading.part_now(earlier, by_columns=by_columns) or redrawn(
                earlier.key, reading
            )
            if part is None:
                return None
            if part.text != earlier.text:
                old, new = earlier.text.encode(), part.text.encode()
                # Around a part that is empty, a page may be another.
                if not old or not new or body.count(old) != times:
                    return None
                body = body.replace(old, new)
            parts += [part] * times
        return Outcome(address, body, basis=replace(basis, parts=tuple(parts)))

    def _render_anew(self, address: str, quiet: _Quiet, care: Care) -> list[Outcome]:
        """Render a page of which something is known already."""
        reading, as_of = current_reading(), self._memory.as_of(address)
        is_as_late = as_of is not None and quiet.since(as_of)
        if reading is None or care is Care.WHOLE or not is_as_late:
            return self.render([address])
        # Other parts, such as those of the frame, also show what the page has at hand.
        pieces = [one for one in self._memory.parts_of(address) if is_piece(one)]
        with reading.offering(pieces):
            return self.render([address])

    def _standing(self, addresses: Iterable[str]) -> set[str]:
        reading = current_reading()
        if reading is None:
            return set()
        files = self._record.files
        quiet = _Quiet(self._memory)
        standing = set()
        for address in addresses:
            as_of = self._memory.as_of(address)
            if as_of is None or file_of(address) not in files or not quiet.since(as_of):
                continue
            try:
                if self._memory.is_answered_alike(address, reading):
                    standing.add(address)
            except DatabaseError:  # the render says what is wrong
                mend_snapshot()
        return standing


class _Quiet:
    """Knows whether between a time and now nothing happened by time alone."""

    def __init__(self, memory: Memory, ahead: datetime | None = None) -> None:
        """``ahead``: the next moment after all pages were made, where that is known."""
        self._now = timezone.now()
        self._memory = memory
        self._ahead = ahead

    def since(self, as_of: datetime) -> bool:
        """A moment is looked for once, after the oldest page; that is mostly enough."""
        return as_of <= self._now and (
            self._is_quiet_for_all or self._now < next_moment(as_of)
        )

    @cached_property
    def _is_quiet_for_all(self) -> bool:
        if self._ahead is not None:
            return self._now < self._ahead
        oldest = self._memory.oldest
        return oldest is not None and self._now < next_moment(oldest)
