"""Photo albums."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel

from gerai.newsroom.models.base import (
    NewsroomPage,
    agency_panel,
    facts,
    title_panel,
)
from gerai.newsroom.models.lists import ListIndexPage


class AlbumIndexPage(ListIndexPage):
    """All albums, newest first."""

    kind: ClassVar[str] = "albums"
    template = "newsroom/index.html"
    subpage_types: ClassVar[list[str]] = ["newsroom.AlbumPage"]
    page_description = _("The list of all photo albums.")

    class Meta:
        verbose_name = _("list of albums")
        verbose_name_plural = _("lists of albums")


class AlbumPage(NewsroomPage):
    """Pictures of one occasion."""

    taken_on = models.DateField(
        _("date"), null=True, blank=True, help_text=_("The day of the pictures.")
    )

    template = "newsroom/album.html"
    parent_page_types: ClassVar[list[str]] = ["newsroom.AlbumIndexPage"]
    page_description = _("Photos of one occasion.")
    content_panels = [
        title_panel(_("What one sees: Hari pelanggan di lantai 1.")),
        FieldPanel("taken_on"),
        FieldPanel("summary"),
        InlinePanel("pictures", label=_("Picture"), heading=_("Pictures"), min_num=1),
        agency_panel(),
    ]
    override_translatable_fields = [
        *NewsroomPage.override_translatable_fields,
        *facts("taken_on"),
    ]

    class Meta:
        verbose_name = _("photo album")
        verbose_name_plural = _("photo albums")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add what the template shows; see ``presentation``."""
        from gerai.newsroom.presentation import pages  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        return context | pages.album_context(self)
