"""The copy itself, and the screens around it: enter, begin anew, what would be mailed."""

from __future__ import annotations

import threading
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gerai.academy.practice import services
from gerai.academy.practice.addresses import PREFIX, address_of, path_within
from gerai.academy.practice.exceptions import CopyGone, NoRoom
from gerai.academy.practice.handler import CopyHandler, answer
from gerai.academy.practice.models import Copy
from gerai.academy.practice.people import (
    Persona,
    name_of_persona,
    role_of_persona,
)
from gerai.academy.practice.places import is_usable
from gerai.academy.practice.policies import may_practise
from gerai.academy.practice.selectors import bytes_of, copy_of, mails_of
from gerai.academy.practice.showing import NEVER_LED
from gerai.academy.practice.unanswered import unanswered
from gerai.guard.roles import READ_ONLY_ROLES
from gerai.guard.sections import role_of

HOME = "academy_practice"
# Signing in and out belongs to the real site.
_OUTSIDE = ("/admin/login/", "/admin/logout/", "/admin/password_reset/")
_lock = threading.Lock()
_handler: list[CopyHandler] = []


@csrf_exempt  # the copy asks for a token of its own
@never_cache
def within(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Everything below ``/latihan/``: the real site's code, on the person's copy.

    Computed by the process for practising. The public site's own, which speaks ASGI,
    only ever says that there was no answer.
    """
    if isinstance(request, ASGIRequest):
        return unanswered(request)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))
    _require(request)
    asked = path_within(request.path) or "/"
    if asked.startswith((*_OUTSIDE, *NEVER_LED)):
        return redirect(HOME if asked.startswith(_OUTSIDE) else asked)
    copy = copy_of(request.user)
    return _gone(request) if copy is None else _answered(request, copy)


def _answered(request: HttpRequest, copy: Copy) -> HttpResponse:
    services.note_use(copy)
    try:
        response = answer(_copy_handler(), request, copy)
    except CopyGone:
        return _gone(request)
    if response.status_code >= 500 and not is_usable(copy):
        return _gone(request)  # put away while it was at work
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """``/admin/akademi/latihan/``: what it is, and the ways in and out."""
    if role_of(request.user) in READ_ONLY_ROLES:
        return redirect("academy_path")  # which says why there is none
    _require(request)
    copy = copy_of(request.user)
    context: dict[str, Any] = {
        "page_title": _("Practice mall"),
        "copy": copy,
        "days": services.KEPT_UNUSED.days,
        "personas": [],
    }
    if copy is not None:
        try:
            current = services.persona_of(copy)
            mails = mails_of(copy)
        except CopyGone:
            return redirect(HOME)
        context |= {
            "personas": _personas(request.user, current),
            "mails": len(mails),
            "size": bytes_of(copy),
            "desk_url": address_of(copy, "/admin/"),
            "site_url": address_of(copy, "/"),
        }
    return render(request, "academy/practice/home.html", context)


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Make the copy if there is none, and go to its desk."""
    _require(request)
    try:
        copy = services.prepare_copy(request.user)
    except NoRoom as problem:
        messages.error(request, str(problem))
        return redirect(HOME)
    return redirect(address_of(copy, "/admin/"))


@require_POST
def begin_anew(request: HttpRequest) -> HttpResponse:
    """One click, and everything is as it was."""
    _require(request)
    try:
        services.reset_copy(request.user)
    except NoRoom as problem:
        messages.error(request, str(problem))
        return redirect(HOME)
    messages.success(request, _("Your practice mall is as new."))
    return redirect(HOME)


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Remove the copy and everything in it."""
    _require(request)
    services.remove_copy(request.user)
    messages.success(request, _("Your practice mall was put away."))
    return redirect(HOME)


@require_POST
def change_role(request: HttpRequest) -> HttpResponse:
    """Go on in the copy as somebody else."""
    _require(request)
    copy = copy_of(request.user)
    try:
        persona = Persona(request.POST.get("persona", ""))
    except ValueError:
        persona = Persona.SELF
    if copy is None:
        return redirect(HOME)
    try:
        services.become(copy, persona)
    except CopyGone:
        return redirect(HOME)
    return redirect(address_of(copy, "/admin/"))


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """What would have been mailed, had it been the real site."""
    _require(request)
    copy = copy_of(request.user)
    if copy is None:
        return redirect(HOME)
    try:
        found = mails_of(copy)
    except CopyGone:
        return redirect(HOME)
    context = {"page_title": _("What would have been mailed"), "mails": found}
    return render(request, "academy/practice/mails.html", context)


def _gone(request: HttpRequest) -> HttpResponse:
    """There is nothing at this address (any more); say why, and lead on."""
    if request.method in {"GET", "HEAD"} and "text/html" in request.headers.get(
        "Accept", "text/html"
    ):
        messages.info(
            request,
            _("This practice mall is not there any more. Open it again to go on."),
        )
        return redirect(HOME)
    return render(
        request, "academy/practice/gone.html", {"home": reverse(HOME)}, status=409
    )


def _copy_handler() -> CopyHandler:
    with _lock:
        if not _handler:
            handler = CopyHandler()
            handler.load_middleware()
            _handler.append(handler)
        return _handler[0]


def _require(request: HttpRequest) -> None:
    if not may_practise(request.user):
        raise PermissionDenied


def _personas(user: Any, current: Persona) -> list[dict[str, Any]]:
    found = []
    for persona in Persona:
        role = role_of_persona(persona)
        found.append(
            {
                "key": persona.value,
                "name": name_of_persona(persona) or user.get_full_name() or str(user),
                "role": role.label if role is not None else "",
                "is_current": persona is current,
            }
        )
    return found


__all__ = [
    "HOME",
    "PREFIX",
    "begin_anew",
    "change_role",
    "enter",
    "home",
    "mails",
    "put_away",
    "within",
]
