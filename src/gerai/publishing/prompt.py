"""What a change affects, likeliest first, handed out while it is still being looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils import timezone

from gerai.publishing.addresses import in_likely_order
from gerai.publishing.crew import SLICE_PAGES, Pause, Slice, sliced
from gerai.publishing.memory import Memory
from gerai.publishing.models import Change

# What is urgent goes in small slices: a page is on disk soon.
URGENT_SLICE_PAGES = 5


def urgent_slice_pages(pages: int) -> int:
    """How many of so many pages go together; of hundreds, more at a time."""
    return min(SLICE_PAGES, max(URGENT_SLICE_PAGES, pages // SLICE_PAGES))


LONGEST_SECONDS = 5.0
"""After that the sweep, which follows anyway, is the faster way."""
Search = Iterator[set[str]]
"""Gives sets of addresses, an empty one now and then."""


def searches_for(changes: Sequence[Change], memory: Memory) -> list[Search]:
    """Ways to find what is affected, the likeliest first."""
    everything = memory.affected(seconds=LONGEST_SECONDS)
    if not changes:
        return [everything]
    likely = memory.affected(
        values={value for change in changes for value in change.values},
        tables={change.table for change in changes},
        is_rest_left_out=True,
        seconds=LONGEST_SECONDS,
    )
    return [likely, everything]


class PromptRun:
    """One run after a change.

    Attributes:
        due: what was named last.
        addresses: all that there are now, once that has been asked.
        is_for_a_sweep: so much is affected that the rest is left to a sweep.
        is_overtaken: the search was given up; what it had named by then is published.
    """

    def __init__(
        self,
        searches: list[Search],
        *,
        all_addresses: Callable[[], list[str]],
        published: Callable[[], Iterable[str]],
        most: int | None,
        is_overtaken: Callable[[], bool] = lambda: False,
    ) -> None:
        """Nothing is looked up yet.

        Args:
            most: how many addresses are named before it is for a sweep; None: all.
            is_overtaken: whether a later change has come, whose pages are likelier than
                what is looked for when the likely is known.
        """
        self.due: list[str] = []
        self.addresses: list[str] | None = None
        self.is_for_a_sweep = self.is_overtaken = False
        self._overtaken = is_overtaken
        self._searches = searches
        self._all_addresses = all_addresses
        self._published = published
        self._most = most
        self._named: set[str] = set()
        self._is_likely_known = False

    @property
    def named(self) -> int:
        """How many addresses have been named so far."""
        return len(self._named)

    def begin(self) -> None:
        """Look until something is due, or nothing will be."""
        while self._searches and not self.due:
            self._look_on()

    def slices(self) -> Iterator[Slice | Pause]:
        """What is named, as it is found, and what is new."""
        while True:
            size = urgent_slice_pages(len(self.due))
            yield from sliced(self.due, timezone.now(), size=size)
            yield self._pause()
            if self._look_on():
                if self.is_for_a_sweep:
                    return
            else:
                if self.is_overtaken:
                    return
                if self.addresses is None:
                    self.addresses = self._all_addresses()
                    self._name(self.without_file(self.addresses))
                if not (self._searches or self.due):
                    return

    def _pause(self) -> Pause:
        if not self._is_likely_known:
            return Pause.BRIEF
        return Pause.UNTIL_HANDED_OUT if self.addresses is None else Pause.UNTIL_DONE

    def without_file(self, addresses: Iterable[str]) -> list[str]:
        """Those that have no file yet."""
        known = set(self._published())
        return [address for address in addresses if address not in known]

    def _look_on(self) -> bool:
        """Let ``due`` be what comes next; False if a search has come to its end."""
        self.due = []
        if not self._searches:
            return False
        if len(self._searches) == 1 and self._overtaken():
            self.is_overtaken = True
            self._searches.clear()
            return False
        for named in self._searches[0]:
            self._name(named)
            return True
        del self._searches[0]
        self._is_likely_known = True
        return False

    def _name(self, addresses: Iterable[str]) -> None:
        """Let those that nobody has named be due."""
        new = set(addresses) - self._named
        self.due = in_likely_order(new)
        self._named |= new
        if self._most is not None and len(self._named) > self._most:
            self.is_for_a_sweep = True
