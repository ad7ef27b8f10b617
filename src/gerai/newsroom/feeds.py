"""Feeds: news, notices and documents as Atom, events for calendars, banners as JSON.

All of them are published as files, so none depends on who asks or on the present
second; in Indonesian, the language of the records.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from gerai.newsroom.models import DocumentPage, EventPage, NewsPage, NoticePage
from gerai.newsroom.policies import mall_now, visible
from gerai.newsroom.presentation.banners import banners_for_script
from gerai.newsroom.presentation.entries import teaser
from gerai.newsroom.selectors.lists import Choice, coming_events, listed
from gerai.newsroom.selectors.localized import in_reader_language
from gerai.place.selectors import current_mall, mall_timezone
from gerai.theme.addresses import localized_url

LONGEST_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@require_safe
def banners(request: HttpRequest) -> JsonResponse:
    """Current and coming banners, for ``banners.js``."""
    return JsonResponse(banners_for_script(), safe=False)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All coming events, for a calendar that follows them."""
    return calendar_response(coming_events(mall_now()))


@require_safe
def event_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, for a calendar.

    Raises:
        Http404: there is no such event.
    """
    event = visible(EventPage).filter(slug=slug).first()
    if event is None:
        raise Http404
    return calendar_response(in_reader_language([event]))


def calendar_response(events: Iterable[EventPage]) -> HttpResponse:
    """Events as a file that calendars read (RFC 5545)."""
    mall, zone = current_mall(), mall_timezone()
    book = Calendar()
    book.add("prodid", "-//Gerai//ID")
    book.add("version", "2.0")
    book.add("x-wr-calname", f"Agenda {mall.short_name}" if mall else "Agenda")
    for event in events:
        book.add_component(_calendar_event(event, zone))
    return HttpResponse(
        book.to_ical(),
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def _calendar_event(event: EventPage, zone: Any) -> Event:
    entry = Event()
    host = settings.GERAI_BASE_URL.partition("://")[2]
    entry.add("uid", f"{event.translation_key}@{host}")
    entry.add("dtstamp", event.last_published_at or event.starts_at)
    entry.add("summary", event.title)
    starts, ends = event.starts_at.astimezone(zone), event.ends_at
    if event.is_all_day:
        last = (ends or event.starts_at).astimezone(zone).date()
        entry.add("dtstart", starts.date())
        # The end of a whole day is the day after, by the standard.
        entry.add("dtend", last + timedelta(days=1))
    else:
        # In UTC: no table of zones is needed, and every calendar shows local time.
        entry.add("dtstart", event.starts_at.astimezone(UTC))
        if ends is not None:
            entry.add("dtend", ends.astimezone(UTC))
    entry.add("location", event.place)
    if text := teaser(event):
        entry.add("description", text)
    entry.add("url", _absolute(event))
    return entry


class _TimelessAtom(Atom1Feed):
    """An empty feed is as old as can be, not as new as the moment of asking."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else LONGEST_AGO


class _ItemFeed(Feed[Any, Any]):
    feed_type = _TimelessAtom
    language = settings.LANGUAGE_CODE
    link = "/"
    kind = ""
    name: Any = ""

    def title(self, obj: Any = None) -> str:
        mall = current_mall()
        return f"{self.name} – {mall.short_name}" if mall else str(self.name)

    def items(self) -> list[Any]:
        found = listed(self.kind, Choice(), number=1, at=mall_now())
        return found.items if found else []

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return teaser(item)

    def item_link(self, item: Any) -> str:
        return _absolute(item)

    def item_guid(self, item: Any) -> str:
        return f"urn:uuid:{item.translation_key}"

    item_guid_is_permalink = False

    def item_updateddate(self, item: Any) -> datetime:
        return item.last_published_at or LONGEST_AGO

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


class NewsFeed(_ItemFeed):
    """The newest news."""

    kind = "news"
    name = _("News")
    link = "/berita/"

    def item_pubdate(self, item: NewsPage) -> datetime | None:
        if item.published_on is None:
            return None
        return datetime.combine(item.published_on, time(), tzinfo=mall_timezone())


class NoticeFeed(_ItemFeed):
    """Current notices."""

    kind = "notices"
    name = _("Notices")
    link = "/pengumuman/"

    def item_pubdate(self, item: NoticePage) -> datetime:
        return item.starts_at


class DocumentFeed(_ItemFeed):
    """Documents."""

    kind = "documents"
    name = _("Documents")
    link = "/dokumen/"

    def item_pubdate(self, item: DocumentPage) -> datetime | None:
        return item.first_published_at


def _absolute(page: Any) -> str:
    path = localized_url(page, settings.LANGUAGE_CODE)
    return f"{settings.GERAI_BASE_URL}{path}"
