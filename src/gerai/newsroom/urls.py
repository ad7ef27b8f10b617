"""Addresses of the newsroom for machines."""

from django.urls import path

from gerai.newsroom import feeds

app_name = "newsroom"
urlpatterns = [
    # The underscore makes it the first file that is published after a change: addresses
    # are rendered in their order, and a banner must be out within a second.
    path("_spanduk.json", feeds.banners, name="banners"),
    path("agenda/<slug:slug>/acara.ics", feeds.event_file, name="event_file"),
    path("en/agenda/<slug:slug>/acara.ics", feeds.event_file),
    path("feed/agenda.ics", feeds.calendar, name="calendar"),
    path("feed/berita.atom", feeds.NewsFeed(), name="news_feed"),
    path("feed/pengumuman.atom", feeds.NoticeFeed(), name="notice_feed"),
    path("feed/dokumen.atom", feeds.DocumentFeed(), name="document_feed"),
]
