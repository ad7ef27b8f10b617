"""Lets everything that is written during a request know whose request it is."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from gerai.audit.acting import acting


class ActingMiddleware:
    """The user is read when something is written, not before: most requests don't."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with acting("request", request=request):
            return self._get_response(request)
