"""The page on which somebody vouches for an agency or a service."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from gerai.directory import services
from gerai.directory.exceptions import ConfirmationRefused
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.policies import can_confirm
from gerai.directory.standard import completeness, five_facts


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask first, then confirm; the permission is checked again by the act itself."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, AgencyPage | ServicePage):
        raise Http404
    user = request.user
    if user.is_anonymous:
        raise PermissionDenied
    if not can_confirm(user, page):
        if request.method == "GET" and page.permissions_for_user(user).can_edit():
            return _to_the_form(request, page)
        raise PermissionDenied
    if request.method == "GET":
        return render(request, "directory/desk/confirm.html", _question(page))
    try:
        services.confirm_record(page=page, by=user, at=timezone.now())
    except ConfirmationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("“%(title)s” is confirmed. Visitors see it from now on.")
            % {"title": page.title},
        )
    return redirect("wagtailadmin_pages:edit", page.pk)


def _to_the_form(request: HttpRequest, page: AgencyPage | ServicePage) -> HttpResponse:
    """Whoever may edit but not vouch puts it right; a manager then vouches for it."""
    messages.info(
        request,
        _(
            "Read the page and put it right where it is needed, then hand it in. Only a "
            "manager can vouch for it."
        ),
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def _question(page: AgencyPage | ServicePage) -> dict[str, Any]:
    context: dict[str, Any] = {"page": page, "page_title": _("Is this right?")}
    if isinstance(page, ServicePage):
        context["facts"] = five_facts(page, standard=page.standard)
        context["missing"] = completeness(page.standard).missing_delivery
    return context
