"""Catches a form that reaches the desk after its sender's session has ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from gerai.guard.middleware import DESK
from gerai.workspace.editing.kept_forms import (
    PERSON_COOKIE,
    PERSON_KNOWN_FOR,
    keep_form,
    names_person,
    person_of,
    signed_person,
)

_SIGNED_OUT = "_gerai_signed_out"
_SIGN_OUT = f"{DESK}logout/"
# The desk, and the practice copies with a desk of their own.
_PLACES = (DESK, "/latihan/")


class KeptFormsMiddleware:
    """Keeps what was sent, and lets the way through the sign-in lead back to it.

    It knows the sign-in only as the address that the desk sends people to, with the way
    back in ``next``: whichever room answers there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        place = next((one for one in _PLACES if request.path.startswith(one)), None)
        if hasattr(request, _SIGNED_OUT):
            for one in _PLACES:
                response.delete_cookie(PERSON_COOKIE, path=one)
        elif place is not None:
            user = request.user
            if isinstance(user, User):
                self._remember(request, response, user, place)
            elif request.method == "POST":
                self._keep(request, response)
        return response

    def _remember(
        self, request: HttpRequest, response: HttpResponseBase, user: User, place: str
    ) -> None:
        if names_person(request.COOKIES.get(PERSON_COOKIE, ""), user):
            return
        response.set_cookie(
            PERSON_COOKIE,
            signed_person(user),
            max_age=PERSON_KNOWN_FOR,
            path=place,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )

    @staticmethod
    def _keep(request: HttpRequest, response: HttpResponseBase) -> None:
        target = urlsplit(response.headers.get("Location", ""))
        query = QueryDict(target.query, mutable=True)
        way_back = query.get(REDIRECT_FIELD_NAME, "")
        if urlsplit(way_back).path != request.path or request.path == _SIGN_OUT:
            return
        person = person_of(request.COOKIES.get(PERSON_COOKIE, ""))
        if person is None:
            return
        secret = keep_form(
            by=person,
            address=request.get_full_path(),
            fields=request.POST,
            had_files=bool(request.FILES),
        )
        if secret is not None:
            query[REDIRECT_FIELD_NAME] = reverse("workspace_kept_form", args=[secret])
            response.headers["Location"] = urlunsplit(
                target._replace(query=urlencode(query))
            )
        messages.warning(
            request, _words(is_kept=secret is not None, files=bool(request.FILES))
        )


def _words(*, is_kept: bool, files: bool) -> str:
    lines = [_("You were signed out because nothing happened for a while.")]
    if is_kept:
        lines.append(
            _(
                "What you wrote is kept for two hours: sign in again with your own "
                "name, and it is there."
            )
        )
    if files:
        lines.append(_("A photo or file can't be kept: choose it once more."))
    return " ".join(lines)


@receiver(user_logged_out, dispatch_uid="workspace.kept_forms.signed_out")
def forget_person(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    """Whoever signs out leaves nothing behind that names them."""
    if request is not None:
        setattr(request, _SIGNED_OUT, True)
