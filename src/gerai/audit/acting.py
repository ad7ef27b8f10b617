"""Who is at work in this thread of control: a person, a command or a chore.

Kept in context variables, so it follows a request through threads and tasks. What runs
in no such context is the program itself, under the name that :func:`name_program` gave.
"""

from __future__ import annotations

import getpass
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(slots=True)
class Acting:
    """One click, one run of a command, or one round of a chore.

    Attributes:
        kind: ``request``, ``command`` or ``chore``.
        name: of the command or chore.
        request: what was asked; its user is read when something is written.
        click: ties together what one act wrote in several transactions.
    """

    kind: str
    name: str = ""
    request: HttpRequest | None = None
    click: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def person(self) -> Any | None:
        """Who is signed in; None for readers, commands and chores."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None


_acting: ContextVar[Acting | None] = ContextVar("gerai_acting", default=None)
_in_bulk: ContextVar[bool] = ContextVar("gerai_audit_in_bulk", default=False)
_program: list[Acting] = []
_paused: list[bool] = [False]


def name_program(command: str) -> None:
    """Say which ``gerai`` command this process runs."""
    _program[:] = [Acting("command", command)]


def current_acting() -> Acting | None:
    """Who is at work; None where nothing is recorded."""
    if _paused[0]:
        return None
    acting = _acting.get()
    if acting is not None:
        return acting
    if not settings.AUDIT_UNATTENDED:
        return None
    if not _program:
        name_program("")
    return _program[0]


@contextmanager
def acting(
    kind: str, name: str = "", request: HttpRequest | None = None
) -> Iterator[Acting]:
    """What is written inside was done by this command, chore or request."""
    one = Acting(kind, name, request)
    token = _acting.set(one)
    try:
        yield one
    finally:
        _acting.reset(token)


@contextmanager
def in_bulk() -> Iterator[None]:
    """Record a digest of each row inside instead of its values before and after.

    For loading a content pack: thousands of rows whose source is a file that is kept.
    """
    token = _in_bulk.set(True)
    try:
        yield
    finally:
        _in_bulk.reset(token)


def is_in_bulk() -> bool:
    """Whether rows are recorded by digest."""
    return _in_bulk.get()


def pause() -> None:
    """Record nothing in this process: its tables are about to be made or changed."""
    _paused[0] = True


def resume() -> None:
    """End of :func:`pause`."""
    _paused[0] = False


@contextmanager
def unrecorded() -> Iterator[None]:
    """Nothing inside is recorded; for what empties or makes the tables themselves."""
    before = _paused[0]
    _paused[0] = True
    try:
        yield
    finally:
        _paused[0] = before


def account_of_the_machine() -> str:
    """Under which account of the server a command runs, and who became it."""
    behind = os.environ.get("SUDO_USER", "")
    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        account = str(os.getuid())
    return f"{behind} → {account}" if behind and behind != account else account
