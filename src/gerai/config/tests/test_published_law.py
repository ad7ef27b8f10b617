"""After any changes and one sweep the tree is byte for byte a render from nothing.

On the real content, with every kind of change there is (``changes``). The memory is
judged beside: which of the truly affected addresses a prompt run has right already, what
it misses (the sweep must heal that) and what it renders in vain.

``LAW_STEPS=300`` makes the random sequences that long; ``LAW_SEED`` begins
elsewhere. ``pytest -s`` shows the table.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from gerai.config.tests.changes import CHANGES
from gerai.config.tests.law_site import PublishedSite, copy_database, database_in
from gerai.config.tests.law_world import START, Tally, World
from gerai.contentpack.tests.factories import EXAMPLE, load

# pytest-django makes a database only where a test says that it needs one.
pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("LAW_STEPS", "0"))
SEED = int(os.environ.get("LAW_SEED", "0"))
CHANGES_BETWEEN_CHECKS = 16
ATTEMPTS = 4
STEPS_BY_DEFAULT = 4
MISSES_ALLOWED = 0.01
DUE = "what is due is published and expired"
DUMP = "the site is dumped and loaded again"


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


def test_there_are_many_kinds_of_change() -> None:
    assert len(CHANGES) >= 35


def test_every_kind_of_change_ends_in_a_fresh_render(
    example_database: Path, tmp_path: Path, settings: Settings
) -> None:
    """A tour of all kinds, in an order that differs with the seed."""
    order = Random(SEED)  # noqa: S311
    kinds = order.sample(sorted(CHANGES), len(CHANGES))
    kinds.sort(key=lambda kind: kind != DUMP)  # others make what a pack refuses
    tally = Tally()
    world = World(example_database, tmp_path / "site", tally)
    kinds_left: list[str] = []
    try:
        for place, kind in enumerate(kinds, start=1):
            if not change_somehow(world, kind):
                kinds_left.append(kind)
            if place % CHANGES_BETWEEN_CHECKS == 0:
                world.check_law(is_thorough=False)
                world.judge("(of some kinds)")
        # Some need what others make first, and none is to delete it again before.
        kinds_left.sort(key=lambda kind: "deleted" in kind)
        kinds_left = [kind for kind in kinds_left if not change_somehow(world, kind)]
        world.check_law(is_thorough=True)
    finally:
        world.close()
        tally.print()
    assert kinds_left == []


def change_somehow(world: World, kind: str) -> bool:
    """Try a change with some seeds; says whether one could be made."""
    return any(world.change(kind, SEED + attempt) for attempt in range(ATTEMPTS))


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

    @rule(what=st.sampled_from(["an hour", "a day", "weeks", "restart", "deface"]))
    def something_else(self, what: str) -> None:
        if what == "restart":
            self._restart()
        elif what == "deface":
            self._deface()
        else:
            self._pass_time({"an hour": 1, "a day": 24}.get(what, 24 * 45))

    def _pass_time(self, hours: int) -> None:
        self.world.pass_time(timedelta(hours=hours))
        self.world.change(DUE, 0)
        self._check("(time)")

    def _restart(self) -> None:
        """A new publisher remembers nothing, and begins with a sweep."""
        self.world.site = PublishedSite.open(self.world.folder)
        self.world.sweep()
        self.world.judge("(restart)")

    def _deface(self) -> None:
        names = sorted(self.world.site.publisher.record.files)
        path = self.world.site.web_root / names[self.steps * 37 % len(names)]
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
    machine: Any = type(
        "TheLaw",
        (Law,),
        {"database": example_database, "folder": tmp_path / "site", "tally": tally},
    )
    machine.TestCase.settings = hypothesis_settings(
        # Hypothesis begins with the plainest example there is.
        max_examples=1 + max(2, STEPS // 50),
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
