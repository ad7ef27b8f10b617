"""What servers of the published tree must know of addresses without a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gerai.publishing.departures import encode
from gerai.website.departures import all_redirects, gone_addresses


@require_safe
def departures(request: HttpRequest) -> HttpResponse:
    """Redirects and gone addresses, see ``publishing.departures``."""
    redirects = all_redirects()
    return HttpResponse(
        encode(redirects, gone_addresses(redirects)), content_type="application/json"
    )
