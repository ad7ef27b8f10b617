"""The headers of the desk: as strict as Wagtail's screens allow.

No inline script, nothing from elsewhere. What is laxer than on
public pages, and why, stands in ``docs/security.md``; a test compares the two.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

DESK = "/admin/"
DESK_POLICY = (
    "default-src 'none'; script-src 'self'; "
    # The rich text editor and the translation editor write style sheets of their own.
    # What such a sheet could ask for outside stays refused: pictures, fonts, frames.
    "style-src 'self' 'unsafe-inline'; "
    # A picture that was just chosen is shown before it is sent.
    "img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    # Previews.
    "frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
DESK_HEADERS = {
    "Content-Security-Policy": DESK_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Where a member of staff was is nobody's business elsewhere.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
        "browsing-topics=()"
    ),
}


class DeskHeadersMiddleware(MiddlewareMixin):
    """Puts the desk's headers on every answer below ``/admin/``."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add what a view hasn't set itself (a preview has the public page's)."""
        if request.path_info.startswith(DESK):
            for name, value in DESK_HEADERS.items():
                response.headers.setdefault(name, value)
        return response
