"""One published example city, the desk that changes it, and a tally of the memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine
from django.core.management import call_command

from gerai.config.tests.changes import CHANGES
from gerai.config.tests.law_site import (
    Desk,
    PublishedSite,
    contents,
    database_in,
    empty,
    hashes_in_manifest,
    stamps,
)
from gerai.publishing.moments import next_moment
from gerai.publishing.report import Report

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ADDRESSES_OF_THE_EXAMPLE = 60


class Tally:
    """How well the memory did, by kind of change."""

    COLUMNS = ("made", "affected", "right", "missed", "rendered", "in vain")

    def __init__(self) -> None:
        self.by_kind: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.missed: defaultdict[str, set[str]] = defaultdict(set)

    @property
    def total(self) -> Counter[str]:
        return sum(self.by_kind.values(), Counter())

    def lines(self) -> Iterator[str]:
        yield f"{'':52}" + "".join(f"{column:>10}" for column in self.COLUMNS)
        for kind, counts in [*sorted(self.by_kind.items()), ("all", self.total)]:
            yield f"{kind:52}" + "".join(f"{counts[one]:10}" for one in self.COLUMNS)
        for kind, names in sorted(self.missed.items()):
            yield f"missed by {kind!r}: {sorted(names)[:8]}"

    def print(self) -> None:
        print(*self.lines(), sep="\n")  # noqa: T201


class World:
    """One published site and the desk that changes it."""

    def __init__(self, database: Path, folder: Path, tally: Tally) -> None:
        self.tally, self.now, self.swept_at = tally, START, START
        self.folder = empty(folder)
        path = folder / "db.sqlite3"
        path.write_bytes(database.read_bytes())
        self.desk = Desk(path)
        self.database = database_in(path)
        self.database.__enter__()
        self.site = PublishedSite.open(folder)
        self.sweep()
        self.prompt = self.exact = self.site.pages()
        assert len(self.exact) >= ADDRESSES_OF_THE_EXAMPLE

    def close(self) -> None:
        self.desk.close()
        self.database.__exit__(None, None, None)

    def change(self, kind: str, number: int) -> bool:
        """Make a change and let the publisher have its prompt run; False if refused."""
        self.pass_time(timedelta(seconds=61))
        before = self.site.pages()
        is_made = self.desk.change(kind, number, self.now)
        report = self.site.publish_changes(self.now)
        # A page that is no more may have been tried; one that is there must not fail.
        there = set(self.site.publisher.record.addresses)
        assert there.isdisjoint(report.failed), (kind, report.failed)
        self.prompt = self.site.pages()
        if CHANGES[kind].is_invisible or not is_made:
            assert _differing(self.prompt, before) == set(), (
                kind,
                sorted(_differing(self.prompt, before)),
            )
        if is_made:
            counts = self.tally.by_kind[kind]
            counts["made"] += 1
            counts["rendered"] += report.rendered
            counts["in vain"] += report.rendered - len(set(report.written))
        return is_made

    def pass_time(self, time: timedelta) -> None:
        """Let it be later; the worker sweeps when time alone changes something."""
        self.now += time
        if next_moment(self.swept_at) <= self.now:
            self.sweep()
            self.exact = self.site.pages()

    def sweep(self) -> Report:
        self.swept_at = self.now
        report = self.site.sweep(self.now)
        assert report.failed == {}
        return report

    def check_law(self, *, is_thorough: bool) -> None:
        """Sweep once; then the tree is exact, and further sweeps leave it alone."""
        fresh = empty(self.folder / "fresh")
        self.sweep()
        self.desk.begin_fresh_render(fresh, self.now)
        if is_thorough:
            before = stamps(self.site.web_root)
            assert self.sweep().is_quiet
            assert stamps(self.site.web_root) == before
        assert self.desk.answer() == {}
        ours, theirs = contents(self.site.web_root), contents(fresh / "published")
        assert sorted(ours) == sorted(theirs)
        assert [name for name in ours if ours[name] != theirs[name]] == []
        assert hashes_in_manifest(self.site.web_root) == hashes_in_manifest(
            fresh / "published"
        )
        if is_thorough:
            with time_machine.travel(self.now, tick=False):
                call_command("publish", "--check")

    def judge(self, kind: str) -> None:
        """Count what the last prompt run had right; the tree is exact now."""
        before, prompt = self.exact, self.prompt
        self.exact = exact = self.site.pages()
        affected = _differing(before, exact)
        missed = _differing(prompt, exact)
        counts = self.tally.by_kind[kind]
        counts["affected"] += len(affected)
        counts["right"] += len(affected - missed)
        counts["missed"] += len(missed)
        if missed:
            self.tally.missed[kind] |= missed


def _differing(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {
        name for name in one.keys() | other.keys() if one.get(name) != other.get(name)
    }
