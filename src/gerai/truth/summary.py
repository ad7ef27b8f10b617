"""The weekly summary by e-mail: what waits for somebody, and the way to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gerai.guard.roles import READ_ONLY_ROLES
from gerai.guard.sections import role_of
from gerai.notifications.messages import Message, language_of
from gerai.notifications.services import queue_mail
from gerai.truth.models import SummaryChoice
from gerai.truth.selectors import can_watch, cares, findings_for, kinds

WORST = 5


def send_due_summaries(today: date | None = None) -> int:
    """Mail whoever has something to do and had no mail this week; says how many.

    A week begins on Monday; an office whose server was off then gets it later.
    """
    day = today or timezone.localdate()
    monday = day - timedelta(days=day.weekday())
    choices = {choice.user_id: choice for choice in SummaryChoice.objects.all()}
    sent = 0
    for user in get_user_model().objects.filter(is_active=True).exclude(email=""):
        choice = choices.get(user.pk) or SummaryChoice(user=user)
        had_it = choice.sent_on is not None and choice.sent_on >= monday
        if had_it or not choice.is_wanted or not _has_tasks(user):
            continue
        with transaction.atomic():
            if not _send(user):
                continue
            choice.sent_on = day
            choice.save()
        sent += 1
    return sent


def _has_tasks(user: Any) -> bool:
    return can_watch(user) and role_of(user) not in READ_ONLY_ROLES


def _send(user: Any) -> bool:
    found = findings_for(user)
    count = found.count()
    if not count:
        return False
    with translation.override(language_of(user)):
        message = Message(
            subject=ngettext(
                "%(count)d thing on the website needs your attention",
                "%(count)d things on the website need your attention",
                count,
            )
            % {"count": count},
            paragraphs=_paragraphs(found),
            path=reverse("truth_report"),
            action=_("See the whole list"),
        )
        return queue_mail(message, person=user) is not None


def _paragraphs(found: Any) -> tuple[str, ...]:
    worst = list(
        found.select_related("page").order_by("-harm", "-weight", "subject", "pk")[
            :WORST
        ]
    )
    return (
        _("The worst comes first:"),
        *(
            f"{care.finding.subject}: {care.kind}\n{care.words}\n"
            f"{settings.GERAI_BASE_URL}{care.action.url}"
            for care in cares(worst)
        ),
        _("In all:"),
        "\n".join(f"{one.check.title}: {one.count}" for one in kinds(found)),
        _(
            "This mail comes once a week, when there is something to do. You can switch "
            "it off in your account."
        ),
    )
