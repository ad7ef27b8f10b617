"""Notices: what one has to know now, until it is over."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from gerai.newsroom.choices import Urgency
from gerai.newsroom.fields import MallDateTimeField
from gerai.newsroom.forms import SpanPageForm
from gerai.newsroom.models.base import (
    NewsroomPage,
    agency_panel,
    facts,
    title_panel,
)
from gerai.newsroom.models.lists import ListIndexPage
from gerai.newsroom.models.spans import now_to_the_minute, refuse_wrong_span


class NoticeIndexPage(ListIndexPage):
    """The notices that count now; the most urgent first."""

    kind: ClassVar[str] = "notices"
    template = "newsroom/index.html"
    subpage_types: ClassVar[list[str]] = ["newsroom.NoticePage"]
    page_description = _("The list of current notices.")

    class Meta:
        verbose_name = _("list of notices")
        verbose_name_plural = _("lists of notices")


class NoticePage(NewsroomPage):
    """Something to know from a start until an end; then it leaves the site by itself."""

    search_fields: ClassVar[list[Any]] = [
        *NewsroomPage.search_fields,
        index.FilterField("urgency"),
    ]

    urgency = models.CharField(
        _("urgency"),
        max_length=10,
        choices=Urgency.choices,
        default=Urgency.NORMAL,
        help_text=_("Urgent ones stand first, and on the home page."),
    )
    starts_at = MallDateTimeField(
        _("shown from"),
        default=now_to_the_minute,
        db_index=True,
        help_text=_("From then on visitors see it."),
    )
    ends_at = MallDateTimeField(
        _("shown until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_(
            "Then it leaves the site by itself. Empty: until somebody takes it down."
        ),
    )

    base_form_class = SpanPageForm
    template = "newsroom/notice.html"
    parent_page_types: ClassVar[list[str]] = ["newsroom.NoticeIndexPage"]
    page_description = _("Something visitors must know, for a certain time.")
    content_panels = [
        title_panel(_("What one has to know, in one sentence.")),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("urgency"),
            ],
            heading=_("When"),
        ),
        agency_panel(),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        *NewsroomPage.override_translatable_fields,
        *facts("urgency", "starts_at", "ends_at"),
    ]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="newsroom_notice_ends_after_start",
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
        return context | pages.notice_context(self)
