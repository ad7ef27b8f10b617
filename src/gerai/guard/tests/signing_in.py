"""The one place where tests sign people in, with the proofs that the sign-in asks for."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE_KEY,
)
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY as RECORDS_KEY,
)
from django.test import Client

from gerai.guard.entry import LAST_USED

_force_login = Client.force_login


def with_password_only(client: Client, user: Any) -> Client:
    """Signed in by name and password, a moment ago; without a second factor."""
    return _with_records(client, user, "password")


def with_factor(client: Client, user: Any, *, seconds_ago: float = 0) -> Client:
    """Signed in with a second factor."""
    return _with_records(client, user, "password", "mfa", seconds_ago=seconds_ago)


def force_login(client: Client, user: Any, backend: str | None = None) -> None:
    """In place of Django's: what it means in every test that doesn't say otherwise."""
    with_factor(client, user)


def _with_records(
    client: Client, user: Any, *methods: str, seconds_ago: float = 0
) -> Client:
    _force_login(client, user)
    session = client.session
    at = time.time() - seconds_ago
    session[RECORDS_KEY] = [{"method": method, "at": at} for method in methods]
    session[WHOSE_KEY] = str(user.pk)
    session[LAST_USED] = int(at)
    session.save()
    return client
