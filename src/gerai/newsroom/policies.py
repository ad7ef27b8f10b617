"""What visitors may see of the newsroom, and when; public."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Left, Length
from django.utils import timezone
from wagtail.models import Page

from gerai.directory.choices import VISIBLE_PRESENCES
from gerai.directory.models import AgencyPage
from gerai.directory.policies import public, visible_agencies
from gerai.newsroom.models import NoticePage
from gerai.newsroom.spans import is_current
from gerai.place.selectors import mall_timezone
from gerai.publishing.reading import once_per_snapshot

P = TypeVar("P", bound=Page)


@once_per_snapshot
def visible(model: type[P]) -> QuerySet[P]:
    """Published, public Indonesian pages whose list is published too.

    The clock plays no part: a query that mentions the present second can't be asked
    again by the publisher. Whoever lists notices looks at the clock afterwards.
    """
    parent = model.allowed_parent_page_models()[0]
    is_listed = parent.objects.live().filter(locale__language_code="id").exists()
    pages: QuerySet[P] = (
        public(model.objects.live())
        .filter(locale__language_code=settings.LANGUAGE_CODE)
        .select_related("locale", "agency")
    )
    if not is_listed:
        return pages.none()
    return _below_visible_agencies(pages) if model is NoticePage else pages


def _below_visible_agencies(notices: QuerySet[P]) -> QuerySet[P]:
    """Without those that stand below an agency which visitors may not see."""
    hidden = AgencyPage.objects.exclude(pk__in=visible_agencies().values("pk"))
    return notices.annotate(
        parent_path=Left("path", Length("path") - NoticePage.steplen)
    ).exclude(parent_path__in=hidden.values("path"))


def mall_now() -> datetime:
    """Now, in the zone of the mall; one query. What ``at`` stands for in this room."""
    return timezone.now().astimezone(mall_timezone())


def day_start(at: datetime) -> datetime:
    """Midnight before ``at``; the same all day long."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def not_over_today(at: datetime) -> Q:
    """A filter that leaves out what ended before today. It changes once a day only."""
    return Q(ends_at__isnull=True) | Q(ends_at__gt=day_start(at))


def is_out_of_time(page: Page, at: datetime) -> bool:
    """Whether a notice has not begun yet or is over: then it is not on the site."""
    if page.specific_class is not NoticePage:
        return False
    notice: Any = page.specific
    return not is_current(notice.starts_at, notice.ends_at, at)


def out_of_time_paths(at: datetime) -> set[str]:
    """``url_path`` of all published notices that are not on the site at ``at``."""
    tomorrow = day_start(at) + timedelta(days=1)
    rows = NoticePage.objects.live().filter(
        Q(starts_at__gt=day_start(at)) | Q(ends_at__lte=tomorrow)
    )
    return {
        url_path
        for url_path, starts_at, ends_at in rows.values_list(
            "url_path", "starts_at", "ends_at"
        )
        if not is_current(starts_at, ends_at, at)
    }


def shown_agency(page: Any) -> Any | None:
    """The agency that a page belongs to, if visitors may see that agency."""
    agency = page.agency
    if agency is None or not agency.live or agency.presence not in VISIBLE_PRESENCES:
        return None
    return agency
