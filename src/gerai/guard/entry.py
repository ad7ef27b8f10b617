"""Who must prove what before they work here; public.

One sign-in serves desk, counter console and academy. A session is *admitted* when the
person proved as much as their role asks for: a password alone is enough for somebody
who only reads. :class:`~gerai.guard.middleware.SecondFactorMiddleware` treats everybody
else as a stranger outside the sign-in, so a view can't forget to ask.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from gerai.guard.flood import is_this_machine
from gerai.guard.roles import ENTER_THE_DESK, READ_ONLY_ROLES
from gerai.guard.sections import role_of
from gerai.rehearsal.current import current_rehearsal

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
FRESH_FOR_SECONDS = 10 * 60
"""How long a proof counts for an act that asks for a fresh one."""
UNUSED_FOR_SECONDS = 3 * 24 * 3600
"""A session that nobody used for so long is over: a long weekend."""
LONGEST_SECONDS = 7 * 24 * 3600
"""And so is one that began so long ago, however it was used."""
_NOTED_EVERY_SECONDS = 15 * 60
LAST_USED = "gerai_last_used"
_TRIAL = "gerai_trial"

View = Callable[..., HttpResponseBase]


def needs_second_factor(user: Any) -> bool:
    """Whether a password alone doesn't let this person work.

    It does for those who only read. Everybody else puts something before the public,
    if only the reason why a counter is closed.
    """
    if not user.is_authenticated:
        return False
    role = role_of(user)
    if role is None:
        return bool(user.has_perm(ENTER_THE_DESK))
    return role not in READ_ONLY_ROLES


def has_second_factor(user: Any) -> bool:
    """Whether this person has set one up; recovery codes alone are none."""
    return is_mfa_enabled(user, FACTORS)


def proved_second_factor(request: HttpRequest, user: Any) -> bool:
    """Whether a second factor was used in this session."""
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records)


def is_over(request: HttpRequest, user: Any) -> bool:
    """Whether this session was left unused, or has lasted, for too long."""
    records = get_authentication_records(request, user)
    began = min((record["at"] for record in records), default=None)
    if began is None:
        return False
    now = time.time()
    last_used = request.session.get(LAST_USED, began)
    return now - began > LONGEST_SECONDS or now - last_used > UNUSED_FOR_SECONDS


def note_use(request: HttpRequest) -> None:
    """Remember that the session is used; written down now and then only."""
    now = time.time()
    if now - request.session.get(LAST_USED, 0) > _NOTED_EVERY_SECONDS:
        request.session[LAST_USED] = int(now)


def is_admitted(request: HttpRequest, user: Any) -> bool:
    """Whether this session may work as ``user``."""
    return not is_over(request, user) and (
        proved_second_factor(request, user)
        or not needs_second_factor(user)
        or (
            request.session.get(_TRIAL) == user.pk
            and is_trial(request)
            and not has_second_factor(user)
        )
    )


def is_trial(request: HttpRequest) -> bool:
    """Whether somebody only tries Gerai out, alone on their own machine.

    The site's address must be this machine's, and so must be who asks. What came
    through a proxy came from elsewhere.
    """
    own = urlsplit(settings.GERAI_BASE_URL)
    asked = request.META.get("HTTP_HOST", "").rsplit(":", 1)[0]
    return (
        is_this_machine(own.hostname or "")
        and is_this_machine(asked.strip("[]"))
        and is_this_machine(str(request.META.get("REMOTE_ADDR", "")))
        and not any(
            request.META.get(name)
            for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
        )
    )


def postpone_in_trial(request: HttpRequest) -> bool:
    """Let this session of a trial go on without a second factor; False elsewhere."""
    if not is_trial(request):
        return False
    request.session[_TRIAL] = request.user.pk
    return True


def proved_recently(request: HttpRequest) -> bool:
    """Whether the person proved who they are within the last ten minutes.

    In a practice copy nothing is dangerous, and the real sign-in stands around it.
    """
    if current_rehearsal() is not None:
        return True
    records = get_authentication_records(request, request.user)
    return any(time.time() - record["at"] < FRESH_FOR_SECONDS for record in records)


def require_fresh_proof(request: HttpRequest) -> None:
    """Before a dangerous act: ask for password or factor again, then go on with it.

    What was sent is kept and done afterwards.

    Raises:
        ReauthenticationRequired: handled by allauth's middleware.
    """
    if not proved_recently(request):
        raise ReauthenticationRequired


def ask_for_fresh_proof(request: HttpRequest) -> HttpResponseBase:
    """The way to the question, for a middleware; what was sent is done afterwards."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        raise PermissionDenied
    return suspend_request(request, methods[0]["url"])


def fresh_proof_required(view: View) -> View:
    """Decorate a view whose every request is a dangerous act."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_fresh_proof(request)
        return view(request, *args, **kwargs)

    return guarded


def staff_only(view: View) -> View:
    """Decorate a view outside the desk that is for signed-in staff (any role)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or role_of(request.user) is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded
