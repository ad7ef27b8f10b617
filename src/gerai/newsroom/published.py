"""The addresses of the newsroom that the publisher renders, beside its pages."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from gerai.newsroom.models import EventPage
from gerai.newsroom.policies import visible
from gerai.newsroom.presentation.pages import event_file_path
from gerai.newsroom.selectors import list_addresses
from gerai.theme.addresses import localized_path

_FILES = ("banners", "calendar", "news_feed", "notice_feed", "document_feed")


def addresses() -> list[str]:
    """Lists by page, year and group; feeds; the calendar file of each event."""
    files = [reverse(f"newsroom:{name}") for name in _FILES]
    return [*files, *list_addresses(), *_calendar_files()]


def _calendar_files() -> list[str]:
    return [
        localized_path(event_file_path(slug), language)
        for slug in visible(EventPage).order_by("slug").values_list("slug", flat=True)
        for language, _name in settings.LANGUAGES
    ]
