"""What ``gerai doctor`` asks of mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gerai.notifications.models import OutgoingMail
from gerai.notifications.services import can_send

LATE = timedelta(minutes=15)
REMEMBERED = timedelta(days=7)


@register("doctor", deploy=True)
def mail_is_sent(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Does mail leave the house; and was any given up?"""
    now = timezone.now()
    waiting = OutgoingMail.objects.filter(due_at__isnull=False)
    try:
        late = waiting.filter(created_at__lt=now - LATE).order_by("created_at", "pk")
        count, oldest = late.count(), late.first()
        given_up = OutgoingMail.objects.filter(given_up_at__gt=now - REMEMBERED)
        lost = given_up.exclude(problem="account closed").order_by("-given_up_at")
        lost_count, last_lost = lost.count(), lost.first()
        waiting_count = waiting.count()
    except DatabaseError:
        return []  # another check tells that
    found: list[CheckMessage] = []
    if oldest is not None:
        found.append(_stuck(count, oldest))
    if last_lost is not None:
        found.append(_lost(lost_count, last_lost))
    if not found and can_send():
        words = ngettext(
            "Mail is sent; %(n)d waits", "Mail is sent; %(n)d wait", waiting_count
        )
        found.append(Info(words % {"n": waiting_count}, id="mail.A1"))
    return found


def _stuck(count: int, oldest: OutgoingMail) -> CheckMessage:
    words = ngettext(
        "%(n)d mail has been waiting for more than 15 minutes: “%(subject)s”. %(why)s",
        "%(n)d mails have been waiting for more than 15 minutes, first: “%(subject)s”. "
        "%(why)s",
        count,
    )
    hint = (
        _(
            "The mail server doesn't take it. Check EMAIL_URL; it is tried again by itself."
        )
        if oldest.problem
        else _("Nobody sends it. Start gerai serve, or gerai chores --follow.")
    )
    return Error(
        words % {"n": count, "subject": oldest.subject, "why": oldest.problem},
        hint=hint,
        id="mail.A1",
    )


def _lost(count: int, last: OutgoingMail) -> CheckMessage:
    words = ngettext(
        "%(n)d mail could not be delivered in the past 7 days: “%(subject)s”. %(why)s",
        "%(n)d mails could not be delivered in the past 7 days, last: “%(subject)s”. "
        "%(why)s",
        count,
    )
    return Warning(
        words % {"n": count, "subject": last.subject, "why": last.problem},
        hint=_("Nothing is lost in the desk. Check the addresses under Staff."),
        id="mail.A2",
    )
