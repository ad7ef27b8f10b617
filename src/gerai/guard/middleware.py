"""An auditor reads everything and changes nothing, whatever screen they find."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from gerai.guard.roles import READ_ONLY_ROLES
from gerai.guard.sections import role_of

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ReadOnlyRolesMiddleware:
    """Refuses every request of a reading role that could write.

    One gate in front of all screens instead of a check in each: a screen that comes
    tomorrow is closed too. Their own account and signing out stay open.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS and self._only_reads(request):
            raise PermissionDenied
        return self._get_response(request)

    def _only_reads(self, request: HttpRequest) -> bool:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return False
        if role_of(user) not in READ_ONLY_ROLES:
            return False
        own = (reverse("wagtailadmin_account"), reverse("wagtailadmin_logout"))
        return not request.path.startswith(own)
