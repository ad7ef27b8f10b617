"""What a change affects, likeliest first, handed out while it is still being looked up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils import timezone

from gerai.publishing.addresses import (
    in_likely_order,
    is_asked_by_open_pages,
    is_for_later,
)
from gerai.publishing.care import Care
from gerai.publishing.crew import SLICE_PAGES, Pause, Slice, sliced
from gerai.publishing.memory import Memory
from gerai.publishing.models import Change

# What is urgent goes in small slices: a page is on disk soon.
URGENT_SLICE_PAGES = 5


def urgent_slice_pages(pages: int) -> int:
    """How many of so many pages go together; of hundreds, more at a time."""
    return min(SLICE_PAGES, max(URGENT_SLICE_PAGES, pages // SLICE_PAGES))


SECONDS_AHEAD = 0.3
"""For so long, before the first page is made, all that is likely is looked for: then none
of them asks for itself what has changed, and the soonest made come first."""
MANY_PAGES = 60
"""From so many on it pays to look for longer."""
PATCH_WORK = 0.25
"""A page that gets by with new parts, as a share of a render."""
WIDE_PAGES = 300
"""What so many show takes seconds anyway: the pages that most people see come first."""
FEW_PAGES = 4
"""So many come before all others: those that are named first show the changed row itself,
and somebody has edited just these and looks at them."""
LONGEST_SECONDS = 5.0
"""After that the sweep, which follows anyway, is the faster way."""
Search = Iterator[set[str]]
"""Gives sets of addresses, an empty one now and then."""


def searches_for(
    changes: Sequence[Change], memory: Memory
) -> tuple[Search | None, Search]:
    """Ways to find what is affected: the likely, if anything is noted, and the rest."""
    everything = memory.affected(seconds=LONGEST_SECONDS)
    if not changes:
        return None, everything
    likely = memory.affected(
        values={value for change in changes for value in change.values},
        tables={change.table for change in changes},
        is_rest_left_out=True,
        seconds=LONGEST_SECONDS,
    )
    return likely, everything


class PromptRun:
    """One run after a change.

    Attributes:
        due: what was named and not yet handed out.
        addresses: all that there are now, once that has been asked.
        is_for_a_sweep: so much is affected that the rest is left to a sweep.
        is_overtaken: the search was given up; what it had named by then is published.
        work: how many renders all that was handed out comes to.
    """

    def __init__(
        self,
        searches: tuple[Search | None, Search],
        *,
        all_addresses: Callable[[], list[str]],
        published: Callable[[], Iterable[str]],
        most: int | None,
        effort: Callable[[str], int] = lambda _address: 0,
        is_overtaken: Callable[[], bool] = lambda: False,
        settle: Callable[[list[str]], None] = lambda _addresses: None,
    ) -> None:
        """Nothing is looked up yet.

        Args:
            searches: see :func:`searches_for`.
            most: how many addresses are named before it is for a sweep; None: all.
            effort: how much there is to do for one; what is soon done comes first.
            is_overtaken: whether a later change has come, whose pages are likelier than
                what is looked for when the likely is known.
            settle: called with all addresses when those that are likely, and new ones,
                are rendered, before it is looked for others.
        """
        self.due: set[str] = set()
        self.addresses: list[str] | None = None
        self.is_for_a_sweep = self.is_overtaken = False
        self.work = 0.0
        self._likely, self._everything = searches
        self._all_addresses = all_addresses
        self._published = published
        self._most = most
        self._effort = effort
        self._overtaken = is_overtaken
        self._settle = settle
        self._named: set[str] = set()
        self._edited: set[str] = set()
        self._is_likely_known = self._is_made = False

    def begin(self) -> None:
        """Look until something is due, or nothing will be.

        Then for all that is likely, for a moment or, where very much is due, to its end.
        """
        for search in filter(None, (self._likely, self._everything)):
            while not self.due and self._look_on(search):
                pass
            if self.due:
                break
        end = time.monotonic() + SECONDS_AHEAD
        while self._likely is not None and self.due and not self.is_for_a_sweep:
            if len(self.due) < MANY_PAGES and time.monotonic() > end:
                break
            if not self._look_on(self._likely):
                self._is_likely_known = True
                break

    def slices(self) -> Iterator[Slice | Pause]:
        """What is named, as it is found, and what is new."""
        yield from self._slices_of_due(self._care)
        yield from self._found_by(self._likely or self._everything, Pause.BRIEF)
        if self.is_for_a_sweep or self.is_overtaken:
            return
        yield Pause.UNTIL_HANDED_OUT
        self.addresses = self._all_addresses()
        self._name(self.without_file(self.addresses))
        if self.is_for_a_sweep:
            return
        yield from self._slices_of_due()
        yield Pause.UNTIL_DONE
        self._settle(self.addresses)
        # All have been made, some from what was known so far: what is found now counts.
        self._is_made = True
        yield from self._found_by(self._everything, Pause.UNTIL_DONE)

    def take_few(self) -> list[Slice]:
        """All that is likely, one page at a time, if help would come too late for it.

        A process that has just begun takes longer for its first page than one that runs.
        """
        if not self._is_likely_known or len(self.due) > FEW_PAGES:
            return []
        return list(self._slices_of_due(self._care, size=1))

    @property
    def _care(self) -> Care:
        return Care.AS_KNOWN if self._is_likely_known else Care.BY_COLUMNS

    def _found_by(self, search: Search, pause: Pause) -> Iterator[Slice | Pause]:
        yield pause
        while self._look_on(search) and not self.is_for_a_sweep:
            yield from self._slices_of_due()
            yield pause

    def _slices_of_due(
        self, care: Care = Care.BY_COLUMNS, *, size: int | None = None
    ) -> Iterator[Slice]:
        due, self.due = self._in_order(self.due), set()
        size = size or urgent_slice_pages(len(due))
        yield from sliced(due, timezone.now(), size=size, care=care)

    def _in_order(self, addresses: Iterable[str]) -> list[str]:
        """What was edited itself, then what is soon done: so most are right soonest.

        What open pages ask for comes with the former; pictures and data come last. Where
        hundreds of pages show a change, they come in the order in which they are seen.
        """

        efforts = {address: self._effort(address) for address in addresses}
        self.work += sum(1 if effort else PATCH_WORK for effort in efforts.values())
        if len(efforts) >= WIDE_PAGES:
            return in_likely_order(efforts)

        def place(address: str) -> tuple[bool, bool, int]:
            is_first = address in self._edited or is_asked_by_open_pages(address)
            return is_for_later(address), not is_first, efforts[address]

        return sorted(in_likely_order(efforts), key=place)

    def without_file(self, addresses: Iterable[str]) -> list[str]:
        """Those that have no file yet."""
        known = set(self._published())
        return [address for address in addresses if address not in known]

    def _look_on(self, search: Search) -> bool:
        """Let a search name more; False at its end, or if it was given up."""
        if search is self._everything and self._overtaken():
            self.is_overtaken = True
            return False
        for named in search:
            self._name(named)
            return True
        return False

    def _name(self, addresses: Iterable[str]) -> None:
        """Let those be due that aren't being made already."""
        new = set(addresses) if self._is_made else set(addresses) - self._named
        if len(self._edited | new) <= FEW_PAGES:
            self._edited |= new
        self.due |= new
        self._named |= new
        if self._most is not None and len(self._named) > self._most:
            self.is_for_a_sweep = True
