"""What happens to an answer of a reader. Nothing here sets or reads a cookie."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gerai.feedback import services
from gerai.feedback.exceptions import (
    LinkInvalid,
    PageUnknown,
    TextRefused,
    TooManyAnswers,
)
from gerai.feedback.live_views import live_view
from gerai.feedback.models import SENTENCE_LENGTH, PageAnswer
from gerai.feedback.origin import is_from_here
from gerai.guard.flood import Limiter, address_of
from gerai.place.selectors import mall_today
from gerai.theme.addresses import localized_path, localized_url

# Many phones share one address of their provider; a single page needs few answers.
limiter = Limiter(burst=30, per_second=0.2, name="answers")
page_limiter = Limiter(burst=4, per_second=1 / 900, name="answers-of-page")
ANSWERS = {"ya": True, "tidak": False}


@never_cache
@csrf_exempt  # see ``origin``
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """``/survei/halaman/``: keep the answer, then lead to the thanks."""
    path = request.POST.get("halaman", "")
    given = ANSWERS.get(request.POST.get("jawaban", ""))
    if not is_from_here(request):
        return _refusal(request, _("This answer didn't come from one of our pages."))
    if given is None:
        return _refusal(request, _("Please press “Yes” or “No” below the page."))
    asker = address_of(request)
    if limiter.seconds_to_wait(asker) or page_limiter.seconds_to_wait(
        f"{asker} {path}"
    ):
        return _busy(request)
    try:
        kept = services.answer_page(
            path=path,
            is_helpful=given,
            language=_language(),
            today=mall_today(),
        )
    except PageUnknown:
        return _refusal(request, _("We don't know that page."), status=404)
    except TooManyAnswers:
        return _busy(request)
    token = services.sentence_token(kept)
    return HttpResponseRedirect(reverse("feedback:sentence", args=[token]), status=303)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def sentence(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks, and room for one sentence."""
    try:
        kept = services.answer_of_token(token)
    except LinkInvalid:
        return _refusal(
            request, _("This page is no longer open. Thank you all the same."), 410
        )
    if request.method != "POST":
        return _thanks(request, kept)
    text = request.POST.get("kalimat", "")
    if not is_from_here(request):
        return _refusal(request, _("This answer didn't come from one of our pages."))
    if limiter.seconds_to_wait(address_of(request)):
        return _busy(request)
    try:
        services.add_sentence(answer=kept, text=text)
    except TextRefused as problem:
        return _thanks(request, kept, text=text, problem=str(problem), status=422)
    return HttpResponseRedirect(request.path, status=303)


def _thanks(
    request: HttpRequest,
    kept: PageAnswer,
    *,
    text: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "answer": kept,
        "token": services.sentence_token(kept),
        "text": text,
        "problem": problem,
        "limit": SENTENCE_LENGTH,
        "days": services.DAYS_KEPT,
        "back_url": _back_url(kept),
        "back_title": kept.view_title or kept.page.title,
    }
    return _rendered(request, "feedback/thanks.html", context, status)


def _back_url(kept: PageAnswer) -> str:
    view = live_view(kept.view)
    if view is not None:
        return localized_path(view.path, _language())
    return localized_url(kept.page, _language())


def _busy(request: HttpRequest) -> HttpResponse:
    words = _(
        "Very many answers came in just now, so this one was not kept. You can go on "
        "reading."
    )
    return _refusal(request, words, 429)


def _refusal(request: HttpRequest, words: str, status: int = 400) -> HttpResponse:
    context = {"words": words, "back_url": localized_path("/", _language())}
    return _rendered(request, "feedback/refused.html", context, status)


def _rendered(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["Referrer-Policy"] = "same-origin"
    return response


def _language() -> str:
    return (get_language() or "id").partition("-")[0]
