"""Events: what takes place, when and where."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from gerai.newsroom.fields import MallDateTimeField
from gerai.newsroom.models.base import (
    NewsroomPage,
    agency_panel,
    facts,
    title_panel,
)
from gerai.newsroom.models.lists import ListIndexPage
from gerai.newsroom.models.spans import refuse_wrong_span


class EventIndexPage(ListIndexPage):
    """What is coming, soonest first; what is over, by year."""

    kind: ClassVar[str] = "events"
    template = "newsroom/index.html"
    subpage_types: ClassVar[list[str]] = ["newsroom.EventPage"]
    page_description = _("The list of coming events.")

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")


class EventPage(NewsroomPage):
    """Something that takes place; afterwards it stays in the archive."""

    starts_at = MallDateTimeField(_("begins"), db_index=True)
    ends_at = MallDateTimeField(
        _("ends"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Leave empty if nobody knows."),
    )
    is_all_day = models.BooleanField(
        _("all day"), default=False, help_text=_("Visitors then read no times.")
    )
    place = models.CharField(
        _("where"),
        max_length=200,
        help_text=_("So that one finds it: Lantai 1, ruang tunggu."),
    )
    more_url = models.URLField(
        _("address for more"),
        max_length=500,
        blank=True,
        help_text=_("To register, or the organiser's own page."),
    )

    template = "newsroom/event.html"
    parent_page_types: ClassVar[list[str]] = ["newsroom.EventIndexPage"]
    page_description = _("Something that takes place at a certain time.")
    content_panels = [
        title_panel(_("What it is: Pembuatan NIB gratis untuk pelaku usaha.")),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("is_all_day"),
            ],
            heading=_("When"),
        ),
        FieldPanel("place"),
        agency_panel(),
        FieldPanel("body"),
        FieldPanel("more_url"),
    ]
    override_translatable_fields = [
        *NewsroomPage.override_translatable_fields,
        *facts("starts_at", "ends_at", "is_all_day", "more_url"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="newsroom_event_ends_after_start",
            )
        ]

    def clean(self) -> None:
        super().clean()
        refuse_wrong_span(self)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add what the template shows; see ``presentation``."""
        from gerai.newsroom.presentation import pages  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        return context | pages.event_context(self)

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The event as schema.org describes it."""
        from gerai.newsroom.presentation import linked_data  # noqa: PLC0415

        found = super().structured_data(request)
        return [*found, linked_data.event(self, request)]
