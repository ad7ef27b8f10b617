"""Answers of readers, and what contacts outside the office were asked."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gerai.feedback.live_views import live_view

SENTENCE_LENGTH = 300
"""Longest sentence of a reader, in characters."""

CORRECTION_LENGTH = 2000
"""Longest correction of a contact, in characters."""


class PageAnswer(models.Model):
    """One answer to “is this page helpful?”; nothing of who gave it.

    The page is the Indonesian record, whatever language was read.
    """

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    # The name of a live screen, such as the search; then the page is the home page.
    view = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=5)
    is_helpful = models.BooleanField()
    text = models.CharField(max_length=SENTENCE_LENGTH, blank=True)
    # Only the day: with the second, an answer could be matched with a server's log.
    received_on = models.DateField(db_index=True)
    handled_on = models.DateField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("answer of a reader")
        verbose_name_plural = _("answers of readers")
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["page", "received_on"], name="feedback_page_day")
        ]

    def __str__(self) -> str:
        return self.text or str(_("Yes") if self.is_helpful else _("No"))

    @property
    def view_title(self) -> str:
        """What staff call the live screen; "" for a page."""
        found = live_view(self.view)
        return str(found.title) if found is not None else ""


class ReviewRequest(models.Model):
    """A contact without an account was asked whether a page is right.

    Only the newest request of a page is open; see ``reviewing``.
    """

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField()
    is_withdrawn = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    correction = models.TextField(_("correction"), blank=True)
    handled_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("request for review")
        verbose_name_plural = _("requests for review")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.email}"
