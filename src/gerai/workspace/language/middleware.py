"""The whole request in the person's language, not only Wagtail's views."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

DESK = "/admin/"


class DeskLanguageMiddleware(MiddlewareMixin):
    """Below ``/admin/``, the language that somebody chose in their profile.

    Wagtail chooses it around its own views only; what is said before and after (no
    permission, not found, out of date) would be in the site's language.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate it; whoever has not chosen keeps the site's language."""
        if not request.path_info.startswith(DESK) or not request.user.is_authenticated:
            return
        profile = getattr(request.user, "wagtail_userprofile", None)
        if profile is not None and profile.preferred_language:
            translation.activate(profile.preferred_language)
            request.LANGUAGE_CODE = profile.preferred_language
