"""``/periksa/<token>/``: the page on which a contact says whether a page is right."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gerai.directory.models import ServicePage
from gerai.directory.standard import completeness, five_facts, requirements_by_case
from gerai.feedback import reviewing
from gerai.feedback.exceptions import LinkInvalid, ReviewRefused
from gerai.feedback.models import CORRECTION_LENGTH, ReviewRequest
from gerai.feedback.origin import is_from_here
from gerai.guard.flood import Limiter, address_of
from gerai.notifications.messages import Message
from gerai.notifications.services import tell

limiter = Limiter(burst=20, per_second=0.1, name="confirmations")


@never_cache
@csrf_exempt  # the link itself is the secret; see ``origin``
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """Show what visitors read, and take “all right” or a correction."""
    if seconds := limiter.seconds_to_wait(address_of(request)):
        return _said(
            request,
            _("Too many tries at once"),
            _("Please wait a minute and open the link again."),
            status=429,
            retry_after=seconds,
        )
    try:
        if request.method == "POST":
            return _take(request, token)
        asked, page = reviewing.request_of_token(token)
    except LinkInvalid:
        return _said(
            request,
            _("This link no longer works"),
            _(
                "It works once, for two weeks. If you want to say something about the "
                "page, please ask the office for a new link."
            ),
            status=410,
        )
    return _question(request, asked, page)


def _take(request: HttpRequest, token: str) -> HttpResponse:
    asked, page = reviewing.request_of_token(token)
    if not is_from_here(request):
        return _question(
            request, asked, page, problem=_("Please press a button on this page.")
        )
    now = timezone.now()
    text = request.POST.get("perbaikan", "")
    try:
        if request.POST.get("jawaban") == "benar":
            reviewing.confirm(token=token, seen=request.POST.get("seen", ""), at=now)
            return _said(
                request,
                _("Thank you"),
                _("Visitors now read that you confirmed this page today."),
            )
        corrected = reviewing.correct(token=token, text=text, at=now)
    except ReviewRefused as problem:
        return _question(request, asked, page, problem=str(problem), text=text)
    _tell_sender(corrected)
    return _said(
        request,
        _("Thank you"),
        _("The office reads what you wrote and puts the page right."),
    )


def _question(
    request: HttpRequest,
    asked: ReviewRequest,
    page: reviewing.Record,
    *,
    problem: str = "",
    text: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "asked": asked,
        "reviewed": page,
        "state": reviewing.state_of(page),
        "problem": problem,
        "text": text,
        "limit": CORRECTION_LENGTH,
        "public_url": page.get_url(request),
    }
    if isinstance(page, ServicePage):
        standard = page.standard
        context |= {
            "facts": five_facts(page, standard=standard),
            "groups": requirements_by_case(standard),
            "missing": completeness(standard).missing_delivery,
        }
    status = 422 if problem else 200
    return _private(render(request, "feedback/review.html", context, status=status))


def _said(
    request: HttpRequest,
    title: str,
    words: str,
    *,
    status: int = 200,
    retry_after: int = 0,
) -> HttpResponse:
    context = {"heading": title, "words": words}
    response = render(request, "feedback/review_said.html", context, status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    # The address holds the secret: no other page may learn it.
    response["Referrer-Policy"] = "same-origin"
    return response


def _tell_sender(asked: ReviewRequest) -> None:
    def compose() -> Message:
        title = asked.page.title
        return Message(
            subject=_("A correction of “%(title)s”") % {"title": title},
            paragraphs=(
                _(
                    "%(name)s read the page “%(title)s” and proposes a correction. "
                    "Nothing on the site has changed yet."
                )
                % {"name": asked.name or asked.email, "title": title},
            ),
            path=reverse("feedback_review", args=[asked.page_id]),
            action=_("Read the correction"),
        )

    tell([asked.asked_by], compose)
