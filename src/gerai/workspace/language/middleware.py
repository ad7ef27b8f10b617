"""The whole request in the person's language and time, not only Wagtail's views."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from wagtail.users.models import UserProfile

from gerai.place.selectors import mall_timezone

# What is said around a practice copy is said to the same people.
OF_STAFF = ("/admin/", "/latihan/")


class DeskLanguageMiddleware(MiddlewareMixin):
    """Below ``/admin/`` and around a practice copy, the language and the clock that somebody chose.

    Wagtail chooses the language around its own views only; what is said before and
    after (no permission, not found, out of date) would be in the site's. And its clock
    is that of the settings, which is not the one on the wall of every mall.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate it; whoever has not chosen has the site's language, the mall's time."""
        user = request.user
        if not request.path_info.startswith(OF_STAFF) or not user.is_authenticated:
            return
        # Never saved here: Wagtail only reads it from the person of this request.
        profile = getattr(user, "wagtail_userprofile", None) or UserProfile(user=user)
        if not profile.current_time_zone:
            profile.current_time_zone = mall_timezone().key
        if profile.preferred_language:
            translation.activate(profile.preferred_language)
            request.LANGUAGE_CODE = profile.preferred_language
