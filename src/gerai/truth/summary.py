"""The weekly summary by e-mail: what waits for somebody, and the way to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.users.models import UserProfile

from gerai.guard.roles import READ_ONLY_ROLES
from gerai.guard.sections import role_of
from gerai.truth.mail import send_text
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
    profile = UserProfile.objects.filter(user=user).first()
    language = profile.preferred_language if profile else ""
    with translation.override((language or settings.LANGUAGE_CODE).partition("-")[0]):
        subject = ngettext(
            "%(count)d thing on the website needs your attention",
            "%(count)d things on the website need your attention",
            count,
        ) % {"count": count}
        return send_text(to=user.email, subject=subject, text=_text(user, found))


def _text(user: Any, found: Any) -> str:
    worst = list(
        found.select_related("page").order_by("-harm", "-weight", "subject", "pk")[
            :WORST
        ]
    )
    base = settings.GERAI_BASE_URL
    lines = [
        _("Hello %(name)s,") % {"name": user.first_name or user.email},
        "",
        _("The worst comes first:"),
        "",
    ]
    for care in cares(worst):
        lines += [
            f"* {care.finding.subject}: {care.kind}",
            f"  {care.words}",
            f"  {base}{care.action.url}",
            "",
        ]
    lines += [_("In all:"), ""]
    lines += [f"* {one.check.title}: {one.count}" for one in kinds(found)]
    lines += [
        "",
        _("The whole list: %(url)s") % {"url": base + reverse("truth_report")},
        "",
        _(
            "This mail comes once a week, when there is something to do. You can switch "
            "it off in your account: %(url)s"
        )
        % {"url": base + reverse("wagtailadmin_account")},
    ]
    return "\n".join(lines)
