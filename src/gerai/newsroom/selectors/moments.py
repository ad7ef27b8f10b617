"""When time alone changes what the newsroom shows."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min
from wagtail.models import Page, Revision

from gerai.newsroom.models import Banner, EventPage, NoticePage
from gerai.newsroom.selectors.lists import end_of
from gerai.place.selectors import mall_timezone


def next_moment(after: datetime) -> datetime | None:
    """The next start or end of a notice, event, banner or schedule after ``after``."""
    zone = mall_timezone()
    found: list[datetime | None] = []
    for rows in (NoticePage.objects.live(), Banner.objects.all()):
        found += [
            _first(rows.filter(**{f"{field}__gt": after}), field)
            for field in ("starts_at", "ends_at")
        ]
    found += [
        moment
        for event in EventPage.objects.live().filter(locale__language_code="id")
        for moment in (event.starts_at, end_of(event, zone))
        if moment > after
    ]
    due = Revision.objects.filter(approved_go_live_at__gt=after)
    found.append(_first(due, "approved_go_live_at"))
    ending = Page.objects.filter(live=True, expire_at__gt=after)
    found.append(_first(ending, "expire_at"))
    return min((moment for moment in found if moment is not None), default=None)


def _first(rows: object, field: str) -> datetime | None:
    moment: datetime | None = rows.aggregate(first=Min(field))["first"]  # type: ignore[attr-defined]
    return moment
