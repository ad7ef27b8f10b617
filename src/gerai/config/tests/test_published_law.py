"""After any changes and one sweep the tree is byte for byte a render from nothing.

On the real content, with every kind of change there is (``changes``). The memory is
judged beside: which of the truly affected addresses a prompt run has right already, what
it misses (the sweep must heal that) and what it renders in vain.

``GERAI_LAW_STEPS=300`` makes the random sequences that long; ``GERAI_LAW_SEED`` begins
elsewhere. ``pytest -s`` shows the table.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from gerai.config.tests.changes import CHANGES
from gerai.config.tests.law_site import (
    Desk,
    PublishedSite,
    contents,
    copy_database,
    database_in,
    empty,
    hashes_in_manifest,
    stamps,
)
from gerai.contentpack.tests.factories import EXAMPLE, load
from gerai.publishing.moments import next_moment
from gerai.publishing.publisher import Report

# pytest-django makes a database only where a test says that it needs one.
pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("GERAI_LAW_STEPS", "0"))
SEED = int(os.environ.get("GERAI_LAW_SEED", "0"))
START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ADDRESSES_OF_THE_EXAMPLE = 60
CHANGES_BETWEEN_CHECKS = 16
ATTEMPTS = 4
STEPS_BY_DEFAULT = 5
MISSES_ALLOWED = 0.01
DUE = "what is due is published and expired"


@pytest.fixture(scope="module")
def example_database(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """A file with the example city, and access to databases for this module."""
    if connection.vendor != "sqlite":
        pytest.skip("the law is tested on a copied SQLite file")
    path = tmp_path_factory.mktemp("law") / "db.sqlite3"
    # Whether a disk survives a power cut is asked elsewhere; here it only takes time.
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    with django_db_blocker.unblock():
        connection.ensure_connection()
        copy_database(connection.connection, path)
        with database_in(path), time_machine.travel(START, tick=False):
            load(EXAMPLE)
        yield path
    monkeypatch.undo()


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
        self.now += timedelta(seconds=61)
        before = self.site.pages()
        is_made = self.desk.change(kind, number, self.now)
        report = self.site.publish_changes(self.now)
        # A page that is no more may have been tried; one that is there must not fail.
        there = set(self.site.publisher.record.addresses)
        assert there.isdisjoint(report.failed), (kind, report.failed)
        self.prompt = self.site.pages()
        if CHANGES[kind].is_invisible or not is_made:
            assert self.prompt == before, kind
        if is_made:
            counts = self.tally.by_kind[kind]
            counts["made"] += 1
            counts["rendered"] += report.rendered
            counts["in vain"] += report.rendered - len(set(report.written))
        return is_made

    def sweep(self) -> Report:
        self.swept_at = self.now
        report = self.site.sweep(self.now)
        assert report.failed == {}
        return report

    def check_law(self, *, is_thorough: bool) -> None:
        """Sweep once; then the tree is exact, and further sweeps leave it alone."""
        fresh = empty(self.folder / "fresh")
        self.desk.begin_fresh_render(fresh, self.now)
        self.sweep()
        assert self.desk.answer() == {}
        ours, theirs = contents(self.site.web_root), contents(fresh / "published")
        assert sorted(ours) == sorted(theirs)
        assert [name for name in ours if ours[name] != theirs[name]] == []
        assert hashes_in_manifest(self.site.web_root) == hashes_in_manifest(
            fresh / "published"
        )
        if is_thorough:
            before = stamps(self.site.web_root)
            assert self.sweep().is_quiet
            assert stamps(self.site.web_root) == before
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


def test_there_are_many_kinds_of_change() -> None:
    assert len(CHANGES) >= 35


def test_every_kind_of_change_ends_in_a_fresh_render(
    example_database: Path, tmp_path: Path, settings: Settings
) -> None:
    """A tour of all kinds, in an order that differs with the seed."""
    order = Random(SEED)  # noqa: S311
    kinds = order.sample(sorted(CHANGES), len(CHANGES))
    tally = Tally()
    world = World(example_database, tmp_path / "site", tally)
    try:
        for place, kind in enumerate(kinds, start=1):
            # Some need what others make first: they get another chance later.
            for attempt in range(ATTEMPTS):
                if world.change(kind, SEED + attempt):
                    break
            if place % CHANGES_BETWEEN_CHECKS == 0:
                world.check_law(is_thorough=False)
                world.judge("(of some kinds)")
        world.check_law(is_thorough=True)
    finally:
        world.close()
        tally.print()
    assert set(kinds) - tally.by_kind.keys() == set()


class Law(RuleBasedStateMachine):
    """Random sequences; the law holds after each step."""

    database: Path
    folder: Path
    tally: Tally

    @initialize()
    def publish_the_example(self) -> None:
        self.steps = 0
        self.world = World(self.database, self.folder, self.tally)

    @rule(kind=st.sampled_from(sorted(CHANGES)), number=st.integers(0, 2**32 - 1))
    def change(self, kind: str, number: int) -> None:
        if self.world.change(kind, number):
            self._check(kind)

    @rule(
        kinds=st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=5),
        number=st.integers(0, 2**32 - 1),
    )
    def change_several(self, kinds: list[str], number: int) -> None:
        for kind in kinds:
            self.world.change(kind, number)
        self._check("(several)")

    @rule(hours=st.sampled_from([1, 7, 24, 24 * 45]))
    def time_passes(self, hours: int) -> None:
        """The worker sweeps when a moment comes at which time alone changes something."""
        world = self.world
        world.now += timedelta(hours=hours)
        world.change(DUE, 0)
        with time_machine.travel(world.swept_at, tick=False):
            is_due = next_moment(world.swept_at) <= world.now
        if is_due:
            world.sweep()
        self._check("(time)")

    @rule()
    def restart(self) -> None:
        """A new publisher remembers nothing, and begins with a sweep."""
        self.world.site = PublishedSite.open(self.world.folder)
        assert self.world.sweep().is_quiet

    @rule(number=st.integers(0, 10**6))
    def deface(self, number: int) -> None:
        names = sorted(self.world.site.publisher.record.files)
        path = self.world.site.web_root / names[number % len(names)]
        path.write_bytes(b"slot gacor")
        self._check("(defaced)")

    def _check(self, kind: str) -> None:
        self.steps += 1
        self.world.check_law(is_thorough=self.steps % 5 == 0)
        self.world.judge(kind)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()


def test_after_any_changes_and_one_sweep_the_tree_is_a_fresh_render(
    example_database: Path, tmp_path: Path, settings: Settings
) -> None:
    tally = Tally()
    machine = type(
        "TheLaw",
        (Law,),
        {"database": example_database, "folder": tmp_path / "site", "tally": tally},
    )
    machine.TestCase.settings = hypothesis_settings(
        max_examples=max(1, STEPS // 50),
        stateful_step_count=50 if STEPS else STEPS_BY_DEFAULT,
        derandomize=not SEED,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        machine.TestCase().runTest()
    finally:
        tally.print()
    total = tally.total
    assert total["missed"] <= MISSES_ALLOWED * total["affected"]
