"""Addresses of the site; each room brings its own."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls


def _of(room: str, prefix: str = "") -> list[URLPattern | URLResolver]:
    """The addresses of a room that has some already."""
    module = f"gerai.{room}.urls"
    return [path(prefix, include(module))] if find_spec(module) else []


urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("dokumen/berkas/", include(wagtaildocs_urls)),
    path("", include("gerai.operations.urls")),
    *_of("opendata"),
    path("", include("gerai.website.urls")),
    *i18n_patterns(
        *_of("finder", "cari/"),
        path("", include("gerai.website.page_urls")),
        prefix_default_language=False,
    ),
]
handler404 = "gerai.website.views.page_not_found"
handler500 = "gerai.website.views.server_error"
