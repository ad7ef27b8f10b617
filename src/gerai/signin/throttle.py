"""Slows down who guesses passwords, and locks out nobody who knows theirs.

Wrong passwords are counted four ways. Who only knows an address can use up the counts
of their own connection, and after many hours of work that of the account; a device on
which the owner signed in before has a count of its own, so the owner comes in from
there, and a passkey or a new password by mail works from anywhere.

Counts live in the shared cache, so several processes count together. Where the cache
doesn't answer, each process counts for itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from gerai.guard.flood import network_of
from gerai.signin.devices import is_known_to

log = structlog.get_logger(__name__)
_SALT = "gerai.signin.throttle"
_own = LocMemCache("gerai-signin", {"MAX_ENTRIES": 20_000})


@dataclass(frozen=True, slots=True)
class Bound:
    """At most ``amount`` within ``seconds``; begins anew with each span of the clock."""

    name: str
    amount: int
    seconds: int


KNOWN_DEVICE = Bound("device", 10, 15 * 60)
ACCOUNT_FROM_ADDRESS = Bound("pair", 5, 15 * 60)
ADDRESS = Bound("address", 30, 15 * 60)
ACCOUNT = Bound("account", 100, 6 * 3600)


def _shared_or_own(act: Callable[[object], int]) -> int:
    try:
        return act(cache)
    except Exception as problem:  # noqa: BLE001  # each back end has its own errors
        log.warning("counting sign-ins alone", problem=type(problem).__name__)
        return act(_own)


def _key(bound: Bound, whose: str) -> str:
    span = int(time.time() // bound.seconds)
    digest = salted_hmac(_SALT, whose, algorithm="sha256").hexdigest()[:24]
    return f"signin:{bound.name}:{span}:{digest}"


def _add(bound: Bound, whose: str, amount: int) -> int:
    key = _key(bound, whose)

    def count(counts: object) -> int:
        counts.add(key, 0, bound.seconds)  # type: ignore[attr-defined]
        return int(counts.incr(key, amount))  # type: ignore[attr-defined]

    return _shared_or_own(count)


@dataclass(slots=True)
class Attempt:
    """One password that somebody sends: counted at first, given back if it was right."""

    counted: tuple[tuple[Bound, str], ...]
    exceeded: Bound | None = None

    def give_back(self) -> None:
        """It was right: it doesn't count as a guess."""
        for bound, whose in self.counted:
            _add(bound, whose, -1)


def begin_attempt(request: HttpRequest, login: str) -> Attempt:
    """Count an attempt; ``exceeded`` says which bound it goes beyond.

    Args:
        login: the name or address that was typed.
    """
    name = login.strip().casefold()
    device = is_known_to(request, name)
    address = network_of(request)
    bounds: tuple[tuple[Bound, str], ...] = (
        ((KNOWN_DEVICE, f"{device}\0{name}"),)
        if device
        else (
            (ACCOUNT_FROM_ADDRESS, f"{address}\0{name}"),
            (ADDRESS, address),
            (ACCOUNT, name),
        )
    )
    attempt = Attempt(())
    for bound, whose in bounds:
        # A bound that is reached is not counted on, and the wider ones not at all:
        # who is stopped at their own connection can't use up those of others.
        if _add(bound, whose, 1) > bound.amount:
            _add(bound, whose, -1)
            attempt.exceeded = bound
            attempt.give_back()
            return attempt
        attempt.counted = (*attempt.counted, (bound, whose))
    return attempt
