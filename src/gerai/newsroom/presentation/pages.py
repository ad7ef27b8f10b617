"""What the templates of items, and the parts on other rooms' pages, show."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gerai.newsroom.choices import InformationClass
from gerai.newsroom.models import (
    AlbumPage,
    DocumentPage,
    EventPage,
    NewsPage,
    NoticePage,
)
from gerai.newsroom.policies import mall_now, shown_agency
from gerai.newsroom.presentation.entries import entry_of, file_words
from gerai.newsroom.presentation.pictures import shown_pictures
from gerai.newsroom.presentation.times import (
    day_words,
    event_words,
    moment_words,
)
from gerai.newsroom.selectors.lists import (
    coming_events,
    current_notices,
    end_of,
    newest_news,
)
from gerai.newsroom.selectors.localized import reader_language
from gerai.newsroom.selectors.questions import general_questions, questions_about
from gerai.newsroom.spans import has_ended
from gerai.publishing.prepared import with_related
from gerai.theme.addresses import localized_path, localized_url
from gerai.theme.parts import FormFile, Link

HOME_NOTICES = 4
HOME_EVENTS = 3
HOME_NEWS = 3


def news_context(page: NewsPage) -> dict[str, Any]:
    """Date, pictures, source and topic of a piece of news."""
    with_related(page, "topic")
    index = localized_url(page.pages_above[-1], reader_language())
    return {
        "dated": day_words(page.published_on) if page.published_on else "",
        "pictures": shown_pictures(page),
        "agency_link": _agency_link(page),
        "topic_link": Link(str(page.topic), f"{index}topik/{page.topic.slug}/")
        if page.topic
        else None,
    }


def notice_context(page: NoticePage) -> dict[str, Any]:
    """From when until when a notice counts."""
    at = mall_now()
    return {
        "starts": moment_words(page.starts_at, at),
        "ends": moment_words(page.ends_at, at) if page.ends_at else "",
        "agency_link": _agency_link(page),
    }


def event_context(page: EventPage) -> dict[str, Any]:
    """When and where, and whether it is over."""
    at = mall_now()
    return {
        "when": event_words(page, at),
        "is_over": has_ended(end_of(page, at.tzinfo), at),
        "ics_url": localized_path(event_file_path(page.slug), reader_language()),
        "agency_link": _agency_link(page),
    }


def event_file_path(slug: str) -> str:
    """Where an event can be had for a calendar; in Indonesian."""
    return reverse("newsroom:event_file", args=(slug,))


def document_context(page: DocumentPage) -> dict[str, Any]:
    """The newest file and the older ones."""
    rows = list(page.versions.select_related("document"))
    is_exempt = page.information_class == InformationClass.EXEMPT
    versions = [
        {
            "file": FormFile(
                url=row.document.url,
                label=page.title,
                type=row.document.file_extension.upper(),
                size=file_words(row.document).partition(", ")[2],
            ),
            "issued": day_words(row.issued_on) if row.issued_on else "",
            "note": row.note,
        }
        for row in rows
    ]
    return {
        "is_exempt": is_exempt,
        "newest": versions[0] if versions and not is_exempt else None,
        "older": versions[1:] if not is_exempt else [],
        "download_url": f"{localized_url(page, 'id')}unduh/",
        "agency_link": _agency_link(page),
    }


def album_context(page: AlbumPage) -> dict[str, Any]:
    """The pictures of an album."""
    return {
        "dated": day_words(page.taken_on) if page.taken_on else "",
        "pictures": shown_pictures(page),
        "agency_link": _agency_link(page),
    }


def questions_context() -> dict[str, Any]:
    """The general questions."""
    return {"questions": general_questions()}


# Parts on the pages of other rooms; None means nothing to show.


def home_notices(page: Any) -> dict[str, Any] | None:
    """Current notices for the top of the home page."""
    at = mall_now()
    found = current_notices(at, limit=HOME_NOTICES)
    return {"notices": [entry_of(one, at) for one in found]} if found else None


def home_part(page: Any) -> dict[str, Any] | None:
    """Next events and newest news; no empty boxes."""
    at = mall_now()
    events = [entry_of(one, at) for one in coming_events(at, limit=HOME_EVENTS)]
    news = [entry_of(one, at) for one in newest_news(limit=HOME_NEWS)]
    return {"events": events, "news": news} if events or news else None


def agency_part(page: Any) -> dict[str, Any] | None:
    """Current notices of an agency."""
    at = mall_now()
    found = current_notices(at, agency_key=page.translation_key)
    return {"notices": [entry_of(one, at) for one in found]} if found else None


def service_part(page: Any) -> dict[str, Any] | None:
    """Frequent questions about a service."""
    found = questions_about(page)
    return {"questions": found} if found else None


def _agency_link(page: Any) -> Link | None:
    agency = shown_agency(with_related(page, "agency"))
    if agency is None:
        return None
    return Link(agency.title, localized_url(agency, reader_language()))
