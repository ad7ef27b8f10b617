"""Keeps one address from asking too fast: a bucket of tokens each; public.

In memory only: of the process, or of Valkey where several processes share one. There an
address stands as a keyed digest, and is gone as soon as its bucket is full again.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from gerai.guard import valkey

# The moment at which the bucket will be full again says all there is to know of it. The
# server's clock counts, so that machines needn't agree on the time.
_TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + interval
local wait = full_at - interval * burst - now
if wait > 0 then return math.max(1, math.ceil(wait / 1000000)) end
local lasts = math.ceil((full_at - now) / 1000) + 1
redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', lasts)
return 0
"""
MOST_ADDRESSES = 20_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class Limiter:
    """Lets ``burst`` questions pass at once, and then ``per_second``.

    With a ``name`` all processes count together where there is a Valkey. Without one, and
    while it is away, each counts for itself, so several of them let so many times more
    through; that is still a bound.
    """

    def __init__(
        self,
        *,
        burst: int,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
        name: str = "",
    ) -> None:
        self._name = name
        self._burst, self._per_second, self._clock = float(burst), per_second, clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._buckets)

    def seconds_to_wait(self, address: str) -> int:
        """0 if the question may be answered; it is counted then."""
        if self._name and valkey.is_shared():
            found = valkey.presence.ask(lambda: self._ask_together(address), None)
            if found is not None:
                return found
        return self._ask_alone(address)

    def _ask_together(self, address: str) -> int:
        digest = salted_hmac("gerai.flood", address).hexdigest()[:24]
        client = valkey.client(settings.VALKEY_URL)
        interval = round(1_000_000 / self._per_second)
        key = f"gerai:flood:{self._name}:{digest}"
        return int(client.eval(_TAKE, 1, key, interval, int(self._burst)))

    def _ask_alone(self, address: str) -> int:
        now = self._clock()
        with self._lock:
            bucket = self._buckets.pop(address, None) or _Bucket(self._burst, now)
            gained = (now - bucket.filled_at) * self._per_second
            bucket.tokens = min(self._burst, bucket.tokens + gained)
            bucket.filled_at = now
            self._buckets[address] = bucket
            if len(self._buckets) > MOST_ADDRESSES:
                self._buckets.popitem(last=False)
            if bucket.tokens >= 1:
                bucket.tokens -= 1
                return 0
            return max(1, ceil((1 - bucket.tokens) / self._per_second))


def address_of(request: HttpRequest) -> str:
    """The address that asks: the connection's, or what our own proxy saw.

    A proxy is on this machine or in its network; from elsewhere ``X-Forwarded-For`` is
    anybody's invention. Its last entry is the proxy's own.
    """
    connection = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2]
    return (_is_near(connection) and forwarded.strip()) or connection


def network_of(request: HttpRequest) -> str:
    """Whom to count an address as: of IPv6 one customer has a whole network (/64)."""
    address = address_of(request)
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ip_network(f"{address}/64", strict=False))


def is_this_machine(host: str) -> bool:
    """Whether a host or an address is the machine itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _is_near(address: str) -> bool:
    try:
        return not address or ip_address(address).is_private
    except ValueError:
        return True  # a socket, not an address
