"""The one Valkey (or Redis) of an installation, and what to do without it.

Nothing that must not be lost lives there. When it doesn't answer it is left alone for a
few seconds, so that its absence costs one short wait, not one in every request.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")
SECONDS_TO_ANSWER = 0.5
SECONDS_LEFT_ALONE = 5.0


class Presence:
    """Whether Valkey answered lately."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._away_until = 0.0
        self._is_away = False
        self._lock = threading.Lock()

    @property
    def is_away(self) -> bool:
        """Whether it didn't answer the last time."""
        return self._is_away

    def ask(self, question: Callable[[], Answer], without: Answer) -> Answer:
        """The answer to ``question``, or ``without`` while Valkey is away."""
        from redis.exceptions import RedisError  # noqa: PLC0415 - only where it is used

        if self._clock() < self._away_until:
            return without
        try:
            answer = question()
        except (RedisError, OSError) as problem:
            self._lost(type(problem).__name__)
            return without
        if self._is_away:
            self._is_away = False
            log.info("Valkey is back")
        return answer

    def _lost(self, why: str) -> None:
        with self._lock:
            self._away_until = self._clock() + SECONDS_LEFT_ALONE
            if not self._is_away:
                self._is_away = True
                log.warning("Valkey doesn't answer; going on without it", problem=why)


presence = Presence()


def connection_options() -> dict[str, Any]:
    """Options of every connection: answer soon, or not at all."""
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    return {
        "socket_timeout": SECONDS_TO_ANSWER,
        "socket_connect_timeout": SECONDS_TO_ANSWER,
        # Once more at once: a connection may be left over from before a restart.
        "retry": Retry(NoBackoff(), 1),
    }


def is_shared() -> bool:
    """Whether this installation has a Valkey at all."""
    return bool(settings.VALKEY_URL)


@cache
def client(url: str) -> Any:
    """A client with its own pool of connections."""
    from redis import Redis  # noqa: PLC0415

    return Redis.from_url(url, **connection_options())
