"""Asking a contact by e-mail, and what a contact proposed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.policies import can_confirm
from gerai.feedback import reviewing
from gerai.feedback.exceptions import ReviewRefused
from gerai.feedback.models import ReviewRequest
from gerai.feedback.policies import can_settle, pages_heard_by
from gerai.place.selectors import current_mall
from gerai.truth.mail import send_text


class AskForm(forms.Form):
    """Whom to ask."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("They need no account: the mail brings a link."),
    )


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, page_id: int) -> HttpResponse:
    """``/admin/suara-pembaca/periksa/<page>/``: one page, its contact, their answer."""
    page = get_object_or_404(pages_heard_by(request.user), pk=page_id).specific
    if not isinstance(page, AgencyPage | ServicePage):
        raise Http404
    if request.method == "POST" and request.POST.get("act") == "settled":
        reviewing.settle_correction(page=page, by=request.user)
        messages.success(request, _("Done. The correction is marked as handled."))
        return redirect(reverse("feedback_review", args=[page.pk]))
    if request.method == "POST":
        if not can_confirm(request.user, page):
            raise PermissionDenied
        form = AskForm(request.POST)
        if form.is_valid():
            answer = _ask(request, page, form)
            if answer is not None:
                return answer
    else:
        name, email = reviewing.contact_of(page)
        form = AskForm(initial={"name": name, "email": email})
    return render(request, "feedback/desk/review.html", _context(request, page, form))


def _ask(
    request: HttpRequest, page: reviewing.Record, form: AskForm
) -> HttpResponse | None:
    given = form.cleaned_data
    try:
        asked, token = reviewing.ask_contact(
            page=page,
            name=given["name"],
            email=given["email"],
            by=request.user,
            at=timezone.now(),
        )
    except ReviewRefused as problem:
        form.add_error("email", str(problem))
        return None
    url = f"{settings.GERAI_BASE_URL}{reverse('feedback:review', args=[token])}"
    context = {
        **_context(request, page, None),
        "sent": asked,
        "url": url,
        "is_mailed": _mail(asked, page, url),
    }
    response = render(request, "feedback/desk/review.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _mail(asked: ReviewRequest, page: reviewing.Record, url: str) -> bool:
    mall = current_mall()
    place = mall.name if mall is not None else settings.WAGTAIL_SITE_NAME
    text = _(
        "Hello %(name)s,\n\n"
        "is the page “%(title)s” on the website of %(mall)s still right? Please look at "
        "it and say so; it takes two minutes and no account:\n\n%(url)s\n\n"
        "The link works once, for two weeks. Please don't pass it on."
    ) % {
        "name": asked.name or asked.email,
        "title": page.title,
        "mall": place,
        "url": url,
    }
    subject = _("Is this still right? %(title)s") % {"title": page.title}
    return send_text(to=asked.email, subject=subject, text=text)


def _context(
    request: HttpRequest, page: reviewing.Record, form: AskForm | None
) -> dict[str, Any]:
    history = ReviewRequest.objects.filter(page_id=page.pk)[:10]
    return {
        "header_title": _("Ask a contact"),
        "page": page,
        "form": form,
        "may_ask": can_confirm(request.user, page) and page.live,
        "may_settle": can_settle(request.user, page),
        "corrections": [
            one for one in history if one.correction and one.handled_on is None
        ],
        "waiting": reviewing.open_requests(page).first(),
        "days": reviewing.LINK_LASTS.days,
    }
