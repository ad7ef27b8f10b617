"""People of an office, and how they come in; used by several tests."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.test import Client

from gerai.guard import services
from gerai.guard.roles import Role, settle_roles

PASSWORD = "sungai-mahakam-tenang"  # noqa: S105
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


def person(name: str = "siti", role: Role = Role.REVIEWER, *, app: bool = True) -> User:
    """Somebody who has joined, with an authenticator app unless told otherwise."""
    settle_roles()
    invitation = services.invite(
        email=f"{name}@example.go.id", role=role, name=name.title()
    )
    user = services.join(
        token=invitation.token, password=PASSWORD, name=name.title()
    ).user
    if app:
        TOTP.activate(user, SECRET)
    return user


def code_of(secret: str = SECRET, *, later: int = 0) -> str:
    """What an authenticator app shows now, or some steps of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: Any) -> Any:
    """Send the first form."""
    return client.post("/akun/masuk/", {"login": login, "password": password}, **more)


def secret_in(text: str) -> str:
    """The key that the screen shows for typing in."""
    found = re.search(r'signin__key">([A-Z2-7 ]+)<', text)
    assert found is not None
    return found.group(1).replace(" ", "")


def has_app(user: User) -> bool:
    """Whether an authenticator app is set up."""
    return Authenticator.objects.filter(user=user, type="totp").exists()
