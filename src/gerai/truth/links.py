"""Links to other sites: which there are, and a polite visit now and then; public.

Off until somebody switches it on: not every office's server may reach other sites. How
one visit goes is in ``visiting``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from gerai.truth.models import ExternalLink
from gerai.truth.visiting import visit

EVERY = timedelta(days=7)
AGAIN_AFTER_FAILURE = timedelta(hours=12)
BROKEN_AFTER = timedelta(hours=24)
"""One failed visit proves little; two at least a day apart do."""

SECONDS_A_ROUND = 60.0
MOST_A_ROUND = 60
_SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """A link on a page.

    Attributes:
        page_id: None for what belongs to no page, such as a regulation.
        subject: where it stands, as staff call it.
    """

    url: str
    page_id: int | None
    subject: str


Source = Callable[[], Iterable[LinkPlace]]
_sources: dict[str, Source] = {}


def register_links(name: str, source: Source) -> None:
    """Add a source of links (from ``apps.ready``)."""
    _sources[name] = source


def link_places() -> list[LinkPlace]:
    """Every link to another site that can be visited, with where it stands."""
    ours = urlsplit(settings.GERAI_BASE_URL).netloc
    return [
        place
        for source in _sources.values()
        for place in source()
        if _is_external(place.url, ours)
    ]


def visit_due_links(at: datetime | None = None) -> int:
    """Visit links that are due, one a site, for a minute at most; says how many."""
    now = at or timezone.now()
    settle_links({place.url for place in link_places()})
    due = ExternalLink.objects.filter(
        Q(checked_at=None)
        | Q(checked_at__lte=now - EVERY)
        | Q(failed_since__isnull=False, checked_at__lte=now - AGAIN_AFTER_FAILURE)
    )
    ends = time.monotonic() + SECONDS_A_ROUND
    count = 0
    for link in _one_a_site(due.order_by("checked_at", "pk")):
        if count >= MOST_A_ROUND or time.monotonic() > ends:
            break
        problem = visit(link.url)
        failed_since = (link.failed_since or now) if problem else None
        ExternalLink.objects.filter(pk=link.pk).update(
            checked_at=now, problem=problem, failed_since=failed_since
        )
        count += 1
    return count


def settle_links(urls: set[str]) -> None:
    """Make the table hold exactly these links."""
    known = set(ExternalLink.objects.values_list("url", flat=True))
    ExternalLink.objects.bulk_create(
        [ExternalLink(url=url) for url in sorted(urls - known)],
        ignore_conflicts=True,
        batch_size=500,
    )
    gone = sorted(known - urls)
    for start in range(0, len(gone), 500):
        ExternalLink.objects.filter(url__in=gone[start : start + 500]).delete()


def broken_links(at: datetime) -> dict[str, str]:
    """Links that failed for a day or longer, with what came back."""
    rows = ExternalLink.objects.filter(failed_since__lte=at - BROKEN_AFTER)
    return dict(rows.values_list("url", "problem"))


def _one_a_site(links: Iterable[ExternalLink]) -> Iterator[ExternalLink]:
    met: set[str] = set()
    for link in links:
        host = urlsplit(link.url).netloc
        if host not in met:
            met.add(host)
            yield link


def _is_external(url: str, ours: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        parts.scheme in _SCHEMES
        and bool(parts.netloc)
        and parts.netloc != ours
        and len(url) <= 1000
    )
