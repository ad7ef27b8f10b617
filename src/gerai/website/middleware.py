"""Language and host by configuration, not by visitor; headers against inline code."""

from __future__ import annotations

import unicodedata

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.encoding import iri_to_uri
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from gerai.publishing.departures import Redirection
from gerai.publishing.headers import ALWAYS_ASK, PREVIEW_HEADERS, security_headers_of
from gerai.website.departures import is_gone, redirect_for
from gerai.website.languages import language_of_path
from gerai.website.views import page_gone

# The desk has a policy of its own (``guard.desk_headers``); a practice copy has sent the
# headers of whatever it shows already.
_OWN_POLICY = ("/admin/", "/latihan/")


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
    """The security headers of published pages, on every other public answer too."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the headers that a view has not set itself."""
        if request.path_info.startswith(_OWN_POLICY):
            return response
        is_preview = getattr(request, "is_preview", False)
        headers = (
            PREVIEW_HEADERS
            if is_preview
            else security_headers_of(request.path_info.lstrip("/"))
        )
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        # Django's own middleware, further in, has put the desk's value there.
        response.headers["X-Frame-Options"] = headers["X-Frame-Options"]
        return response


class DeparturesMiddleware(MiddlewareMixin):
    """Leads on from an address that no page answers, or says that its page is gone.

    The published tree answers the same; this is for what isn't published: addresses
    with a query, and the moments between a change and its publication.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Replace a 404 where more is known."""
        if response.status_code != 404 or "\0" in request.path:
            return response
        redirection = _redirect_of_query(request) or redirect_for(request.path)
        if redirection is not None:
            return _redirect(redirection)
        return page_gone(request) if is_gone(request.path) else response


def _redirect_of_query(request: HttpRequest) -> Redirection | None:
    """Wagtail's redirects may name an address with its query."""
    if not request.META.get("QUERY_STRING"):
        return None
    asked = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    row = get_redirect(request, asked)
    if row is None or row.link is None:
        return None
    return Redirection(row.link, row.is_permanent)


def _redirect(redirection: Redirection) -> HttpResponseBase:
    kind = (
        HttpResponsePermanentRedirect
        if redirection.is_permanent
        else HttpResponseRedirect
    )
    answer = kind(iri_to_uri(redirection.target))
    # A page may come back to this address; browsers must ask again.
    answer.headers["Cache-Control"] = ALWAYS_ASK
    return answer
