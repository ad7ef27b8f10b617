"""What of the newsroom needs care; registered with the truth watch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gerai.newsroom.models import (
    AlbumPage,
    DocumentPage,
    EventPage,
    NewsPage,
    NoticePage,
)
from gerai.newsroom.models.shared import AlbumPicture, NewsPicture
from gerai.place.selectors import mall_timezone
from gerai.truth.checks import (
    Check,
    Found,
    Harm,
    Values,
    always,
    register_check,
)
from gerai.truth.cures import edit_page
from gerai.truth.hard_texts import hardness, say_hard
from gerai.truth.looking import Look

SOON = timedelta(days=3)
OLD_NOTICE = timedelta(days=90)
SHORTEST_TEXT = 40
"""Characters; less says nothing of what a file holds."""


def register_checks() -> None:
    """Declare the checks (from ``apps.ready``)."""
    for check in (
        Check(
            "newsroom.ending",
            gettext_lazy("Ends soon"),
            Harm.WAITING,
            _ending,
            _say_ending,
            edit_page(gettext_lazy("Look at the end")),
        ),
        Check(
            "newsroom.endless",
            gettext_lazy("Old notice without an end"),
            Harm.MISLEADING,
            _endless,
            lambda values: (
                _("Shown since %(day)s, and nothing takes it down. Is it still true?")
                % {"day": _day(values["since"])}
            ),
            edit_page(gettext_lazy("Give it an end")),
        ),
        Check(
            "newsroom.file_only",
            gettext_lazy("Document without words"),
            Harm.MISSING,
            _file_only,
            always(
                gettext_lazy(
                    "Who can't open or read the file learns nothing. Write in a few "
                    "sentences what it says."
                )
            ),
            edit_page(gettext_lazy("Describe the file")),
        ),
        Check(
            "newsroom.alt_text",
            gettext_lazy("Pictures without words"),
            Harm.MISSING,
            _pictures,
            lambda values: (
                _(
                    "%(count)d pictures don't say what they show. People who can't see "
                    "them miss it."
                )
                % values
            ),
            edit_page(gettext_lazy("Describe the pictures")),
        ),
        Check(
            "newsroom.hard",
            gettext_lazy("News hard to read"),
            Harm.UNCLEAR,
            _hard,
            say_hard,
            edit_page(gettext_lazy("Say it more simply")),
        ),
    ):
        register_check(check)


def _records(look: Look, model: Any) -> Any:
    rows = model.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
    return look.within(rows).order_by("path")


def _ending(look: Look) -> Iterator[Found]:
    soon = look.at + SOON
    for model in (NoticePage, EventPage):
        rows = _records(look, model).filter(ends_at__gt=look.at, ends_at__lte=soon)
        for pk, title, ends_at in rows.values_list("pk", "title", "ends_at"):
            values = {"ends": ends_at.isoformat(), "is_event": model is EventPage}
            yield Found(pk, title, values)
    for model in (NewsPage, AlbumPage, DocumentPage, NoticePage, EventPage):
        rows = _records(look, model).filter(expire_at__gt=look.at, expire_at__lte=soon)
        for pk, title, ends_at in rows.values_list("pk", "title", "expire_at"):
            yield Found(pk, title, {"ends": ends_at.isoformat(), "is_event": False})


def _say_ending(values: Values) -> str:
    end = parse_datetime(values["ends"])
    day = _moment(end) if end else ""
    if values["is_event"]:
        return _("It is over on %(day)s and then moves to the archive.") % {"day": day}
    return _(
        "It leaves the site on %(day)s. If it still counts then, move its end."
    ) % {"day": day}


def _endless(look: Look) -> Iterator[Found]:
    rows = _records(look, NoticePage).filter(
        ends_at=None, starts_at__lte=look.at - OLD_NOTICE
    )
    for pk, title, starts_at in rows.values_list("pk", "title", "starts_at"):
        yield Found(pk, title, {"since": starts_at.isoformat()})


def _file_only(look: Look) -> Iterator[Found]:
    rows = _records(look, DocumentPage)
    for pk, title, summary, body in rows.values_list("pk", "title", "summary", "body"):
        if len(strip_tags(f"{summary} {body}").strip()) < SHORTEST_TEXT:
            yield Found(pk, title)


def _pictures(look: Look) -> Iterator[Found]:
    for model, picture in ((NewsPage, NewsPicture), (AlbumPage, AlbumPicture)):
        bare = picture.objects.filter(
            page=OuterRef("pk"), alt_text="", is_decorative=False
        )
        rows = _records(look, model).filter(Exists(bare))
        counted = picture.objects.filter(
            page__in=rows.values("pk"), alt_text="", is_decorative=False
        ).values_list("page_id", flat=True)
        counts: dict[int, int] = {}
        for key in counted:
            counts[key] = counts.get(key, 0) + 1
        for pk, title in rows.values_list("pk", "title"):
            yield Found(pk, title, {"count": counts[pk]}, counts[pk])


def _hard(look: Look) -> Iterator[Found]:
    # What is over or long past is read by few; it is left as it was.
    recent = look.at - timedelta(days=365)
    for model in (NewsPage, NoticePage, EventPage):
        rows = _records(look, model).filter(last_published_at__gte=recent)
        for pk, title, summary, body in rows.values_list(
            "pk", "title", "summary", "body"
        ):
            text = body.replace("</p>", ".\n").replace("</li>", ".\n")
            if found := hardness([summary, strip_tags(text)]):
                yield Found(pk, title, found[0], found[1])


def _day(text: str) -> str:
    moment = parse_datetime(text)
    return date_format(moment.astimezone(mall_timezone()), "j F Y") if moment else ""


def _moment(at: datetime) -> str:
    return date_format(at.astimezone(mall_timezone()), "j F Y, H.i")
