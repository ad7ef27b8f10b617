"""News, events and questions as schema.org objects."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.rich_text import expand_db_html

from gerai.newsroom.models import EventPage, NewsPage
from gerai.newsroom.presentation.entries import teaser
from gerai.newsroom.presentation.pictures import shown_pictures
from gerai.newsroom.selectors.questions import general_questions
from gerai.place.selectors import current_mall, mall_timezone
from gerai.theme.addresses import localized_url

CONTEXT = "https://schema.org"


def news_article(page: NewsPage, request: HttpRequest) -> dict[str, Any]:
    """A ``NewsArticle``; of somebody else's news, with where it was told."""
    mall = current_mall()
    pictures = shown_pictures(page)
    data = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": page.title,
        "description": teaser(page),
        "datePublished": page.published_on.isoformat() if page.published_on else None,
        "inLanguage": page.content_language,
        "url": _absolute(page, request),
        "image": [request.build_absolute_uri(picture.src) for picture in pictures],
        "isBasedOn": page.source_url,
        "publisher": {"@type": "GovernmentOrganization", "name": mall.operator_name}
        if mall
        else None,
    }
    return {key: value for key, value in data.items() if value}


def event(page: EventPage, request: HttpRequest) -> dict[str, Any]:
    """An ``Event`` at the mall."""
    mall = current_mall()
    zone = mall_timezone(mall)
    starts = page.starts_at.astimezone(zone)
    ends = page.ends_at.astimezone(zone) if page.ends_at else None
    data = {
        "@context": CONTEXT,
        "@type": "Event",
        "name": page.title,
        "description": teaser(page),
        "startDate": starts.date().isoformat()
        if page.is_all_day
        else starts.isoformat(),
        "endDate": (ends.date().isoformat() if page.is_all_day else ends.isoformat())
        if ends
        else None,
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": page.place,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": mall.city if mall else "",
                "addressRegion": mall.province if mall else "",
                "addressCountry": "ID",
            },
        },
        "organizer": {"@type": "GovernmentOrganization", "name": mall.operator_name}
        if mall
        else None,
        "inLanguage": page.content_language,
        "url": _absolute(page, request),
    }
    return {key: value for key, value in data.items() if value}


def faq_page() -> list[dict[str, Any]]:
    """A ``FAQPage`` of the general questions; nothing without any."""
    rows = general_questions()
    if not rows:
        return []
    return [
        {
            "@context": CONTEXT,
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": row.shown_question,
                    "acceptedAnswer": {
                        "@type": "Answer",
                        "text": expand_db_html(row.shown_answer),
                    },
                }
                for row in rows
            ],
        }
    ]


def _absolute(page: Any, request: HttpRequest) -> str:
    return request.build_absolute_uri(localized_url(page, page.content_language))
