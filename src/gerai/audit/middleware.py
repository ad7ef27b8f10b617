"""Lets what is written know whose request it is; notes requests that are refused."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.messages import ERROR
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url

from gerai.audit.acting import acting
from gerai.audit.tries import REFUSED, STOPPED, record_try


class ActingMiddleware:
    """The user is read when something is written, not before: most requests don't."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with acting("request", request=request):
            return self._get_response(request)


class RefusalsMiddleware:
    """Notes what somebody was not allowed to do, and who was stopped for trying too often.

    The screen and the way it was asked for stand in the entry like those of any act.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if _is_refusal(request, response):
            user = getattr(request, "user", None)
            is_known = user is not None and user.is_authenticated
            record_try(REFUSED, request=request, user=user if is_known else None)
        elif response.status_code == HTTPStatus.TOO_MANY_REQUESTS and _is_sign_in(
            request
        ):
            record_try(STOPPED, request=request)
        return response


def _is_refusal(request: HttpRequest, response: HttpResponseBase) -> bool:
    if response.status_code == HTTPStatus.FORBIDDEN:
        return True
    # Wagtail leads to the desk's home instead, with a message that says why.
    if response.status_code != HTTPStatus.FOUND:
        return False
    if response.get("Location") != resolve_url("wagtailadmin_home"):
        return False
    said = getattr(getattr(request, "_messages", None), "_queued_messages", ())
    return any(message.level == ERROR for message in said)


def _is_sign_in(request: HttpRequest) -> bool:
    # /akun/ of /akun/masuk/
    folder = resolve_url(settings.LOGIN_URL).rstrip("/").rpartition("/")[0]
    return request.path.startswith(f"{folder}/")
