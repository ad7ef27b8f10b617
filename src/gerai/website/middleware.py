"""Language and host by configuration, not by visitor; headers against inline code."""

from __future__ import annotations

import unicodedata

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from gerai.website.languages import language_of_path

# Wagtail's admin needs inline scripts and styles; it is not public.
_OWN_POLICY = ("/admin/",)
_CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
    )
)
_PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb")
)


class BaseAddressMiddleware(MiddlewareMixin):
    """Absolute addresses are below the one that the environment names.

    Otherwise a forged Host header could get into canonical links, structured data and
    the published files.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Decide what ``request.build_absolute_uri`` puts in front."""
        # A cached property of Django's: whoever sets it first decides.
        request.__dict__["_current_scheme_host"] = settings.GERAI_BASE_URL


class AddressLanguageMiddleware(MiddlewareMixin):
    """``/en/…`` is English and everything else Indonesian.

    Django's own LocaleMiddleware also looks at a cookie and ``Accept-Language``. Here
    every address has one answer for everybody, so pages can be published as files.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language, or refuse an address that can't be a page's."""
        language = language_of_path(request.path_info)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        if any(unicodedata.category(letter) == "Cc" for letter in request.path_info):
            # PostgreSQL fails on NUL; no address of ours has a control character.
            raise Http404

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Say which language the interface is in."""
        response.headers.setdefault(
            "Content-Language",
            getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
        )
        return response


class PublicHeadersMiddleware(MiddlewareMixin):
    """Headers that keep other people's code out of public pages."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the headers that a view has not set itself."""
        if request.path_info.startswith(_OWN_POLICY):
            return response
        response.headers.setdefault("Content-Security-Policy", _CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS_POLICY)
        return response
