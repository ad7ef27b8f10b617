"""Deleting what is in use: words instead of an error page."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from gerai.guard.middleware import DESK

NAMED = 3
_FOR_SCRIPTS = "multiple"


class ProtectedRecordsMiddleware:
    """Wagtail looks for uses on most screens that delete; not on all of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        if not request.path.startswith(DESK):
            return None
        if isinstance(exception, ProtectedError):
            users = exception.protected_objects
        elif isinstance(exception, RestrictedError):
            users = exception.restricted_objects
        else:
            return None
        names = sorted({str(getattr(one, "page", one)) for one in users})
        words = _in_words(names)
        if f"/{_FOR_SCRIPTS}/" in request.path:
            return JsonResponse({"success": False, "error_message": words})
        messages.error(request, words)
        return redirect("wagtailadmin_home")


def _in_words(names: list[str]) -> str:
    shown = [*names[:NAMED], *(["…"] if len(names) > NAMED else [])]
    return _(
        "This is still used, so it was not deleted. Take it away there first: %(places)s."
    ) % {"places": ", ".join(shown)}
