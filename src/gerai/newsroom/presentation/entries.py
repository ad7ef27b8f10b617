"""Items as lines of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from gerai.newsroom.choices import InformationClass, Urgency
from gerai.newsroom.findable import plain_text
from gerai.newsroom.models import (
    AlbumPage,
    DocumentPage,
    EventPage,
    NewsPage,
    NoticePage,
)
from gerai.newsroom.policies import shown_agency
from gerai.newsroom.presentation.pictures import ShownPicture, shown_tile
from gerai.newsroom.presentation.times import day_words, event_words, moment_words
from gerai.newsroom.selectors.localized import reader_language
from gerai.theme.addresses import localized_url

TEASER_CHARACTERS = 180


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list.

    Attributes:
        language: code of the item's language, if it isn't the reader's.
        plate_day, plate_month: of an event, drawn like a leaf of a calendar.
    """

    title: str
    url: str
    text: str
    meta: tuple[str, ...] = ()
    badge: str = ""
    badge_kind: str = "plain"
    language: str = ""
    picture: ShownPicture | None = None
    plate_day: str = ""
    plate_month: str = ""


def entry_of(page: Any, at: datetime) -> Entry:
    """An item of any kind as a line of a list."""
    badge, badge_kind = _badge(page)
    day, month = _plate(page, at)
    pictures = _pictures(page)
    return Entry(
        title=page.title,
        url=localized_url(page, reader_language()),
        text=teaser(page),
        meta=tuple(line for line in _meta(page, at) if line),
        badge=badge,
        badge_kind=badge_kind,
        language=other_language(page),
        picture=shown_tile(pictures[0]) if pictures else None,
        plate_day=day,
        plate_month=month,
    )


def other_language(page: Any) -> str:
    """The language of a page that the reader didn't ask for; else nothing."""
    written = str(page.locale.language_code)
    return written if written != reader_language() else ""


def teaser(page: Any) -> str:
    """The summary, else how the text begins."""
    if page.summary:
        return str(page.summary)
    return str(Truncator(plain_text(page.body)).chars(TEASER_CHARACTERS))


def agency_name(page: Any) -> str:
    """Short name of the agency that the page belongs to, if visitors may see it."""
    agency = shown_agency(page)
    return str(agency.short_name) if agency else ""


def file_words(document: Any) -> str:
    """``PDF, 120 KB``"""
    name = document.file_extension.upper()
    size = filesizeformat(document.file_size or 0) if document.file_size else ""
    return ", ".join(part for part in (name, size) if part)


def _pictures(page: Any) -> list[Any]:
    return list(page.pictures.all())[:1] if hasattr(page, "pictures") else []


def _badge(page: Any) -> tuple[str, str]:
    if isinstance(page, NoticePage) and page.urgency == Urgency.URGENT:
        return _("Urgent"), "warm"
    if isinstance(page, NoticePage) and page.urgency == Urgency.IMPORTANT:
        return _("Important"), "plain"
    if isinstance(page, DocumentPage):
        return str(page.get_kind_display()), "plain"
    if isinstance(page, NewsPage) and page.topic:
        return str(page.topic), "plain"
    return "", "plain"


def _plate(page: Any, at: datetime) -> tuple[str, str]:
    if not isinstance(page, EventPage):
        return "", ""
    starts = page.starts_at.astimezone(at.tzinfo)
    return str(starts.day), formats.date_format(starts, "M")


def _meta(page: Any, at: datetime) -> list[str]:
    if isinstance(page, NewsPage):
        dated = day_words(page.published_on) if page.published_on else _("no date")
        return [dated, page.source_name or agency_name(page)]
    if isinstance(page, NoticePage):
        until = (
            _("until %(moment)s") % {"moment": moment_words(page.ends_at, at)}
            if page.ends_at
            else ""
        )
        return [until, agency_name(page)]
    if isinstance(page, EventPage):
        return [event_words(page, at), page.place]
    if isinstance(page, AlbumPage):
        return [day_words(page.taken_on) if page.taken_on else ""]
    if isinstance(page, DocumentPage):
        return _document_meta(page)
    return []


def _document_meta(page: DocumentPage) -> list[str]:
    versions = list(page.versions.all())
    is_exempt = page.information_class == InformationClass.EXEMPT
    newest = file_words(versions[0].document) if versions and not is_exempt else ""
    return [
        newest or (_("no file") if not is_exempt else _("not handed out")),
        str(page.year or ""),
        agency_name(page),
    ]
