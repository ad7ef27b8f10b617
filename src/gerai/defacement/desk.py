"""The desk's screens: what is held back, and one of them with its reasons."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.ui.components import Component

from gerai.defacement import services
from gerai.defacement.choices import OPEN, Place, Status
from gerai.defacement.exceptions import DecidedAlready, HeldBack, NotYours
from gerai.defacement.models import LONGEST_NOTE, Suspicion
from gerai.defacement.policies import is_own, may_decide, may_see_all
from gerai.defacement.selectors import visible_to, waiting_for
from gerai.defacement.telling import path_of
from gerai.notifications.services import settle

_ROWS = 20
_ON_THE_HOME_SCREEN = 3


@require_safe
def list_screen(request: HttpRequest) -> HttpResponse:
    """``/admin/kecurigaan/``: what waits for a decision, and what was decided."""
    found = visible_to(request.user)
    closed = found.exclude(status__in=OPEN).order_by("-decided_at", "-pk")
    context = {
        "page_title": _("Held back"),
        "rows": Paginator(found.filter(status__in=OPEN), _ROWS).get_page(
            request.GET.get("p")
        ),
        "closed": closed[:_ROWS],
        "sees_all": may_see_all(request.user),
    }
    return render(request, "defacement/list.html", context)


@never_cache
def one_screen(request: HttpRequest, pk: int) -> HttpResponse:
    """``/admin/kecurigaan/<number>/``: the reasons, and the two buttons."""
    suspicion = get_object_or_404(
        Suspicion.objects.select_related("by", "decided_by", "revision"), pk=pk
    )
    if not (may_see_all(request.user) or is_own(request.user, suspicion)):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(request, suspicion)
    settle(path=path_of(suspicion), people=[request.user])
    return _show(request, suspicion)


def _decide(request: HttpRequest, suspicion: Suspicion) -> HttpResponse:
    act = request.POST.get("act")
    try:
        if act == "allow":
            is_out = services.allow(suspicion=suspicion, by=request.user)
            said = (
                _("Allowed, and public now. The same isn't stopped again.")
                if is_out
                else _("Allowed. The same isn't stopped again.")
            )
        elif act == "send-back":
            note = request.POST.get("note", "")
            services.send_back(suspicion=suspicion, by=request.user, note=note)
            said = _("Noted. The author is told.")
        else:
            raise Http404
    except NotYours:
        return _show(
            request,
            suspicion,
            problem=_("You wrote this yourself. Another manager has to look at it."),
        )
    except DecidedAlready:
        suspicion.refresh_from_db()
        return _show(
            request, suspicion, problem=_("Somebody else has decided on this already.")
        )
    except HeldBack:
        return _show(
            request, suspicion, problem=_("The draft was changed. Look once more.")
        )
    messages.success(request, said)
    return redirect("defacement_list")


def _show(
    request: HttpRequest, suspicion: Suspicion, problem: str = ""
) -> HttpResponse:
    context = {
        "page_title": suspicion.label,
        "suspicion": suspicion,
        "reasons": suspicion.evidence_list,
        "is_on_the_server": suspicion.place in {Place.TREE, Place.MEDIA},
        "may_decide": suspicion.is_open and may_decide(request.user, suspicion),
        "is_own": is_own(request.user, suspicion),
        "is_held": suspicion.status == Status.HELD,
        "problem": problem,
        "note": request.POST.get("note", ""),
        "longest": LONGEST_NOTE,
    }
    status = 409 if problem else 200
    return render(request, "defacement/one.html", context, status=status)


class HeldPanel(Component):
    """On the desk's first screen, above everything else, while something waits."""

    name = "defacement"
    template_name = "defacement/panel.html"
    order = 11

    def __init__(self, user: Any) -> None:
        self._waiting = waiting_for(user)
        self.count = self._waiting.count()

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "count": self.count,
            "rows": self._waiting[:_ON_THE_HOME_SCREEN],
            "url": reverse("defacement_list"),
        }
