"""The cache of several processes, without which everything still works."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

from gerai.guard.valkey import connection_options, presence

_SECONDS = 300
_NOTHING = object()


class CalmRedisCache(RedisCache):
    """While Valkey is away, each process remembers for itself.

    So nothing fails, codes can't be used twice and guesses are still counted. What a
    process remembered meanwhile is forgotten as soon as Valkey is back.
    """

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        options = {**connection_options(), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self._own: Any = LocMemCache(
            "gerai-without-valkey",
            {"TIMEOUT": _SECONDS, "OPTIONS": {"MAX_ENTRIES": 20_000}},
        )

    def _ask(self, what: str, *args: Any, **kwargs: Any) -> Any:
        usual = getattr(super(), what)
        found = presence.ask(lambda: usual(*args, **kwargs), _NOTHING)
        if found is _NOTHING:
            return getattr(self._own, what)(*args, **kwargs)
        if self._own._cache:
            self._own.clear()
        return found

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("incr", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete_many", *args, **kwargs)

    def clear(self) -> Any:
        return self._ask("clear")
