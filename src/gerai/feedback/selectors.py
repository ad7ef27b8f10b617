"""Reads of readers' answers; public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from wagtail.models import Page

from gerai.directory.models import AgencyPage
from gerai.feedback.live_views import live_view
from gerai.feedback.models import PageAnswer

_OPEN = Q(handled_on__isnull=True)
_UNHAPPY = Q(is_helpful=False)
_SAID = ~Q(text="")


@dataclass(frozen=True, slots=True)
class Heard:
    """What readers said of one page, or of a live screen.

    Attributes:
        unclear: open answers “no”.
        sentences: open answers with a sentence, whichever answer it was.
    """

    page_id: int
    view: str
    helpful: int
    unhelpful: int
    unclear: int
    sentences: int

    @property
    def view_title(self) -> str:
        """What staff call the live screen; "" for a page."""
        found = live_view(self.view)
        return str(found.title) if found is not None else ""

    @property
    def is_open(self) -> bool:
        return bool(self.unclear or self.sentences)


def heard(
    pages: QuerySet[Page] | None,
    *,
    since: date,
    language: str = "",
    only_open: bool = False,
) -> list[Heard]:
    """Answers per page since a day, what is open first; one query.

    Args:
        pages: only these; None for all of them.
        language: only answers of readers of this language.
    """
    rows = PageAnswer.objects.filter(received_on__gte=since)
    if pages is not None:
        rows = rows.filter(page_id__in=pages.values("pk"))
    if language:
        rows = rows.filter(language=language)
    counted = (
        rows.order_by()
        .values("page_id", "view")
        .annotate(
            helpful=Count("pk", filter=Q(is_helpful=True)),
            unhelpful=Count("pk", filter=_UNHAPPY),
            unclear=Count("pk", filter=_UNHAPPY & _OPEN),
            sentences=Count("pk", filter=_SAID & _OPEN),
        )
        .order_by("-unclear", "-sentences", "-unhelpful", "-helpful", "page_id", "view")
    )
    found = [Heard(**row) for row in counted]
    return [one for one in found if one.is_open or not only_open]


def answers_about(page: Page, *, since: date) -> QuerySet[PageAnswer]:
    """The answers about a page that staff can do something with: the newest first."""
    return (
        PageAnswer.objects.filter(page_id=page.pk, received_on__gte=since)
        .filter(_UNHAPPY | _SAID)
        .select_related("handled_by")
        .order_by("-pk")
    )


def agency_names(pages: Iterable[Page]) -> dict[int, str]:
    """Short names of the agencies that pages belong to, by page; one query."""
    given = list(pages)
    paths = {page.path[:end] for page in given for end in _ends(page)}
    names = dict(
        AgencyPage.objects.filter(path__in=paths).values_list("path", "short_name")
    )
    return {
        page.pk: next(
            (names[page.path[:end]] for end in _ends(page) if page.path[:end] in names),
            "",
        )
        for page in given
    }


def first_day(today: date, days: int) -> date:
    """The first of the last ``days`` days."""
    return today - timedelta(days=days - 1)


def _ends(page: Any) -> range:
    return range(page.steplen, len(page.path) + 1, page.steplen)
