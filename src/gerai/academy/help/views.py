"""The help panel: a part of the screen with a script, a page of its own without."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gerai.academy.help.finding import help_for
from gerai.academy.lessons.policies import may_learn
from gerai.guard.sections import role_of

_DESK = "/admin/"
_LONGEST = 300


@never_cache
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """Help for the screen that ``untuk`` names."""
    if not may_learn(request.user):
        raise PermissionDenied
    path = request.GET.get("untuk", "")
    if not path.startswith(_DESK) or len(path) > _LONGEST:
        path = _DESK
    found = help_for(path, role_of(request.user))
    is_part = "bagian" in request.GET
    return render(
        request,
        "academy/includes/help.html" if is_part else "academy/help.html",
        {"page_title": _("Help"), "help": found, "screen": path, "is_part": is_part},
    )
