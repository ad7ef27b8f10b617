"""The cache of several processes, without which everything still works."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.redis import RedisCache

from gerai.guard.valkey import connection_options, presence


class CalmRedisCache(RedisCache):
    """Remembers nothing while Valkey is away, instead of failing."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        options = {**connection_options(), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return presence.ask(
            lambda: super(CalmRedisCache, self).add(*args, **kwargs), True
        )

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return presence.ask(
            lambda: super(CalmRedisCache, self).get(key, default, version), default
        )

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return presence.ask(
            lambda: super(CalmRedisCache, self).set(*args, **kwargs), None
        )

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return presence.ask(
            lambda: super(CalmRedisCache, self).touch(*args, **kwargs), False
        )

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return presence.ask(
            lambda: super(CalmRedisCache, self).delete(*args, **kwargs), False
        )

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return presence.ask(
            lambda: super(CalmRedisCache, self).get_many(*args, **kwargs), {}
        )

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return presence.ask(
            lambda: super(CalmRedisCache, self).has_key(*args, **kwargs), False
        )

    def incr(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        found = presence.ask(
            lambda: super(CalmRedisCache, self).incr(key, *args, **kwargs), None
        )
        if found is None:
            raise ValueError(f"Key '{key}' not found.")
        return found

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        return presence.ask(
            lambda: super(CalmRedisCache, self).set_many(data, *args, **kwargs),
            list(data),
        )

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return presence.ask(
            lambda: super(CalmRedisCache, self).delete_many(*args, **kwargs), None
        )

    def clear(self) -> Any:
        def clear() -> bool:
            return bool(super(CalmRedisCache, self).clear())

        return presence.ask(clear, False)
