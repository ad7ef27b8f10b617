"""What was found, what is to be looked at again, and who gets a summary."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gerai.truth.checks import Harm


class Finding(models.Model):
    """One thing that needs care; derived from the content and never edited."""

    check_key = models.CharField(max_length=60)
    page = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, null=True, related_name="+"
    )
    subject = models.CharField(max_length=255)
    values = models.JSONField(default=dict)
    harm = models.PositiveSmallIntegerField(choices=Harm.choices)
    weight = models.IntegerField(default=0)
    since = models.DateField()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering: ClassVar[list[str]] = ["-harm", "-weight", "subject", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-harm", "-weight", "subject"], name="truth_worst_first"
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_key}: {self.subject}"


class PendingBranch(models.Model):
    """A branch of the page tree that changed and wasn't looked at since."""

    path = models.CharField(max_length=255, unique=True)

    def __str__(self) -> str:
        return self.path


class WatchState(models.Model):
    """When the whole content was looked at last; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    looked_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    is_due = models.BooleanField(default=True)
    checks_links = models.BooleanField(_("visit links to other sites"), default=False)

    class Meta:
        verbose_name = _("state of the truth watch")
        verbose_name_plural = _("states of the truth watch")

    def __str__(self) -> str:
        return str(self.looked_at)


class ExternalLink(models.Model):
    """An address of another site that some page links to, and what came of a visit."""

    url = models.CharField(max_length=1000, unique=True)
    checked_at = models.DateTimeField(null=True)
    failed_since = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.url


class SummaryChoice(models.Model):
    """Whether somebody gets the weekly summary, and when it was sent last."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="truth_summary"
    )
    is_wanted = models.BooleanField(
        _("weekly summary by e-mail"),
        default=True,
        help_text=_("On Mondays, and only when something waits for you."),
    )
    sent_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("choice of the weekly summary")
        verbose_name_plural = _("choices of the weekly summary")

    def __str__(self) -> str:
        return str(self.user_id)
