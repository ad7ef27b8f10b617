"""Where somebody is signed in."""

from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone


def forget_ended() -> None:
    """Drop what we know of sessions that are over: address and browser with them."""
    # Nothing to do is the usual case, and costs one query.
    long_over = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    living = Session.objects.filter(expire_date__gt=timezone.now())
    UserSession.objects.filter(
        created_at__lt=timezone.now() - timedelta(hours=1)
    ).exclude(session_key__in=living.values("session_key")).delete()
    Session.objects.filter(expire_date__lt=long_over).delete()
