"""Writes down what a request was held back for, and says so to the person."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from gerai.defacement.exceptions import HeldBack
from gerai.defacement.holding import collected
from gerai.defacement.services import write_down

_CONFLICT = 409
_LEFT_OUT = ("csrfmiddlewaretoken", "password", "next", "action-")
_SHORTEST_TYPED = 3


class HeldBackMiddleware:
    """After the view: its transaction is gone, so there is a place to write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self._get_response(request)
        with collected() as held:
            response = self._get_response(request)
        if held:
            write_down(held, path=request.path)
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """A screen that knows nothing of being held back."""
        if not isinstance(exception, HeldBack):
            return None
        words = " ".join(exception.messages)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"error": words}, status=_CONFLICT)
        return held_page(request, words)


def held_page(request: HttpRequest, words: str) -> HttpResponse:
    """What happened, and all that was typed, to take along."""
    typed = [
        value
        for key, values in request.POST.lists()
        for value in values
        if not key.startswith(_LEFT_OUT) and _is_prose(value)
    ]
    context = {
        "words": words,
        "typed": typed,
        "back": request.path,
        "list_url": reverse("defacement_list"),
    }
    return render(request, "defacement/held.html", context, status=_CONFLICT)


def _is_prose(value: object) -> bool:
    return (
        isinstance(value, str)
        and len(value) >= _SHORTEST_TYPED
        and not value.startswith(("{", "["))
        and not value.isdigit()
    )
