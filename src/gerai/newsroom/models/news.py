"""News: what happened."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from gerai.newsroom.models.base import (
    NewsroomPage,
    agency_panel,
    facts,
    title_panel,
)
from gerai.newsroom.models.lists import ListIndexPage


class NewsIndexPage(ListIndexPage):
    """All news, newest first; archive by year and by topic."""

    kind: ClassVar[str] = "news"
    template = "newsroom/index.html"
    subpage_types: ClassVar[list[str]] = ["newsroom.NewsPage"]
    page_description = _("The list of all news.")

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")


class NewsPage(NewsroomPage):
    """A piece of news, of the mall's own or about it with a link to the source."""

    published_on = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("The day of the news. Leave empty only if nobody knows it."),
    )
    topic = models.ForeignKey(
        "newsroom.Topic",
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="news",
    )
    source_name = models.CharField(
        _("told by"),
        max_length=120,
        blank=True,
        help_text=_("Only if somebody else wrote about it: the name of the paper."),
    )
    source_url = models.URLField(
        _("address of the source"),
        max_length=500,
        blank=True,
        help_text=_("Visitors can read the original there."),
    )

    template = "newsroom/news.html"
    parent_page_types: ClassVar[list[str]] = ["newsroom.NewsIndexPage"]
    page_description = _("Something that happened, with photos if there are any.")
    content_panels = [
        title_panel(_("What happened, in one sentence.")),
        FieldPanel("published_on"),
        FieldPanel("summary"),
        FieldPanel("body"),
        InlinePanel("pictures", label=_("Picture"), heading=_("Pictures")),
        FieldPanel("topic"),
        agency_panel(),
        MultiFieldPanel(
            [FieldPanel("source_name"), FieldPanel("source_url")],
            heading=_("Reported elsewhere"),
            classname="collapsed",
        ),
    ]
    search_fields = [
        *NewsroomPage.search_fields,
        index.FilterField("topic"),
        index.FilterField("published_on"),
    ]
    override_translatable_fields = [
        *NewsroomPage.override_translatable_fields,
        *facts("published_on", "topic", "source_name", "source_url"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add what the template shows; see ``presentation``."""
        from gerai.newsroom.presentation import pages  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        return context | pages.news_context(self)

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The news as schema.org describes it."""
        from gerai.newsroom.presentation import linked_data  # noqa: PLC0415

        found = super().structured_data(request)
        return [*found, linked_data.news_article(self, request)]
