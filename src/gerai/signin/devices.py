"""Devices on which somebody signed in before: a signed cookie, no record of ours.

The cookie holds a random name of the device and digests of the accounts; it opens
nothing. It tells a new device from a known one, for the notice by mail and so that an
attacker elsewhere can't use up the owner's attempts.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = "gerai_device"
LASTS_SECONDS = 400 * 24 * 3600
MOST_ACCOUNTS = 10
_SALT = "gerai.signin.device"


def _digest(login: str) -> str:
    return salted_hmac(_SALT, login.strip().casefold()).hexdigest()[:20]


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        content = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=LASTS_SECONDS
        )
        return str(content["device"]), [str(one) for one in content["accounts"]]
    except (signing.BadSignature, KeyError, TypeError):
        return "", []


def is_known_to(request: HttpRequest, login: str) -> str:
    """The name of the device if ``login`` was used on it before, else empty."""
    device, accounts = _read(request)
    return device if _digest(login) in accounts else ""


def is_known(request: HttpRequest, user: Any) -> bool:
    """Whether this person signed in on this device before."""
    return bool(is_known_to(request, user.get_username()))


def remember(request: HttpRequest, response: HttpResponseBase, user: Any) -> None:
    """Let the device be known to this person from now on."""
    device, accounts = _read(request)
    names = [user.get_username(), *([user.email] if user.email else [])]
    digests = dict.fromkeys(map(_digest, names))
    kept = [*digests, *(one for one in accounts if one not in digests)]
    content = {
        "device": device or secrets.token_urlsafe(12),
        "accounts": kept[: 2 * MOST_ACCOUNTS],
    }
    response.set_cookie(
        COOKIE,
        signing.dumps(content, salt=_SALT),
        max_age=LASTS_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def name_of(user_agent: str) -> str:
    """Browser and system in two words, such as ``Chrome · Android``; may be empty."""
    found = [
        next((name for part, name in names if part in user_agent), "")
        for names in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(filter(None, found))
