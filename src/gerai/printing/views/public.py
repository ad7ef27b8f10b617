"""Sheets for visitors, at addresses below the page of the service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TypeVar

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gerai.printing.choices import SheetKind
from gerai.printing.exceptions import PressBusy, PrintingError
from gerai.printing.libraries import can_print
from gerai.printing.selectors import public_service
from gerai.printing.services import drawn, public_press, sheet_job

RETRY_SECONDS = 10
Response = TypeVar("Response", bound=HttpResponseBase)


@require_safe
def service_sheet(
    request: HttpRequest, agency: str, service: str, kind: str
) -> HttpResponseBase:
    """The sheet of a service as PDF; 503 in words where it can't be made just now."""
    language = (get_language() or "id").partition("-")[0]
    page = public_service(agency, service, language)
    if page is None or kind not in SheetKind.values:
        raise Http404
    job = sheet_job(page, SheetKind(kind), language)
    etag = quote_etag(job.identifier)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _kept_fresh(HttpResponse(status=304), etag)
    if request.method == "HEAD" and can_print():
        # Whoever only asks whether it is there costs no drawing.
        return _as_pdf(_HeadersOnly(), f"{agency}-{service}-{kind}.pdf", etag)
    try:
        pdf = drawn(job, public_press)
    except PrintingError as problem:
        is_busy = isinstance(problem, PressBusy)
        response = render(
            request,
            "printing/unavailable.html",
            {"service_url": request.path.rpartition("/")[0] + "/", "is_busy": is_busy},
            status=503,
        )
        response["Retry-After"] = str(RETRY_SECONDS if is_busy else 3600)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
    return _as_pdf(HttpResponse(pdf), f"{agency}-{service}-{kind}.pdf", etag)


class _HeadersOnly(StreamingHttpResponse):
    """An answer without a body, of a length that isn't known before it is drawn."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Nothing."""
        nothing: tuple[bytes, ...] = ()
        for part in nothing:
            yield part


def _as_pdf(response: Response, name: str, etag: str) -> Response:
    response["Content-Type"] = "application/pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return _kept_fresh(response, etag)


def _kept_fresh(response: Response, etag: str) -> Response:
    response["ETag"] = etag
    # The page is what search engines should show.
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, public=True, no_cache=True)
    return response
