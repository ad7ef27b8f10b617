"""From the invitation into the sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url

from gerai.signin import devices


def sign_in_joined(request: HttpRequest, user: Any) -> HttpResponse:
    """Sign in who has just used their link; a second factor is asked for next.

    The link was the proof, so no code by mail is needed before setting one up.
    """
    login(request, user)
    record_authentication(request, user, "password")
    UserSession.objects.create_from_request(request, user=user)
    response = HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
    devices.remember(request, response, user)
    return response
