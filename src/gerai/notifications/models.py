"""Mail that waits to be sent, and what a person was told in the desk."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEY_LENGTH = 150


class OutgoingMail(models.Model):
    """A mail in the outbox, written in the transaction of the act that it tells of.

    It goes to a member of staff, whose address is looked up when it is sent, or to an
    outside ``address``. Once it was sent or given up, address and words are erased.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    address = models.EmailField(_("e-mail"), blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    # Two mails of one key are one: what would be queued twice is queued once.
    key = models.CharField(max_length=KEY_LENGTH, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    # The next attempt; None when there will be none.
    due_at = models.DateTimeField(null=True, default=timezone.now, db_index=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    problem = models.CharField(_("problem"), max_length=120, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(person__isnull=False) | Q(address=""),
                name="notifications_mail_has_one_recipient",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Notification(models.Model):
    """A line in somebody's desk: what happened, and where to go."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="gerai_notifications",
        verbose_name=_("person"),
    )
    subject = models.CharField(_("subject"), max_length=250)
    # Somebody's own words: the reason of a rejection, a comment.
    quote = models.TextField(blank=True)
    path = models.CharField(max_length=500, blank=True)
    # Another panel of the first screen shows the task itself.
    is_task = models.BooleanField(default=False)
    key = models.CharField(max_length=KEY_LENGTH, null=True, blank=True)  # noqa: DJ001
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["person", "read_at", "-created_at"],
                name="notifications_of_a_person",
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "key"], name="notifications_told_once"
            )
        ]

    def __str__(self) -> str:
        return self.subject
