"""Renders one address the way a reader without cookies would get it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone, translation


@contextmanager
def _noticing_exceptions() -> Iterator[list[BaseException]]:
    """Collect what Django turns into its error page."""
    noticed: list[BaseException] = []

    def notice(**_: Any) -> None:
        problem = sys.exc_info()[1]
        if problem is not None:
            noticed.append(problem)

    got_request_exception.connect(notice)
    try:
        yield noticed
    finally:
        got_request_exception.disconnect(notice)


class RenderFailed(Exception):
    """An address didn't give a page that can be published; the text says why."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What an address answers: a page (200) or a permanent move (301, 308)."""

    address: str
    status: int
    content_type: str
    body: bytes
    location: str = ""


class Renderer:
    """The site's own request handler, with a reader who has no cookies and no session.

    Middleware included, so a page is published with the very bytes that it would be
    served with.
    """

    def __init__(self) -> None:
        self._handler = BaseHandler()
        self._handler.load_middleware()
        base = urlsplit(settings.GERAI_BASE_URL)
        self._factory = RequestFactory(
            SERVER_NAME=base.hostname or "localhost",
            SERVER_PORT=str(base.port or (443 if base.scheme == "https" else 80)),
        )
        self._is_secure = base.scheme == "https"

    def render(self, address: str) -> Rendered:
        """Render an address.

        Raises:
            RenderFailed: when it answers an error, wants to set a cookie, or streams.
        """
        with (
            translation.override(settings.LANGUAGE_CODE),
            timezone.override(None),
            _noticing_exceptions() as exceptions,
        ):
            response = self._handler.get_response(self._request(address))
        if exceptions:
            problem = exceptions[0]
            raise RenderFailed(f"{type(problem).__name__}: {problem}") from problem
        if response.streaming:
            raise RenderFailed("the answer is a stream")
        if response.cookies:
            raise RenderFailed("the answer sets a cookie, so it depends on the reader")
        if response.status_code in {301, 308}:
            return Rendered(
                address, response.status_code, "", b"", response["Location"]
            )
        if response.status_code != 200:
            raise RenderFailed(f"the answer is {response.status_code}")
        body = (
            b"".join(response) if not hasattr(response, "content") else response.content
        )
        response.close()
        return Rendered(
            address, 200, response.headers.get("Content-Type", ""), bytes(body)
        )

    def _request(self, address: str) -> HttpRequest:
        return self._factory.get(quote(address, safe="/%"), secure=self._is_secure)
