"""Reactions to what happens at the sign-in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import (
    authentication_step_completed,
    email_changed,
    password_changed,
    password_reset,
)
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from wagtail.log_actions import log

from gerai.audit.tries import WRONG_CODE, record_try
from gerai.guard.events import factors_reset
from gerai.guard.sections import staff_of
from gerai.signin import telling

WRONG_CODES_BEFORE_TELLING = 5
LONGEST_BY_CITY = timedelta(hours=12)


def connect() -> None:
    """Attach all of them; called once when Django starts."""
    factors.authenticator_added.connect(after_factor_added)
    factors.authenticator_removed.connect(after_factor_removed)
    factors.authentication_failed.connect(after_wrong_code)
    factors_reset.connect(after_factors_reset)
    email_changed.connect(after_email_changed)
    password_changed.connect(after_password)
    password_reset.connect(after_password)
    user_logged_in.connect(after_sign_in)
    authentication_step_completed.connect(after_proof)


def _log(user: Any, action: str) -> None:
    member = staff_of(user)
    log(instance=member or user, action=f"gerai.account.{action}", user=user)


def after_factor_added(
    sender: type,
    request: HttpRequest,
    user: Any,
    authenticator: Authenticator,
    **_: Any,
) -> None:
    """Keep it in the history."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _log(user, "factor_added")


def after_factor_removed(
    sender: type,
    request: HttpRequest,
    user: Any,
    authenticator: Authenticator,
    **_: Any,
) -> None:
    """Keep it in the history."""
    _log(user, "factor_removed")


def after_wrong_code(sender: type, request: HttpRequest, user: Any, **_: Any) -> None:
    """It is noted; after a few, the owner should know that somebody has their password."""
    record_try(WRONG_CODE, request=request, user=user)
    key = f"signin:wrong-codes:{user.pk}"
    cache.add(key, 0, 3600)
    try:
        count = cache.incr(key)
    except ValueError:  # the shared cache went away in between
        count = 1
    if count == WRONG_CODES_BEFORE_TELLING:
        telling.wrong_codes(user)


def after_factors_reset(sender: type, member: Any, by: Any, **_: Any) -> None:
    """The person hears who did it."""
    telling.factors_were_reset(member.user, by)


def after_email_changed(
    sender: type, request: HttpRequest, user: User, to_email_address: Any, **_: Any
) -> None:
    """The address is also the name to sign in with."""
    if "@" in user.username:  # all but the first administrator
        user.username = to_email_address.email
    user.email = to_email_address.email
    user.save(update_fields=["username", "email"])
    _log(user, "email")


def after_password(sender: type, request: HttpRequest, user: Any, **_: Any) -> None:
    """Keep it in the history."""
    _log(user, "password")


def after_sign_in(sender: type, request: HttpRequest, user: Any, **_: Any) -> None:
    """Whom the city's sign-in lets in has joined, too, and is asked again every day."""
    records = get_authentication_records(request, user)
    if any(record["method"] == "socialaccount" for record in records):
        # Whoever left the office loses the account there; this one notices by tomorrow.
        request.session.set_expiry(timezone.now() + LONGEST_BY_CITY)
    member = staff_of(user)
    if member is not None and member.joined_at is None:
        member.joined_at = timezone.now()
        member.save(update_fields=["joined_at"])


def after_proof(sender: type, request: HttpRequest, user: Any, **_: Any) -> None:
    """Who proves more than before goes on under another name: an old one is worth less.

    At the sign-in itself Django sees to that.
    """
    if not request.user.is_authenticated or request.user.pk != user.pk:
        return
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(
        session_key=request.session.session_key
    )
