"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gerai.finder.hours import mall_hours
from gerai.finder.queries import read_query
from gerai.finder.results import nearest, results_of


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``/cari/?q=``: whatever was typed, an answer and a way on."""
    query = read_query(request.GET.get("q", ""))
    results = results_of(query, request=request)
    context = {
        "query": query,
        "results": results,
        "nearest": None if results.total else nearest(request=request),
        "hours_data": mall_hours(),
    }
    return render(request, "finder/search.html", context)
