"""What servers of the published tree must know of addresses without a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gerai.publishing.departures import encode
from gerai.website.departures import all_redirects, gone_addresses, live_paths


@require_safe
def departures(request: HttpRequest) -> HttpResponse:
    """Redirects and gone addresses, see ``publishing.departures``."""
    is_live = live_paths()
    redirects = all_redirects(is_live)
    gone = gone_addresses(redirects, is_live)
    return HttpResponse(encode(redirects, gone), content_type="application/json")
