"""Screens of the desk: one entry of the menu, a list for each kind."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, StatusTagColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from gerai.directory.models import AgencyPage
from gerai.newsroom.models import (
    AlbumPage,
    Banner,
    DocumentPage,
    EventPage,
    NewsPage,
    NoticePage,
    Question,
    Topic,
)
from gerai.newsroom.spans import has_ended, is_current
from gerai.place.selectors import mall_timezone


def showing(row: Any) -> str:
    """Whether visitors see something with a start and an end, in one or two words."""
    now = timezone.now()
    if has_ended(row.ends_at, now):
        return gettext("over")
    if not is_current(row.starts_at, row.ends_at, now):
        return gettext("not yet")
    return gettext("on the site now")


def _moment_column(name: str, label: Any) -> Column:
    """A moment on the mall's clock; in full, since it may lie ahead."""

    def words(row: Any) -> str:
        moment = getattr(row, name)
        if moment is None:
            return ""
        return date_format(moment.astimezone(mall_timezone()), "j M Y, H.i")

    return Column(name, label=label, accessor=words, sort_key=name)


def notice_showing(row: Any) -> str:
    """The same for a notice, which may be a draft."""
    return showing(row) if row.live else gettext("draft")


class _RecordsIndexView(IndexView):
    """Only Indonesian pages: translations hang on them."""

    def get_base_queryset(self) -> QuerySet[Any]:
        pages: QuerySet[Any] = super().get_base_queryset()
        # By the key: the search of the list can't follow a relation.
        record = Locale.objects.filter(language_code=settings.LANGUAGE_CODE)
        return pages.filter(locale__in=[locale.pk for locale in record])


class _ChooseParentView(ChooseParentView):
    """Whoever may write for the whole mall starts there, and isn't asked where."""

    def get_valid_parent_pages(self, user: Any) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_valid_parent_pages(user)
        records = found.filter(locale__language_code=settings.LANGUAGE_CODE)
        for_all = records.exclude(
            content_type__in=[ContentType.objects.get_for_model(AgencyPage)]
        )
        return for_all if for_all.exists() else records


class _Listing(PageListingViewSet):
    index_view_class = _RecordsIndexView
    choose_parent_view_class = _ChooseParentView
    list_per_page = 30


def _day_column(name: str) -> Column:
    def words(row: Any) -> str:
        day = getattr(row, name)
        return date_format(day, "j M Y") if day else ""

    return Column(name, label=_("Date"), accessor=words, sort_key=name)


def _columns(*own: Any) -> list[Any]:
    title, status = "title", "status"
    by_name = {column.name: column for column in PageListingViewSet.columns}
    return [
        by_name["bulk_actions"],
        by_name[title],
        *own,
        Column("agency", label=_("Agency"), accessor="agency"),
        by_name[status],
    ]


class NewsListing(_Listing):
    """Berita"""

    model = NewsPage
    icon = "doc-full"
    name = "news"
    menu_label = _("News")
    columns = _columns(_day_column("published_on"))
    list_filter = ["topic", "live"]


class NoticeListing(_Listing):
    """Pengumuman"""

    model = NoticePage
    icon = "info-circle"
    name = "notices"
    menu_label = _("Notices")
    columns = _columns(
        StatusTagColumn(
            "showing",
            label=_("Visitors see it"),
            accessor=notice_showing,
            primary=lambda row: row.live and showing(row) == gettext("on the site now"),
        ),
        _moment_column("ends_at", _("Until")),
    )
    list_filter = ["urgency", "live"]


class EventListing(_Listing):
    """Agenda"""

    model = EventPage
    icon = "date"
    name = "events"
    menu_label = _("Events")
    columns = _columns(_moment_column("starts_at", _("Begins")))
    list_filter = ["live"]


class AlbumListing(_Listing):
    """Galeri"""

    model = AlbumPage
    icon = "image"
    name = "albums"
    menu_label = _("Photos")
    columns = _columns(_day_column("taken_on"))
    list_filter = ["live"]


class DocumentListing(_Listing):
    """Dokumen"""

    model = DocumentPage
    icon = "doc-full-inverse"
    name = "public_documents"
    menu_label = _("Documents")
    columns = _columns(
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("year", label=_("Year"), sort_key="year"),
    )
    list_filter = ["kind", "information_class", "year", "live"]


class QuestionViewSet(SnippetViewSet):
    """Tanya jawab"""

    model = Question
    icon = "help"
    menu_label = _("Questions")
    list_display = [
        "question",
        "service",
        "order",
        BooleanColumn("is_shown", label=_("visible")),
    ]
    list_filter = ["is_shown"]
    search_fields = ["question", "answer"]


class BannerViewSet(SnippetViewSet):
    """Spanduk peringatan"""

    model = Banner
    icon = "warning"
    menu_label = _("Banners")
    list_display = [
        "text",
        StatusTagColumn(
            "showing",
            label=_("Visitors see it"),
            accessor=showing,
            primary=lambda row: showing(row) == gettext("on the site now"),
        ),
        Column("kind", label=_("kind"), accessor="get_kind_display", sort_key="kind"),
        "agency",
        _moment_column("starts_at", _("From")),
        _moment_column("ends_at", _("Until")),
    ]
    list_filter = ["kind"]
    search_fields = ["text", "text_en"]


class TopicViewSet(SnippetViewSet):
    """Topik berita"""

    model = Topic
    icon = "tag"
    menu_label = _("Topics of news")
    list_display = ["name", "slug"]


class NewsroomGroup(SnippetViewSetGroup):
    """“Kabar”: everything that is new."""

    items = (
        NoticeListing,
        BannerViewSet,
        NewsListing,
        EventListing,
        AlbumListing,
        DocumentListing,
        QuestionViewSet,
        TopicViewSet,
    )
    menu_label = _("What is new")
    menu_name = "newsroom"
    menu_icon = "warning"
    menu_order = 190
