"""Answers a request within a copy, by the very code that answers it on the real site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from gerai.academy.practice.addresses import PREFIX, path_within
from gerai.academy.practice.connecting import inside
from gerai.academy.practice.models import Copy
from gerai.academy.practice.showing import TASK, show_as_practice
from gerai.academy.practice.state import beginning_of

COOKIE_PREFIX = "latihan_"
OWNER = "practice_owner_id"
"""On a request within a copy: the key of the account that the copy belongs to."""
# Django's protection keeps them there; the copy has its own.
_NOT_OURS = ("CSRF_COOKIE", "CSRF_COOKIE_NEEDS_UPDATE", "HTTP_COOKIE")


class CopyHandler(BaseHandler):
    """Django's handler with the middleware of ``settings.PRACTICE_MIDDLEWARE``.

    What guards the real site (sign-in, address, transport) has happened already, around
    the view that hands the request over.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the chain; synchronous throughout."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        handler: Any = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]
        for path in reversed(settings.PRACTICE_MIDDLEWARE):
            middleware = import_string(path)(handler)
            if hasattr(middleware, "process_view"):
                self._view_middleware.insert(0, middleware.process_view)
            if hasattr(middleware, "process_template_response"):
                self._template_response_middleware.append(
                    middleware.process_template_response
                )
            if hasattr(middleware, "process_exception"):
                self._exception_middleware.append(middleware.process_exception)
            handler = convert_exception_to_response(middleware)
        self._middleware_chain = handler


def answer(handler: CopyHandler, request: HttpRequest, copy: Copy) -> HttpResponse:
    """What the copy says to a request below its address.

    Raises:
        CopyGone: the copy was begun anew or removed meanwhile.
    """
    inner = request_within(request)
    setattr(inner, OWNER, copy.user_id)
    setattr(inner, TASK, beginning_of(copy).task)
    with (
        translation.override(settings.LANGUAGE_CODE),
        timezone.override(timezone.get_current_timezone()),
        inside(copy),
    ):
        response = _whole(handler.get_response(inner))
        show_as_practice(response, inner)
    _keep_cookies_apart(response)
    return response


def request_within(request: HttpRequest) -> HttpRequest:
    """The same request, as if it had been made of the real site."""
    assert isinstance(request, WSGIRequest)  # noqa: S101 - as this process is asked
    environ = dict(request.environ)
    environ["PATH_INFO"] = path_within(environ["PATH_INFO"]) or "/"
    inner = WSGIRequest(environ)
    inner.COOKIES = {
        name.removeprefix(COOKIE_PREFIX): value
        for name, value in request.COOKIES.items()
        if name.startswith(COOKIE_PREFIX)
    }
    for name in _NOT_OURS:
        inner.META.pop(name, None)
    if getattr(request, "_dont_enforce_csrf_checks", False):
        inner._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    _name_sender(inner)
    return inner


def _name_sender(inner: HttpRequest) -> None:
    """Screens that lead back to where one came from lead back to it here."""
    sender = urlsplit(inner.META.get("HTTP_REFERER", ""))
    path = path_within(sender.path)
    if path is not None:
        inner.META["HTTP_REFERER"] = sender._replace(path=path).geturl()


def _whole(response: HttpResponseBase) -> HttpResponse:
    """The answer read to its end: later it would be read from the real site."""
    if isinstance(response, HttpResponse):
        return response
    whole = HttpResponse(
        b"".join(response.streaming_content),  # type: ignore[attr-defined]
        status=response.status_code,
        reason=response.reason_phrase,
        headers=dict(response.items()),
    )
    whole.cookies = response.cookies
    response.close()
    return whole


def _keep_cookies_apart(response: HttpResponse) -> None:
    """Cookies of a copy never reach the real site, nor the other way round."""
    present = dict(response.cookies)
    response.cookies.clear()
    for name, morsel in present.items():
        if name == settings.SESSION_COOKIE_NAME:
            continue
        own = f"{COOKIE_PREFIX}{name}"
        response.cookies[own] = morsel.value
        for attribute, value in morsel.items():
            response.cookies[own][attribute] = value
        response.cookies[own]["path"] = f"{PREFIX}/"
