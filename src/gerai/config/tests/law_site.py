"""The example city on a database of its own, with a publisher here and a desk elsewhere.

Changes are made and fresh trees are rendered in another process, as in real life: what
this process remembers of the database gets no help from signals or from the caches of
whoever changes it.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import time_machine
from django.conf import settings
from django.db import connections

from gerai.config.tests.changes import make
from gerai.publishing.addresses import address_book
from gerai.publishing.build import build_id
from gerai.publishing.publisher import Publisher
from gerai.publishing.record import PublishedRecord
from gerai.publishing.report import Report
from gerai.publishing.services import published_record

SECONDS_TO_ANSWER = 120


@contextmanager
def database_in(path: Path) -> Iterator[None]:
    """Let ``connections["default"]`` of this thread be the SQLite file ``path``."""
    usual = connections["default"]
    values = deepcopy(usual.settings_dict)
    values["NAME"] = str(path)
    values["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;",
    }
    connections["default"] = type(usual)(values, alias="default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual


def copy_database(source: sqlite3.Connection, path: Path) -> None:
    """Write a consistent copy of an open SQLite database."""
    with sqlite3.connect(path) as target:
        source.backup(target)
    target.close()


class Desk:
    """A process of its own that changes the content, and renders it from nothing."""

    def __init__(self, database: Path) -> None:
        context = multiprocessing.get_context("fork")
        self._here, there = context.Pipe()
        self._process = context.Process(
            target=_work_at_desk, args=(there, self._here, database), daemon=True
        )
        self._process.start()
        there.close()

    def change(self, name: str, seed: int, now: datetime) -> bool:
        """Make a change; says whether it could be done."""
        self._ask("change", now, name, seed)
        return bool(self.answer())

    def begin_fresh_render(self, folder: Path, now: datetime) -> None:
        """Start to publish everything into an empty folder; ``answer`` waits for it."""
        self._ask("render", now, folder)

    def answer(self) -> Any:
        if not self._here.poll(SECONDS_TO_ANSWER):
            raise TimeoutError("the desk doesn't answer")
        kind, value = self._here.recv()
        if kind == "failed":
            raise AssertionError(f"at the desk:\n{value}")
        return value

    def close(self) -> None:
        self._here.close()
        self._process.join(timeout=20)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(timeout=10)

    def _ask(self, *request: Any) -> None:
        self._here.send(request)


def _work_at_desk(there: Connection, here: Connection, database: Path) -> None:
    here.close()  # else this process would keep its own pipe open for ever
    with database_in(database):
        while True:
            try:
                what, now, *arguments = there.recv()
            except EOFError:
                break
            try:
                with time_machine.travel(now, tick=False):
                    value = _do_at_desk(what, *arguments)
            except BaseException:  # noqa: BLE001 - told to the test, which fails
                there.send(("failed", traceback.format_exc()))
            else:
                there.send(("done", value))
    # Neither pytest's clean-up nor the parent's open files are ours.
    os._exit(0)


def _do_at_desk(what: str, *arguments: Any) -> Any:
    if what == "change":
        name, seed = arguments
        return make(name, seed)
    folder: Path = arguments[0]
    record = PublishedRecord(
        web_root=folder / "published", private=folder / "publisher", build=build_id()
    )
    report = Publisher(record, address_book).sweep()
    return report.failed


@dataclass(slots=True)
class PublishedSite:
    """The tree under test, with its publisher."""

    folder: Path
    publisher: Publisher

    @classmethod
    def open(cls, folder: Path) -> PublishedSite:
        """Whatever is published in ``folder``, with a publisher that remembers nothing."""
        settings.PUBLISHED_FOLDER = folder / "published"
        settings.PUBLISHER_FOLDER = folder / "publisher"
        return cls(folder, Publisher(published_record(), address_book))

    @property
    def web_root(self) -> Path:
        return self.folder / "published"

    def pages(self) -> dict[str, str]:
        """SHA-256 by name of all files that aren't compressed siblings."""
        return {
            name: hash_
            for name, hash_ in self.publisher.record.files.items()
            if not name.endswith((".gz", ".br"))
        }

    def sweep(self, now: datetime) -> Report:
        with time_machine.travel(now, tick=False):
            return self.publisher.sweep()

    def publish_changes(self, now: datetime) -> Report:
        with time_machine.travel(now, tick=False):
            return self.publisher.publish_changes()


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a published folder, but the manifest (each tree signs its own)."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).as_posix() != "manifest.json"
    }


def hashes_in_manifest(folder: Path) -> dict[str, str]:
    content = json.loads((folder / "manifest.json").read_bytes())
    files: dict[str, str] = content["files"]
    return files


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of each file and folder: what a sweep must not touch."""
    return {
        str(path): (path.lstat().st_ino, path.lstat().st_mtime_ns)
        for path in folder.rglob("*")
    }


def empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
