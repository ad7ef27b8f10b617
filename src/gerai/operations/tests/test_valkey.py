"""Several processes count together, and go on calmly when Valkey is gone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from gerai.guard import valkey
from gerai.guard.flood import Limiter
from gerai.guard.valkey import Presence
from gerai.operations.calm_redis import CalmRedisCache
from gerai.operations.tests.valkey_server import PROGRAM, ValkeyServer

pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason="no Valkey; Debian: apt-get install redis-server"
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    server = ValkeyServer(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(running: ValkeyServer, settings: Any, monkeypatch: Any) -> ValkeyServer:
    settings.VALKEY_URL = running.url
    monkeypatch.setattr(valkey, "presence", Presence())
    monkeypatch.setattr("gerai.operations.calm_redis.presence", valkey.presence)
    valkey.client(running.url).flushall()
    return running


def limiter(**values: Any) -> Limiter:
    return Limiter(**{"burst": 5, "per_second": 0.1, "name": "test", **values})


def passed(*limiters: Limiter, times: int = 20) -> int:
    asked = [limiters[number % len(limiters)] for number in range(times)]
    return sum(not one.seconds_to_wait("203.0.113.9") for one in asked)


def test_two_processes_count_together(server: ValkeyServer) -> None:
    assert passed(limiter(), limiter()) == 5
    assert limiter().seconds_to_wait("203.0.113.9") in range(1, 11)
    assert limiter().seconds_to_wait("198.51.100.7") == 0
    assert limiter(name="other").seconds_to_wait("203.0.113.9") == 0


def test_tokens_come_back_and_keys_go(server: ValkeyServer) -> None:
    quick = limiter(per_second=20)
    assert passed(quick) >= 5
    time.sleep(0.4)
    assert not valkey.client(server.url).keys("gerai:flood:*")
    assert quick.seconds_to_wait("203.0.113.9") == 0


def test_no_address_is_kept_there(server: ValkeyServer) -> None:
    limiter().seconds_to_wait("203.0.113.9")
    (key,) = valkey.client(server.url).keys("*")
    assert b"203" not in key.replace(b"gerai", b"").split(b":")[-1][:3]
    assert b"203.0.113.9" not in key


def test_without_a_name_or_a_server_each_counts_alone(
    server: ValkeyServer, settings: Any
) -> None:
    assert passed(limiter(name=""), limiter(name="")) == 10
    settings.VALKEY_URL = None
    assert passed(limiter(), limiter()) == 10


def test_losing_it_degrades_and_it_comes_back(
    server: ValkeyServer, monkeypatch: Any
) -> None:
    monkeypatch.setattr(valkey, "SECONDS_LEFT_ALONE", 0.3)
    cache = CalmRedisCache(server.url, {})
    cache.set("key", "value")
    assert cache.get("key") == "value"
    assert passed(limiter()) == 5

    server.stop()
    began = time.monotonic()
    assert passed(limiter(), times=200) == 5  # still bounded
    assert cache.get("key", "nothing") == "nothing"
    assert cache.get_many(["key"]) == {}
    # What must happen once, and what is counted, holds in this process.
    assert cache.add("code", 1)
    assert not CalmRedisCache(server.url, {}).add("code", 1)
    assert [cache.add("count", 0), cache.incr("count"), cache.incr("count")] == [
        True,
        1,
        2,
    ]
    with pytest.raises(ValueError, match="not found"):
        cache.incr("never-counted")
    assert time.monotonic() - began < 3
    assert valkey.presence.is_away

    server.start()
    time.sleep(0.4)
    assert passed(limiter(), limiter()) == 5
    assert not valkey.presence.is_away
    cache.set("key", "again")
    assert cache.get("key") == "again"
    assert cache.get("count") is None
    assert not cache._own.has_key("count")
