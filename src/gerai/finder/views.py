"""The search page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gerai.finder.asked import count_search
from gerai.finder.flood import limiter
from gerai.finder.queries import read_query
from gerai.finder.results import nearest, results_of
from gerai.finder.suggestions import suggestion_data
from gerai.guard.flood import address_of


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``/cari/?q=``: whatever was typed, an answer and a way on."""
    query = read_query(request.GET.get("q", ""))
    if query:
        asker = address_of(request)
        if seconds := limiter.seconds_to_wait(asker):
            return _too_fast(request, seconds)
    results = results_of(query)
    if query:
        count_search(query.text, results=results.total, asker=asker)
    context = {
        "query": query,
        "results": results,
        "nearest": None if results.total else nearest(request=request),
        "live_view": "search",
    }
    return render(request, "finder/search.html", context)


def _too_fast(request: HttpRequest, seconds: int) -> HttpResponse:
    response = render(request, "finder/too_fast.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    return response


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """``/cari/saran.json``: what the browser suggests from, in the page's language."""
    return JsonResponse(
        suggestion_data(get_language() or settings.LANGUAGE_CODE),
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
