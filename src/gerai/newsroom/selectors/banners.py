"""Which banners there are."""

from __future__ import annotations

from datetime import datetime

from gerai.newsroom.choices import BANNER_RANK
from gerai.newsroom.models import Banner
from gerai.newsroom.policies import day_start, not_over_today
from gerai.newsroom.spans import has_ended, is_current
from gerai.publishing.reading import once_per_snapshot


def banners_to_come(at: datetime) -> list[Banner]:
    """Banners that are or will be shown, in the order in which they stand on a page.

    "Closed" before warnings before information, then the newest first.
    """
    due = [
        row for row in _banners_since(day_start(at)) if not has_ended(row.ends_at, at)
    ]
    return sorted(due, key=lambda banner: BANNER_RANK[banner.kind])


@once_per_snapshot
def _banners_since(day: datetime) -> list[Banner]:
    """Banners that are not over when the day begins, the newest first."""
    rows = Banner.objects.filter(not_over_today(day))
    return list(
        rows.select_related("agency", "link_page").order_by("-starts_at", "-pk")
    )


def is_shown(banner: Banner, at: datetime) -> bool:
    """Whether a banner counts at ``at``."""
    return is_current(banner.starts_at, banner.ends_at, at)
