"""A run of edits beside a publisher, and what became of the files."""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.processes import Diary
from bench.table import Row

SECONDS_FOR_A_SWEEP = 1800
LONGEST_PROMPT_RUN = 120.0
POLL = 0.05
SECONDS_TO_NOTICE = 1.0
SECONDS_TO_BE_QUIET = 6.0

State = dict[str, tuple[int, int, int]]
"""By file: its number, its time of modification, and when it took its place.

The second is made later than it was where a file is replaced twice within a second.
"""


@dataclass(frozen=True, slots=True)
class Goal:
    """By when which share of the affected addresses has to be right.

    ``everywhere``: by when all, after an edit that most pages show.
    """

    soon: float
    share: float
    latest: float
    everywhere: float | None = None


@dataclass(slots=True)
class Edit:
    """One edit, or a few whose misses can't be told apart.

    ``delays``: seconds until each affected address was right. ``missed``: how many of
    them only the sweep found.
    """

    kind: str
    delays: list[float]
    missed: int = 0


@dataclass(slots=True)
class Findings:
    """What was measured.

    ``addresses``: how many there are. An edit that affects a quarter of them or more
    changes what stands on every page of a language at least; it counts apart.
    """

    addresses: int = 0
    edits: list[Edit] = field(default_factory=list)
    made: int = 0
    rendered: int = 0
    in_vain: int = 0
    megabytes: float = 0.0
    first_sweep_pages: int = 0
    first_sweep_rate: float = 0.0
    sweep_rate: float = 0.0

    def is_of_most_pages(self, edit: Edit) -> bool:
        return len(edit.delays) * 4 >= self.addresses

    def rows(self, group: str, goal: Goal) -> list[Row]:
        everywhere = [one for one in self.edits if self.is_of_most_pages(one)]
        delays = [
            delay
            for one in self.edits
            if not self.is_of_most_pages(one)
            for delay in one.delays
        ]
        slowest = [max(one.delays) for one in everywhere]
        at_least: Any = "at least"
        soon = _share(delays, goal.soon)
        affecting = [max(one.delays) for one in self.edits if one.delays]
        prompt = _share(affecting, goal.soon)
        latest = max(delays, default=0.0)
        return [
            Row(group, "edits", self.made),
            Row(group, "addresses that they affected", len(delays)),
            Row(group, f"right within {goal.soon:g} s", soon, "", goal.share, at_least),
            Row(group, "right at the latest after", latest, "s", goal.latest),
            Row(group, "half of them after", _middle(delays), "s"),
            Row(group, "edits that affected any, all right by then", prompt),
            Row(group, "edits of a quarter of all pages or more", len(everywhere)),
            Row(
                group,
                "all of those right at the latest after",
                max(slowest, default=0.0),
                "s",
                goal.everywhere,
            ),
            Row(group, "and half of those edits after", _middle(slowest), "s"),
            Row(group, "missed by the memory", sum(one.missed for one in self.edits)),
            Row(group, "rendered in vain, share", self.in_vain / max(1, self.rendered)),
            Row(group, "memory of the publisher, at most", self.megabytes, "MB"),
        ]


@dataclass(slots=True)
class ShellChange:
    """A change of every page, and edits of one page that were made meanwhile (seconds)."""

    delays: list[float]
    meanwhile_delays: list[float] = field(default_factory=list)
    meanwhile_saving: list[float] = field(default_factory=list)


class Session:
    """Edits one after another, and looks at what becomes of the files."""

    def __init__(
        self,
        data: Path,
        diary: Diary,
        editor: subprocess.Popen[str],
        findings: Findings,
        chance: random.Random,
    ) -> None:
        self._root = data / "published"
        self._diary, self._editor, self._findings = diary, editor, findings
        self._random = chance
        assert editor.stdout is not None
        self._kinds: list[str] = json.loads(editor.stdout.readline())
        findings.addresses = len(self._state())
        self._left: list[str] = []
        self.last_service = ""

    def edit_some(self, number: int) -> None:
        """A few edits that the memory publishes, then the sweep that has the last word."""
        first_commit, kinds = 0.0, []
        before = self._state()
        for _ in range(number):
            kind, committed = self._edit()
            first_commit = first_commit or committed
            after = self._after_prompt_run(committed)
            self._findings.edits.append(
                Edit(kind, self._delays(before, after, committed))
            )
            before = after
            kinds.append(kind)
        self._wait_for_sweep(committed)
        settled = self._state()
        late = self._delays(before, settled, first_commit)
        if not late:
            return
        if number == 1:
            self._findings.edits[-1].delays += late
            self._findings.edits[-1].missed = len(late)
        else:
            kind = " / ".join(dict.fromkeys(kinds))
            self._findings.edits.append(Edit(kind, late, missed=len(late)))

    def follow_one(self, kind: str, *, meanwhile: str, every: float) -> ShellChange:
        """Make one change, then others at intervals until the publisher has it all."""
        before = self._state()
        committed = self.make(kind)
        change = ShellChange([])
        last = committed
        while not self._has_settled_since(committed):
            if time.time() < last + every:
                time.sleep(POLL)
                continue
            asked = time.time()
            last = self.make(meanwhile)
            change.meanwhile_saving.append(last - asked)
            seconds = self._until_written(self._root / self.last_service, last)
            change.meanwhile_delays.append(seconds)
        self._diary.wait_for("sweep", since=last, seconds=SECONDS_FOR_A_SWEEP)
        settled = self._state()
        change.delays = [
            max(0.0, settled[name][2] / 1e9 - committed)
            for name in _changed(before, settled)
            if name in settled
        ]
        return change

    def _until_written(self, path: Path, committed: float) -> float:
        """Seconds from the commit until the file was written again."""
        deadline = time.time() + LONGEST_PROMPT_RUN
        while time.time() < deadline:
            written = path.stat().st_ctime if path.exists() else 0.0
            if written >= committed:
                return written - committed
            time.sleep(POLL)
        raise TimeoutError(f"{path} isn't published")

    def _has_settled_since(self, moment: float) -> bool:
        self._diary.read()
        return not self._diary.under_way and any(
            run["run"] == "sweep" and run["started"] >= moment
            for run in self._diary.runs
        )

    def make(self, kind: str) -> float:
        """Make a change of this kind; when it was committed."""
        for _ in range(20):
            is_made, committed = self._ask(kind)
            if is_made:
                return committed
        raise RuntimeError(f"{kind}: can't be made")

    def _ask(self, kind: str) -> tuple[bool, float]:
        is_made, committed, self.last_service = ask_editor(
            self._editor, kind, self._random.randrange(2**32)
        )
        return is_made, committed

    def _edit(self) -> tuple[str, float]:
        """Make a change that can be made; its kind, and when it was committed."""
        for _ in range(500):
            if not self._left:
                self._left = self._random.sample(self._kinds, len(self._kinds))
            kind = self._left.pop()
            is_made, committed = self._ask(kind)
            if is_made:
                self._findings.made += 1
                return kind, committed
        raise RuntimeError("no change can be made")

    def _after_prompt_run(self, committed: float) -> State:
        """Wait until what began after the commit has ended; the files then."""
        deadline = time.time() + LONGEST_PROMPT_RUN
        busy_at = committed
        while time.time() < deadline:
            self._diary.read()
            if self._diary.under_way:
                busy_at = time.time()
            runs = [
                run
                for run in self._diary.runs
                if run["started"] >= committed and run["run"] == "publish_changes"
            ]
            if runs and not runs[-1]["is_overtaken"]:
                if any(run["is_for_a_sweep"] for run in runs):
                    # It has begun; a sweep that starts at once does the rest.
                    self._diary.wait_for(
                        "sweep", since=committed, seconds=SECONDS_FOR_A_SWEEP
                    )
                return self._state()
            # It may have begun just before the answer, or there is nothing to publish.
            # A run for an earlier part of the edit is followed by another at once.
            if time.time() > busy_at + SECONDS_TO_NOTICE:
                return self._state()
            time.sleep(POLL)
        raise TimeoutError("the publisher doesn't follow")

    def _wait_for_sweep(self, committed: float) -> None:
        """Until a sweep that began after the commit has ended, if there is any to come.

        What somebody does slowly may be published before they say that it is done.
        """
        deadline = time.time() + SECONDS_FOR_A_SWEEP
        busy_at = committed
        while time.time() < deadline:
            self._diary.read()
            if any(
                run["started"] >= committed and run["run"] == "sweep"
                for run in reversed(self._diary.runs)
            ):
                return
            if self._diary.under_way:
                busy_at = time.time()
            if time.time() > busy_at + SECONDS_TO_BE_QUIET:
                return
            time.sleep(POLL)
        raise TimeoutError("the publisher doesn't sweep")

    def _delays(self, before: State, after: State, committed: float) -> list[float]:
        gone_at = max(
            (run["removed_at"] or run["ended"] for run in self._diary.runs[-1:]),
            default=committed,
        )
        return [
            max(0.0, (after[name][2] / 1e9 if name in after else gone_at) - committed)
            for name in _changed(before, after)
        ]

    def _state(self) -> State:
        found: State = {}
        pending = [str(self._root)]
        while pending:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    elif not entry.name.endswith((".gz", ".br")):
                        about = entry.stat(follow_symlinks=False)
                        found[entry.path] = (
                            about.st_ino,
                            about.st_mtime_ns,
                            about.st_ctime_ns,
                        )
        found.pop(str(self._root / "manifest.json"), None)
        return found


def ask_editor(
    editor: subprocess.Popen[str], kind: str, seed: int
) -> tuple[bool, float, str]:
    """Whether ``bench.editor`` could make a change, when, and its last service's file.

    Raises:
        RuntimeError: the change failed.
    """
    assert editor.stdin is not None
    assert editor.stdout is not None
    editor.stdin.write(json.dumps([kind, seed]) + "\n")
    editor.stdin.flush()
    is_made, committed, last_service = json.loads(editor.stdout.readline())
    if isinstance(is_made, str):
        raise RuntimeError(f"{kind}: {is_made}")
    return bool(is_made), float(committed), str(last_service)


def _changed(before: State, after: State) -> set[str]:
    return {
        name
        for name in before.keys() | after.keys()
        if before.get(name, ())[:2] != after.get(name, ())[:2]
    }


def _share(values: list[float], limit: float) -> float:
    return sum(one <= limit for one in values) / max(1, len(values))


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0
