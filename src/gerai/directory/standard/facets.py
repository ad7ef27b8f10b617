"""What visitors filter services by, worked out from fees, times and the online link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gerai.directory.choices import WORKING_DAY_MINUTES
from gerai.directory.standard.values import Duration, Fee


@dataclass(frozen=True, slots=True)
class Facets:
    """Each is true only if it is known; what is unknown is never promised."""

    is_free: bool
    is_online: bool
    while_you_wait: bool


def facets_of(
    *, fees: Iterable[Fee], durations: Iterable[Duration], online_url: str
) -> Facets:
    """Free if every fee is; while you wait if every case is done within a working day.

    A time counts only in minutes or hours: "one working day" may mean tomorrow.
    """
    known_fees, known_durations = list(fees), list(durations)
    longest = [
        None if duration.length is None else duration.length.longest_minutes
        for duration in known_durations
    ]
    return Facets(
        is_free=bool(known_fees) and all(fee.is_free for fee in known_fees),
        is_online=bool(online_url),
        while_you_wait=bool(longest)
        and all(
            minutes is not None and minutes <= WORKING_DAY_MINUTES
            for minutes in longest
        ),
    )
