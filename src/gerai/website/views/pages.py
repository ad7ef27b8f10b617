"""Serves pages, in Indonesian where there is no English version."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.views import serve_chain
from wagtail.wagtail_hooks import check_view_restrictions

from gerai.website import tree
from gerai.website.routing import find_route


# A page is only read. Without the exemption a POST would be answered with Django's
# untranslated page about cookies instead of 405.
@csrf_exempt
@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Wagtail's ``serve``, with a fallback to the Indonesian page below ``/en/``.

    Raises:
        Http404: if there is no such page in any language.
    """
    route = find_route(request, path)
    if route is None:
        raise Http404
    page, args, kwargs = route.page, route.args, route.kwargs
    for check in hooks.get_hooks("before_serve_page"):
        answer = check(page, request, args, kwargs)
        if isinstance(answer, HttpResponse):
            return answer
    chain: Any = serve_chain
    is_restricted = tree.is_restricted(page)
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        # Wagtail's check asks twice for each page; nearly all are open to everybody.
        if is_restricted or wrap is not check_view_restrictions:
            chain = wrap(chain)
    response: HttpResponseBase = chain(page, request, args, kwargs)
    # Keep a copy, but ask each time: what staff publish must be seen at once.
    response.headers.setdefault("Cache-Control", "no-cache")
    return response
