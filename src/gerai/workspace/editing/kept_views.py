"""The screen after signing in again: what was typed, and the way to put it back."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gerai.guard.returning import RESTORE
from gerai.workspace.editing.kept_forms import kept_form, readable, typed_in

# By the name of the screen: its form can be filled with what is sent to it.
_REFILLED = frozenset(
    {
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:revisions_revert",
        "directory_standard_component",
        "approval_draft",
        "workspace_staff_invite",
    }
)


@never_cache
@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest, secret: str) -> HttpResponse:
    """What waits for this person; a POST throws it away."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    found = kept_form(secret, user)
    typed = typed_in(found, secret) if found is not None else None
    if found is None or typed is None:
        messages.warning(
            request,
            _(
                "Nothing is kept here. What is typed is kept for two hours, and only "
                "for the person who wrote it."
            ),
        )
        return redirect("wagtailadmin_home")
    if request.method == "POST":
        found.delete()
        messages.success(request, _("Thrown away."))
        return redirect("wagtailadmin_home")
    can_refill = is_refilled(typed.address)
    return render(
        request,
        "workspace/editing/kept.html",
        {
            "page_title": _("What you wrote is still here"),
            "kept": found,
            "typed": typed,
            "can_refill": can_refill,
            "texts": [] if can_refill else readable(typed.fields),
            "restore": RESTORE,
        },
    )


def is_refilled(address: str) -> bool:
    """Whether the form at an address can be filled again with what is sent to it."""
    try:
        name = resolve(urlsplit(address).path).view_name
    except Resolver404:
        return False
    if name in _REFILLED or name.startswith("workspace_errand_"):
        return True
    return name.startswith("wagtailsnippets_") and name.endswith((":add", ":edit"))
