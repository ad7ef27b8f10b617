"""The page for somebody whose practice screen got no answer; the public site gives it."""

from __future__ import annotations

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.shortcuts import render

from gerai.academy.practice.forwarding import UNANSWERED, Unanswered
from gerai.guard.desk_headers import DESK_HEADERS

_SECONDS_UNTIL_ANOTHER_TRY = {True: 60, False: 5}


def unanswered(request: ASGIRequest) -> HttpResponse:
    """Say what happened, and offer to send again what was typed.

    It is not sent again by itself: nobody knows whether it was done already.
    """
    told: Unanswered = request.scope[UNANSWERED]
    context = {
        "told": told,
        "is_form": request.method not in {"GET", "HEAD"},
        "fields": [
            (name, value) for name, values in request.POST.lists() for value in values
        ],
        "had_files": bool(request.FILES),
    }
    wait = _SECONDS_UNTIL_ANOTHER_TRY[told.is_overfull]
    page = render(request, "academy/practice/unanswered.html", context, status=503)
    for name, value in DESK_HEADERS.items():
        page.headers[name] = value
    page.headers["Retry-After"] = str(wait)
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page
