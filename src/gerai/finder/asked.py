"""What is asked, counted by day, so that staff see what people look for; public.

Nothing of who asks is kept. A question is first known by a keyed digest alone; its text
is written down when it has been asked ``NOBODYS_OWN`` times, or at once when every word
of it stands on the site or in the word lists. What looks like a number of a person, a
telephone or an address is never counted.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Max, Sum
from django.utils import timezone

from gerai.finder.current import current
from gerai.finder.documents import spelled
from gerai.finder.language.normalising import words_of
from gerai.finder.language.wordlists import word_lists
from gerai.finder.models import SearchCount
from gerai.finder.understanding import known
from gerai.rehearsal.current import current_rehearsal

DAYS_KEPT = 90
NOBODYS_OWN = 3
_LONGEST = 120
_FEWEST_DIGITS = 5
_SECONDS_BEFORE_WRITING = 15.0
_MOST_WAITING = 200
_PERSONAL = re.compile(rf"@|\d(?:[ .\-]?\d){{{_FEWEST_DIGITS - 1},}}")
_MOST_MARKED = 2_000


@dataclass(slots=True)
class _Waiting:
    """Counts that aren't in the database yet: ``(day, text) → (count, results)``."""

    counts: dict[tuple[date, str], tuple[int, int]]
    since: float
    recent: set[int]


_waiting = _Waiting({}, 0.0, set())
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the last days with how often it was asked."""

    text: str
    count: int
    results: int


def count_search(text: str, *, results: int, asker: str = "") -> None:
    """Count a question; repeated ones of the same asker count once.

    Args:
        asker: tells askers apart while this process runs; it isn't kept.
    """
    if current_rehearsal() is not None:
        return  # what somebody asks to practise is nobody's question
    normal = normalised(text)
    if not normal:
        return
    with _lock:
        mark = hash((asker, normal))
        if asker and mark in _waiting.recent:
            return
        if len(_waiting.recent) >= _MOST_MARKED:
            _waiting.recent.clear()
        _waiting.recent.add(mark)
        key = (timezone.localdate(), normal)
        count, _results = _waiting.counts.get(key, (0, 0))
        _waiting.counts[key] = (count + 1, results)
        now = time.monotonic()
        if len(_waiting.counts) == 1 and not count:
            _waiting.since = now
        is_due = (
            now - _waiting.since >= _SECONDS_BEFORE_WRITING
            or len(_waiting.counts) >= _MOST_WAITING
        )
    if is_due:
        write_down()


def write_down() -> None:
    """Put what waits into the database; it goes on waiting if that is busy."""
    with _lock:
        taken, _waiting.counts = _waiting.counts, {}
    if not taken:
        return
    try:
        with transaction.atomic():
            for (day, text), (count, results) in sorted(taken.items()):
                _add(day, text, count, results)
            SearchCount.objects.filter(day__lt=_first_day(DAYS_KEPT)).delete()
    except DatabaseError:
        with _lock:
            for key, (count, results) in taken.items():
                more, _results = _waiting.counts.get(key, (0, 0))
                if len(_waiting.counts) < _MOST_WAITING:
                    _waiting.counts[key] = (count + more, results)


def most_asked(*, days: int = 30, without_answer: bool = False) -> list[Asked]:
    """Questions whose text is known, the most frequent first.

    Args:
        without_answer: only those that found nothing when they were asked last.
    """
    rows = (
        SearchCount.objects.filter(day__gte=_first_day(days))
        .exclude(text="")
        .values("text")
        .annotate(total=Sum("count"), last=Max("day"))
        .order_by("-total", "text")
    )
    latest = {
        (row.text, row.day): row.results
        for row in SearchCount.objects.filter(day__gte=_first_day(days)).exclude(
            text=""
        )
    }
    found = [
        Asked(row["text"], row["total"], latest[row["text"], row["last"]])
        for row in rows
    ]
    return [one for one in found if not without_answer or not one.results]


def normalised(text: str) -> str:
    """The question in one spelling, or nothing if it shouldn't be counted."""
    if _PERSONAL.search(text):
        return ""
    stop = word_lists().stop
    words = spelled(words_of(text))
    meaning = [word for word in words if word not in stop] or words
    return " ".join(meaning)[:_LONGEST].strip()


def _add(day: date, text: str, count: int, results: int) -> None:
    digest = _digest(text)
    row, is_new = SearchCount.objects.get_or_create(
        day=day, digest=digest, defaults={"count": count, "results": results}
    )
    if not is_new:
        SearchCount.objects.filter(pk=row.pk).update(
            count=F("count") + count, results=results
        )
    same = SearchCount.objects.filter(digest=digest)
    total = same.aggregate(total=Sum("count"))["total"] or 0
    if total >= NOBODYS_OWN or _are_all_known(text.split()):
        same.filter(text="").update(text=text)


def _are_all_known(words: Iterable[str]) -> bool:
    lists = word_lists()
    index = current().index
    return all(
        word in lists.stop or word in lists.weak or known(word, index) is not None
        for word in words
    )


def _digest(text: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def _first_day(days: int) -> date:
    return timezone.localdate() - timedelta(days=days - 1)
