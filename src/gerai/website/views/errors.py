"""Pages for when something is missing, gone, out of order or broken."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from gerai.files.s3 import StorageUnavailable
from gerai.publishing.departures import (
    ERROR_STATUSES,
    RETRY_AFTER_SECONDS,
    error_file,
)
from gerai.publishing.headers import ALWAYS_ASK
from gerai.publishing.outages import is_outage
from gerai.publishing.tree import PublishedTree
from gerai.theme.addresses import localized_path
from gerai.theme.frame import Frame, LanguageChoice
from gerai.website.languages import language_of_path
from gerai.website.routing import mark_missing
from gerai.website.selectors.home import popular_links

# Shown when even the template can't be drawn, e.g. before static files are collected.
_LAST_RESORT = (
    '<!doctype html><html lang="id"><meta charset="utf-8"><title>Gangguan</title>'
    "<h1>Maaf, sedang ada gangguan</h1>"
    "<p>Coba lagi beberapa menit lagi.</p>"
    '<p lang="en">Sorry, something is broken. Please try again in a few minutes.</p>'
)
# Programs don't say which language their reader speaks, so they get both.
_UNAVAILABLE = {
    "error": "unavailable",
    "detail": "Bagian ini sedang tidak tersedia. Coba lagi beberapa menit lagi.",
    "detail_en": "This part is not available now. Please try again in a few minutes.",
}


def page_not_found(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    """404: says so, and offers a search box and the ways that most people need.

    Programs get what they read.
    """
    if request.path_info.startswith("/api/"):
        problem = {"detail": "There is nothing at this address.", "field": None}
        return JsonResponse(problem, status=404)
    return _helpful_page(request, 404, status=404)


def page_gone(request: HttpRequest) -> HttpResponse:
    """410: there was a page here once; says where to look instead."""
    response = _helpful_page(request, 410, status=410)
    # It may be published again.
    response.headers["Cache-Control"] = ALWAYS_ASK
    return response


@require_safe
def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page for an error, as it is published for the servers to show.

    Raises:
        Http404: for a status that has no page.
    """
    if status not in ERROR_STATUSES:
        raise Http404
    return _helpful_page(request, status, status=200)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when only database or storage is away. Needs neither, never fails."""
    problem = sys.exc_info()[1]
    if is_outage(problem) or isinstance(problem, StorageUnavailable):
        return unavailable(request)
    return _without_database(request, "website/500.html", status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: this part needs the database, which is away; the published pages are not."""
    language = language_of_path(request.path_info)
    response: HttpResponse
    if request.path_info.startswith("/api/"):
        response = JsonResponse(_UNAVAILABLE, status=503)
    else:
        name = error_file(503, "" if language == settings.LANGUAGE_CODE else language)
        body = PublishedTree(settings.PUBLISHED_FOLDER).read(name)
        response = (
            HttpResponse(body, status=503)
            if body is not None
            else _without_database(request, "website/503.html", status=503)
        )
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def unavailable_for_machines(request: HttpRequest) -> JsonResponse:
    """What programs are told when the application is away, as it is published."""
    return JsonResponse(_UNAVAILABLE)


def _helpful_page(request: HttpRequest, error: int, *, status: int) -> HttpResponse:
    mark_missing(request)
    language = language_of_path(request.path_info)
    context = {"popular": popular_links(language)}
    return render(request, f"website/{error}.html", context, status=status)


def _without_database(
    request: HttpRequest, template: str, *, status: int
) -> HttpResponse:
    language = language_of_path(request.path_info)
    body: str
    try:
        with translation.override(language):
            frame = Frame(
                home_url=localized_path("/", language),
                search_url=localized_path("/cari/", language),
                language=language,
                languages=(LanguageChoice(language, "", "", is_current=True),),
                content_language=language,
                is_indexed=False,
            )
            context: dict[str, Any] = {
                "frame": frame,
                "services_url": localized_path("/layanan/", language),
                "contact_url": localized_path("/kontak/", language),
            }
            body = render_to_string(template, context)
    except Exception:  # noqa: BLE001 - the error page is the last line
        body = _LAST_RESORT
    return HttpResponse(body, status=status)
