"""The banner at the top of pages: what everybody has to know at once."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PreviewableMixin

from gerai.newsroom.choices import BannerKind
from gerai.newsroom.fields import MallDateTimeField
from gerai.newsroom.forms import SpanForm
from gerai.newsroom.models.base import tidy_words
from gerai.newsroom.models.spans import now_to_the_minute, refuse_wrong_span


class Banner(PreviewableMixin, models.Model):
    """A sentence or two above the pages concerned, from a start until an end."""

    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=BannerKind.choices,
        default=BannerKind.INFO,
        help_text=_("“Closed” stands first, then warnings, then information."),
    )
    text = models.CharField(
        _("text"),
        max_length=300,
        help_text=_(
            "One or two short sentences: Listrik padam. Loket lantai 2 buka lagi "
            "sekitar pukul 13.00."
        ),
    )
    text_en = models.CharField(
        _("text in English"),
        max_length=300,
        blank=True,
        help_text=_("Without it, English pages show the Indonesian text."),
    )
    agency = models.ForeignKey(
        "directory.AgencyPage",
        verbose_name=_("agency"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"locale__language_code": "id"},
        help_text=_(
            "Empty: on every page. Else only on the pages of that agency and its "
            "services."
        ),
    )
    starts_at = MallDateTimeField(
        _("shown from"), default=now_to_the_minute, db_index=True
    )
    ends_at = MallDateTimeField(
        _("shown until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Then it disappears by itself. Empty: until you delete it."),
    )
    link_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page with more"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    base_form_class = SpanForm
    panels: ClassVar[list[Any]] = [
        FieldPanel("kind"),
        FieldPanel("text"),
        FieldPanel("text_en"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])],
            heading=_("When"),
        ),
        FieldPanel("agency", widget=forms.Select),
        FieldPanel("link_page"),
    ]

    class Meta:
        verbose_name = _("banner")
        verbose_name_plural = _("banners")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="newsroom_banner_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        tidy_words(self, ("text", "text_en"), ())
        refuse_wrong_span(self)

    def content_key(self, text: str) -> str:
        """What a visitor dismisses: this banner in these words, and no other."""
        content = f"{self.pk}\n{self.kind}\n{text}\n{self.link_page_id or ''}"
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "newsroom/banner_preview.html"

    def get_preview_context(
        self, request: HttpRequest, mode_name: str
    ) -> dict[str, Any]:
        """The banner as it will stand at the top of a page, whatever the time."""
        from gerai.newsroom.presentation.banners import shown_banner  # noqa: PLC0415

        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        context["preview_banners"] = [shown_banner(self, language="id")]
        if self.text_en:
            context["preview_banners"].append(shown_banner(self, language="en"))
        return context
