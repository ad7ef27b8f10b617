"""The worker, the catalogue that phones keep, and the page that shows it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gerai.directory.standard.five_facts import fact_labels
from gerai.directory.standard.wording import unknown_text
from gerai.place.selectors import current_mall
from gerai.theme.addresses import localized_path
from gerai.website.offline.catalogue import catalogue
from gerai.website.offline.worker import worker_text
from gerai.website.surroundings import surroundings_of

_ALWAYS_ASK = "no-cache"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """``/sw.js``: at the root, so that it may answer for the whole site."""
    return HttpResponse(
        worker_text(current_mall()),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": _ALWAYS_ASK},
    )


@require_safe
def offline_catalogue(request: HttpRequest) -> HttpResponse:
    """The essential facts of all services in the address's language.

    Raises:
        Http404: while the copy is switched off.
    """
    _refuse_when_off(request)
    return HttpResponse(
        catalogue(_language()),
        content_type="application/json",
        headers={"Cache-Control": _ALWAYS_ASK},
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """``/luring/``: what can be read without a signal.

    Raises:
        Http404: while the copy is switched off.
    """
    _refuse_when_off(request)
    context: dict[str, Any] = {
        "services_url": localized_path("/layanan/", _language()),
        "fact_labels": fact_labels(),
        "unknown": unknown_text(),
    }
    answer = render(request, "website/offline.html", context)
    answer.headers["Cache-Control"] = _ALWAYS_ASK
    return answer


def _refuse_when_off(request: HttpRequest) -> None:
    mall = surroundings_of(request).mall
    if mall is None or not mall.has_offline_copy:
        raise Http404


def _language() -> str:
    return get_language() or "id"
