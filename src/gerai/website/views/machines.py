"""Answers for machines: robots, sitemap, manifest, colours, images for sharing."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gerai.place.selectors import current_mall, mall_today
from gerai.theme.tokens import LIGHT_PAPER
from gerai.website import icons
from gerai.website.addresses import (
    HOME_IMAGE,
    absolute,
    content_hash,
    theme_css,
    theme_css_path,
)
from gerai.website.navigation import site_pages
from gerai.website.sharing import open_graph_image_of
from gerai.website.sitemap import page_at, sitemap_entries

FOR_EVER = "public, max-age=31536000, immutable"
ONE_DAY = "public, max-age=86400"
_SHORTCUTS = frozenset({"/layanan/", "/jam-buka/", "/lantai/"})

_SECURITY = """\
Contact: {contact}
Expires: {expires}T00:00:00Z
Preferred-Languages: {languages}
Canonical: {canonical}
"""
_ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /akun/
Disallow: /latihan/

Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything that citizens read may be indexed."""
    text = _ROBOTS.format(sitemap=absolute("/sitemap.xml"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116).

    Raises:
        Http404: the mall names no contact; none is made up.
    """
    mall = current_mall()
    contact = mall.security_contact if mall else ""
    if not contact:
        raise Http404
    text = _SECURITY.format(
        contact=contact if contact.startswith("https://") else f"mailto:{contact}",
        expires=_half_a_year_after(mall_today()).isoformat(),
        languages=", ".join(code for code, _name in settings.LANGUAGES),
        canonical=absolute("/.well-known/security.txt"),
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _half_a_year_after(day: date) -> date:
    """The first of a month, so that the file changes once a month."""
    months = day.year * 12 + day.month + 6
    return date(months // 12, months % 12 + 1, 1)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All public pages; English ones only where a translation exists."""
    return render(
        request,
        "website/sitemap.xml",
        {"entries": sitemap_entries()},
        content_type="application/xml; charset=utf-8",
    )


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Lets a phone put the site on its home screen, under the mall's own name."""
    mall = current_mall()
    name = mall.name if mall else "Gerai"
    return JsonResponse(
        {
            "id": "/",
            "name": name,
            "description": mall.tagline if mall else "",
            "short_name": mall.short_name if mall else name,
            "lang": settings.LANGUAGE_CODE,
            "start_url": "/",
            "scope": "/",
            # With the browser's own way back: pages of a public site lead anywhere.
            "display": "minimal-ui",
            "background_color": LIGHT_PAPER,
            "theme_color": (mall.theme if mall else {}).get("structure", LIGHT_PAPER),
            "icons": [
                {
                    "src": icons.icon_path(mall, f"{kind}-{size}.png"),
                    "type": "image/png",
                    "sizes": f"{size}x{size}",
                    "purpose": purpose,
                }
                for kind, purpose in (("icon", "any"), ("maskable", "maskable"))
                for size in (192, 512)
            ],
            "shortcuts": [
                {"name": page.title, "url": page.path}
                for page in site_pages(settings.LANGUAGE_CODE)
                if page.path in _SHORTCUTS
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
def icon(request: HttpRequest, content: str, name: str) -> HttpResponse:
    """An icon in the mall's colours; ``content`` is their hash.

    Raises:
        Http404: there is no icon of that name.
    """
    if name not in icons.NAMES:
        raise Http404
    mall = current_mall()
    address = icons.icon_path(mall, name)
    if address != request.path:
        return HttpResponseRedirect(address)
    is_drawn = name == icons.FAVICON
    return HttpResponse(
        icons.icon_body(mall, name),
        content_type="image/svg+xml" if is_drawn else "image/png",
        headers={"Cache-Control": FOR_EVER},
    )


@require_safe
def theme_colours(request: HttpRequest, content: str) -> HttpResponse:
    """The mall's colours as a style sheet; ``content`` is the hash of its text.

    A page that was stored before the colours changed asks for an old hash and is sent
    to the present one.
    """
    mall = current_mall()
    css = theme_css(mall) if mall else ""
    if mall is None or not css:
        raise Http404
    if content != content_hash(css):
        return HttpResponseRedirect(theme_css_path(mall))
    return HttpResponse(
        css,
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": FOR_EVER},
    )


@require_safe
def og_image(request: HttpRequest, path: str) -> HttpResponse:
    """The picture that stands for a page where it is shared (1200 × 630)."""
    page = page_at("" if path == HOME_IMAGE else path)
    if page is None:
        raise Http404
    return HttpResponse(
        open_graph_image_of(page),
        content_type="image/png",
        headers={"Cache-Control": ONE_DAY},
    )
