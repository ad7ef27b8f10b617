"""Keeps the published tree exact (the sweep) and prompt (the memory)."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import datetime

import structlog
from django.db import connection
from django.utils import timezone

from gerai.publishing.address_list import AddressList, forget_root_paths
from gerai.publishing.addresses import (
    AddressBook,
    address_of,
    in_likely_order,
    one_of_each_kind,
)
from gerai.publishing.basis import Basis
from gerai.publishing.care import Care
from gerai.publishing.crew import (
    HOME,
    SLICE_PAGES,
    Crew,
    Pause,
    Slice,
    can_fork,
    sliced,
)
from gerai.publishing.departures import DEPARTURES_ADDRESS
from gerai.publishing.drawn import drawings_kept_in, forget_drawing
from gerai.publishing.failures import note_failures
from gerai.publishing.gone import note_gone
from gerai.publishing.making import Outcome, PageMaker
from gerai.publishing.memory import Memory
from gerai.publishing.models import Change
from gerai.publishing.noting import note_what_is_read
from gerai.publishing.progress import Progress
from gerai.publishing.prompt import PromptRun, searches_for, urgent_slice_pages
from gerai.publishing.reading import current_reading
from gerai.publishing.record import CopyLost, PublishedRecord
from gerai.publishing.report import Report
from gerai.publishing.roomy import with_room
from gerai.publishing.snapshot import (
    database_snapshot,
    is_shared_database,
)

log = structlog.get_logger(__name__)
MANY_AT_ONCE = 400
"""Renders from which on a run gives way to another change."""
MOST_AT_ONCE = 2000
"""Pages after which a sweep, which says how far it is, goes on."""


class Publisher:
    """Renders addresses and keeps files, record and manifest in step.

    One publisher at a time works on a tree; ``PublishedRecord.lock`` sees to that.
    """

    def __init__(
        self, record: PublishedRecord, book: AddressBook, *, processes: int = 1
    ) -> None:
        """``processes``: how many render a sweep; 1 is this process itself."""
        self.record = record
        self.book = book
        self._addresses = AddressList(book)
        self.memory = Memory()
        self.maker = PageMaker(record, self.memory)
        note_what_is_read()
        self._processes = processes
        self._is_warm = False
        # What prompt runs wrote while a sweep was under way, and when.
        self._state = 0
        self._written_at: dict[str, int] = {}

    @with_room
    def sweep(
        self,
        *,
        afresh: bool = False,
        between_batches: Callable[[], None] | None = None,
        on_connected: Callable[[], None] | None = None,
        progress: Progress | None = None,
    ) -> Report:
        """Make every address right and write what differs. Afterwards the tree is exact.

        Each page's questions are asked again; it is rendered unless all are answered as
        they were.

        Args:
            afresh: render every page, whatever was answered.
            between_batches: called outside the snapshot every few pages, so that urgent
                pages needn't wait for the end. What it raises ends the sweep.
            on_connected: called once the connection to the database is the one that
                lasts; the one before may have been closed for good.
            progress: is told how far it is.
        """
        started = time.monotonic()
        report = Report()
        progress = progress or Progress()
        self._written_at.clear()
        as_of = timezone.now()
        care = Care.AFRESH if afresh else Care.WHOLE
        with self.record.batch():
            with ExitStack() as stack:
                crew = stack.enter_context(self._crew())
                if on_connected is not None:
                    on_connected()
                last_change = _last_change()
                addresses, unsafe = self._addresses.afresh()
                report.failed |= unsafe
                progress.start(len(addresses))
                slices = self._in_urgent_order(addresses, as_of, care)
                for one, outcomes in self._rendered(crew, slices):
                    self._take(one, outcomes, report)
                    progress.advance(len(outcomes))
                    if between_batches is not None:
                        between_batches()
            self._remove_vanished(addresses, report)
            self._repair_files(report)
        _forget_changes(last_change)
        note_failures(report.failed, succeeded=None)
        report.seconds = time.monotonic() - started
        progress.finish(report.seconds)
        log.info(
            "sweep",
            pages=report.pages,
            rendered=report.rendered,
            written=len(report.written),
            removed=len(report.removed),
            failed=len(report.failed),
            seconds=round(report.seconds, 2),
        )
        return report

    @with_room
    def publish_changes(
        self,
        *,
        on_connected: Callable[[], None] | None = None,
        gives_way: Callable[[], bool] | None = None,
        is_overtaken: Callable[[], bool] | None = None,
    ) -> Report:
        """Render first what the committed changes affect, as far as is remembered.

        Args:
            on_connected: called whenever the connection to the database is another.
            gives_way: where hundreds of pages are affected, asked every few of them; once
                it says so, the rest is left to a sweep, between whose batches others fit.
            is_overtaken: asked while it looks for what hardly anything is affected by;
                once it says so, that is left to the next run.
        """
        started = time.monotonic()
        self._state += 1
        report = Report()
        changes = list(Change.objects.order_by("pk"))
        view = ExitStack()

        def remove_vanished(addresses: list[str]) -> None:
            view.close()  # nothing can be written within
            self._remove_vanished(addresses, report)
            self._open_snapshot(view)

        run = PromptRun(
            searches_for(changes, self.memory),
            all_addresses=self._addresses_now,
            published=lambda: self.record.addresses,
            most=MOST_AT_ONCE if self._processes > 1 else None,
            effort=self.memory.effort,
            is_overtaken=is_overtaken or (lambda: False),
            settle=remove_vanished,
        )
        with ExitStack() as ahead:
            with view:
                self._open_snapshot(view)
                run.begin()
                if is_named := bool(run.due) and not run.is_for_a_sweep:
                    ahead.enter_context(self.maker.looking_ahead())
                    for few in run.take_few():
                        self._publish(few.addresses, report, few.care)
            if is_named:
                self._publish_named(run, report, view, on_connected, gives_way)
        report.is_for_a_sweep = run.is_for_a_sweep
        report.is_overtaken = run.is_overtaken
        if not run.is_overtaken:
            addresses = run.addresses or self._addresses_now()
            self._publish_afresh(run.without_file(addresses), report)
            self._remove_vanished(addresses, report)
        if changes:
            _forget_changes(changes[-1].pk)
        note_failures(report.failed, succeeded=report.succeeded)
        report.seconds = time.monotonic() - started
        return report

    def warm_up(self, goes_on: Callable[[], bool]) -> bool:
        """Load what pages of each kind need, so that no crew loads it for itself.

        Writes nothing. Returns False if ``goes_on`` was no longer true before the end.
        What pictures and the search need is left out: it would stay in memory for good.
        """
        kinds = one_of_each_kind(self.record.addresses)
        with ExitStack() as view:
            self._open_snapshot(view)
            for address in in_likely_order(kinds):
                if not goes_on():
                    return False
                self.maker.render([address])
            self._addresses.now()
        gc.collect()
        gc.freeze()
        return True

    def _publish_named(
        self,
        run: PromptRun,
        report: Report,
        view: ExitStack,
        on_connected: Callable[[], None] | None,
        gives_way: Callable[[], bool] | None,
    ) -> None:
        """Render and write at once, with all processes, while it looks for more."""
        with (
            self._crew(first=()) as crew,
            self.record.batch(),
            view,
        ):
            if on_connected is not None:
                on_connected()
            self._open_snapshot(view)
            if crew is None:
                for alone in run.slices():
                    if isinstance(alone, Slice):
                        self._publish(alone.addresses, report, alone.care)
                return
            for one, outcomes in self._rendered(crew, run.slices()):
                self._take(one, outcomes, report)
                self._written_at.update(dict.fromkeys(one.addresses, self._state))
                if run.work > MANY_AT_ONCE and gives_way is not None and gives_way():
                    run.is_for_a_sweep = True
                    return

    def _in_urgent_order(
        self, addresses: list[str], as_of: datetime, care: Care
    ) -> list[Slice]:
        """First, in small slices, what a prompt run has named and left to the sweep."""
        named = self.memory.concerned
        urgent = in_likely_order(named.intersection(addresses))
        others = in_likely_order(one for one in addresses if one not in named)
        return [
            *sliced(urgent, as_of, size=urgent_slice_pages(len(urgent)), care=care),
            *sliced(others, as_of, size=SLICE_PAGES, care=care),
        ]

    def _can_share(self) -> bool:
        return self._processes > 1 and can_fork() and is_shared_database(connection)

    def _crew(
        self, *, first: Sequence[str] = (HOME,)
    ) -> AbstractContextManager[Crew | None]:
        if not self._can_share():
            return nullcontext()
        if not self._is_warm:
            # What the first page loads is loaded once, not by each of them.
            with ExitStack() as view:
                self._open_snapshot(view)
                self.maker.render([HOME])
            gc.freeze()  # looked through again and again, it took a twentieth of the time
            self._is_warm = True

        def render_and_pack(addresses: Sequence[str], care: Care) -> list[Outcome]:
            return [self.maker.pack(one) for one in self.maker.make(addresses, care)]

        return Crew(self._processes, render_and_pack, self._open_snapshot, first=first)

    def _rendered(
        self,
        crew: Crew | None,
        slices: Iterable[Slice | Pause],
    ) -> Iterator[tuple[Slice, list[Outcome]]]:
        """All addresses, in slices, whoever renders them; also empty ones to breathe."""
        if crew is not None:
            for done in crew.results(slices, state=lambda: self._state):
                yield done or (Slice([], timezone.now()), [])
            slices = crew.leftovers()
        for one in slices:
            if isinstance(one, Pause):
                continue
            one.state = self._state
            with ExitStack() as view:
                self._open_snapshot(view)
                outcomes = self.maker.make(one.addresses, one.care)
            yield one, outcomes

    def _take(self, one: Slice, outcomes: Iterable[Outcome], report: Report) -> None:
        """Publish what was rendered, unless a prompt run has been there since."""
        pages: dict[str, bytes] = {}
        bases: dict[str, Basis] = {}
        compressed: dict[str, bytes] = {}
        in_doubt: list[str] = []
        for outcome in outcomes:
            if self._written_at.get(outcome.address, -1) > one.state:
                continue
            if outcome.is_standing:
                # Who asked may not know what a prompt run wrote meanwhile.
                if outcome.address in self._written_at:
                    in_doubt.append(outcome.address)
                else:
                    report.standing += 1
                    report.succeeded.add(outcome.address)
                continue
            if outcome.body is None:
                report.failed[outcome.address] = outcome.failure
                log.warning(
                    "page failed", address=outcome.address, reason=outcome.failure
                )
                continue
            report.rendered += 1
            report.succeeded.add(outcome.address)
            pages[outcome.address] = outcome.body
            bases[outcome.address] = outcome.basis
            compressed |= outcome.compressed
        if pages:
            self._put(pages, compressed, report)
            for address, basis in bases.items():
                self.memory.remember(address, basis, one.as_of)
        if in_doubt:
            self._publish_afresh(in_doubt, report)

    def _put(
        self,
        pages: Mapping[str, bytes],
        compressed: Mapping[str, bytes],
        report: Report,
    ) -> None:
        try:
            report.written += self.record.put(pages, compressed)
        except BaseException:
            for address in pages:  # nobody knows what stands there
                self.memory.forget(address)
            raise

    def _addresses_now(self) -> list[str]:
        with ExitStack() as view:
            if current_reading() is None:
                self._open_snapshot(view)
            return self._addresses.now()

    def _open_snapshot(self, view: ExitStack) -> None:
        forget_root_paths()
        view.enter_context(database_snapshot())
        view.enter_context(drawings_kept_in(self.record.private_folder))

    def _publish_afresh(self, addresses: Sequence[str], report: Report) -> None:
        """Render and write at once, in a snapshot of their own."""
        with ExitStack() as view:
            self._open_snapshot(view)
            self._publish(addresses, report)

    def _publish(
        self, addresses: Sequence[str], report: Report, care: Care = Care.BY_COLUMNS
    ) -> None:
        """Render and write at once, inside the snapshot that is in force."""
        if addresses:
            now = Slice(list(addresses), timezone.now(), self._state)
            self._take(now, self.maker.make(addresses, care), report)
            self._written_at.update(dict.fromkeys(addresses, self._state))

    def _remove_vanished(self, addresses: Iterable[str], report: Report) -> None:
        vanished = sorted(set(self.record.addresses) - set(addresses))
        # Before their files go, so that no moment is left without an answer.
        if note_gone(vanished) and DEPARTURES_ADDRESS in addresses:
            self._publish_afresh([DEPARTURES_ADDRESS], report)
        with drawings_kept_in(self.record.private_folder):
            for address in vanished:
                self.memory.forget(address)
                forget_drawing(address)
        report.removed += self.record.remove(vanished)

    def _repair_files(self, report: Report) -> None:
        self.record.establish()
        try:
            report.written += self.record.heal()
        except CopyLost as problem:
            lost = [address_of(name) for name in problem.args[0]]
            self._publish_afresh(lost, report)
            report.written += self.record.heal()


def _last_change() -> int:
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _forget_changes(up_to: int) -> None:
    Change.objects.filter(pk__lte=up_to).delete()
