"""What was held back or found, and what people have allowed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gerai.defacement.choices import OPEN, Place, Status
from gerai.defacement.reasons import Reason

LONGEST_NOTE = 1000


class Suspicion(models.Model):
    """A change that was held back, or something that is public and looks foreign."""

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.HELD
    )
    place = models.CharField(_("place"), max_length=10, choices=Place.choices)
    label = models.CharField(_("what"), max_length=250)
    content_type = models.ForeignKey(
        ContentType, models.CASCADE, null=True, blank=True, related_name="+"
    )
    object_id = models.CharField(max_length=60, blank=True)
    # The draft that was to be published.
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # Where it is changed, in the desk.
    path = models.CharField(max_length=500, blank=True)
    # Evidence that lies outside the web folder.
    evidence = models.CharField(max_length=300, blank=True)
    reasons: models.JSONField[Any] = models.JSONField(default=list)
    score = models.FloatField(default=0)
    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    created_at = models.DateTimeField(_("found"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    note = models.TextField(_("reason"), max_length=LONGEST_NOTE, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        verbose_name = _("suspicion")
        verbose_name_plural = _("suspicions")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "-created_at"], name="defacement_by_status")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(status__in=["held", "reported"]),
                name="defacement_open_once",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at it."""
        return self.status in OPEN

    @property
    def evidence_list(self) -> list[Reason]:
        """The reasons, the heaviest first."""
        return [Reason.restored(one) for one in self.reasons]


class Allowance(models.Model):
    """Wording or an address that isn't stopped again."""

    mark = models.CharField(max_length=32, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("allowed by"),
    )
    created_at = models.DateTimeField(_("allowed"), default=timezone.now)

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")

    def __str__(self) -> str:
        return self.mark
