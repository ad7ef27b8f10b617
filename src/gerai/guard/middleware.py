"""What holds for every screen: a second factor first, and who reads doesn't write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from gerai.guard.entry import (
    ask_for_fresh_proof,
    has_second_factor,
    is_admitted,
    is_over,
    note_use,
    proved_recently,
)
from gerai.guard.roles import READ_ONLY_ROLES
from gerai.guard.sections import role_of

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


SIGN_IN = ("/akun/", "/en/akun/")
DESK = "/admin/"
# All that somebody who has proved too little may do: set up a factor …
ENROLMENT = frozenset(
    {
        "secure",
        "later",
        "join",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_login",
        "account_logout",
    }
)
# … or, with one set up already, use it.
PROOF = frozenset(
    {
        "secure",
        "later",
        "join",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_login",
        "account_logout",
    }
)
# Wagtail's own screens that give out power.
DANGEROUS_SCREENS = ("/admin/users/", "/admin/groups/", "/admin/bulk/auth/")


class SecondFactorMiddleware:
    """Whoever has proved too little is a stranger everywhere but in the sign-in.

    The desk sends them to set up or use their second factor; a session that is over is
    ended. For Wagtail's screens on accounts and groups a write needs a fresh proof, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith((*SIGN_IN, DESK)):
            self._end_what_is_over(request)
        if request.path_info.startswith(SIGN_IN):
            answer = self._get_response(request)
            answer.headers["Cache-Control"] = "no-store"
            return answer
        person = request.user
        if request.path_info.startswith(DESK) and person.is_authenticated:
            if not is_admitted(request, person):
                return self._to_second_factor(request)
            note_use(request)
        else:
            # Nobody's session is read for a page that doesn't ask who reads it.
            request.user = SimpleLazyObject(  # type: ignore[assignment]
                lambda: self._whoever_may_work(request, person)
            )
        return self._get_response(request)

    def _end_what_is_over(self, request: HttpRequest) -> None:
        if request.user.is_authenticated and is_over(request, request.user):
            logout(request)

    def _whoever_may_work(self, request: HttpRequest, person: Any) -> Any:
        if person.is_authenticated and is_admitted(request, person):
            note_use(request)
            return person
        return AnonymousUser()

    def process_view(
        self, request: HttpRequest, view: Any, *_arguments: Any
    ) -> HttpResponseBase | None:
        """Keep in the enrolment who isn't admitted; ask again before power is given."""
        if request.path_info.startswith(SIGN_IN):
            return self._lead_on(request)
        if (
            request.method not in SAFE_METHODS
            and request.path_info.startswith(DANGEROUS_SCREENS)
            and request.user.is_superuser
            and not proved_recently(request)
        ):
            return ask_for_fresh_proof(request)
        return None

    def _lead_on(self, request: HttpRequest) -> HttpResponseBase | None:
        match, person = request.resolver_match, request.user
        if match is None or not person.is_authenticated:
            return None
        if is_admitted(request, person):
            return None
        allowed = PROOF if has_second_factor(person) else ENROLMENT
        if match.url_name in allowed:
            return None
        return HttpResponseRedirect(reverse(settings.SECOND_FACTOR_URL))

    def _to_second_factor(self, request: HttpRequest) -> HttpResponseBase:
        there = reverse(settings.SECOND_FACTOR_URL)
        back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return HttpResponseRedirect(f"{there}?{back}")


class ReadOnlyRolesMiddleware:
    """Refuses every request of a reading role that could write.

    One gate in front of all screens instead of a check in each: a screen that comes
    tomorrow is closed too. Their own account and signing out stay open.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS and self._only_reads(request):
            raise PermissionDenied
        return self._get_response(request)

    def _only_reads(self, request: HttpRequest) -> bool:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return False
        if role_of(user) not in READ_ONLY_ROLES:
            return False
        own = (
            *SIGN_IN,
            reverse("wagtailadmin_account"),
            reverse("wagtailadmin_logout"),
        )
        return not request.path.startswith(own)
