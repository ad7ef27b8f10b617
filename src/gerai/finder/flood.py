"""How fast one address may search; pages and the API count together."""

from __future__ import annotations

from gerai.guard.flood import Limiter

BURST = 40
PER_SECOND = 4.0

limiter = Limiter(burst=BURST, per_second=PER_SECOND, name="search")
