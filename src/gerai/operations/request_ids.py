"""Gives each request a name that its answer, its log lines and nginx have in common."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

from gerai.publishing.roomy import with_room

HEADER = "X-Request-ID"
# As nginx makes them ($request_id), and as we do.
_ID = re.compile(r"[0-9a-f]{32}")


class RequestIDMiddleware:
    """Around all that logs: its lines have the name, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    @with_room  # requests end deep in templates
    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = request_id(request.headers.get(HEADER, ""))
        with structlog.contextvars.bound_contextvars(request_id=name):
            response = self._get_response(request)
        response.headers[HEADER] = name
        return response


def request_id(given: str) -> str:
    """The name that nginx gave; a new one where there is none, or it has another form."""
    return given if _ID.fullmatch(given) else uuid.uuid4().hex
