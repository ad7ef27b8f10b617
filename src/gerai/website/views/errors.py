"""Pages for when something is missing or broken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

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


def page_not_found(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    """404: says so, and offers a search box and the ways that most people need."""
    mark_missing(request)
    language = language_of_path(request.path_info)
    context = {"popular": popular_links(language)}
    return render(request, "website/404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: needs neither database nor cache, and never fails itself."""
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
            body = render_to_string(
                "website/500.html",
                {
                    "frame": frame,
                    "services_url": localized_path("/layanan/", language),
                    "contact_url": localized_path("/kontak/", language),
                },
            )
    except Exception:  # noqa: BLE001 - the error page is the last line
        body = _LAST_RESORT
    return HttpResponse(body, status=500)
