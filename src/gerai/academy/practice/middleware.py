"""Who somebody is within their copy; in place of Django's own of the same names."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from gerai.academy.practice.people import PERSONA, Persona, person_for
from gerai.academy.practice.services import session_of_copy
from gerai.rehearsal.storage import CopyIsFull


class CopySessionMiddleware(MiddlewareMixin):
    """The one session of the copy, so it is the same in every tab and after sign-in."""

    def process_request(self, request: HttpRequest) -> None:
        """Open it."""
        request.session = session_of_copy()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Keep what a screen has put into it; no cookie names it."""
        session = getattr(request, "session", None)
        if session is not None and session.modified and session.session_key:
            session.save()
        return response


class CopyAuthenticationMiddleware(MiddlewareMixin):
    """The trainee, or the colleague in whose place they work at the moment."""

    def process_request(self, request: HttpRequest) -> None:
        """Name them when somebody asks."""
        owner = getattr(request, "practice_owner_id", 0)

        def person() -> Any:
            persona = request.session.get(PERSONA, Persona.SELF.value)
            return person_for(persona, owner) or AnonymousUser()

        request.user = SimpleLazyObject(person)  # type: ignore[assignment]


class FullCopyMiddleware(MiddlewareMixin):
    """Says that there is no room for another file, instead of failing."""

    def process_exception(
        self, request: HttpRequest, problem: Exception
    ) -> HttpResponse | None:
        """Only for that; everything else fails as it would on the real site."""
        if isinstance(problem, CopyIsFull) or (
            isinstance(problem, OperationalError) and "is full" in str(problem)
        ):
            return render(request, "academy/practice/full.html", status=507)
        return None
