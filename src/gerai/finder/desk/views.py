"""What people search for, and what one can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import policy_registry

from gerai.directory.models import ServicePage
from gerai.finder.asked import DAYS_KEPT, Asked, most_asked, write_down
from gerai.finder.desk.explaining import Explained, explain
from gerai.finder.naming import add_name, can_name, remove_name
from gerai.finder.queries import read_query
from gerai.finder.searching import answer
from gerai.finder.sources import SERVICE

if TYPE_CHECKING:
    from django.http import HttpRequest

ROWS = 50
_LAST = "finder_last_name"


@dataclass(frozen=True, slots=True)
class Row:
    """A question, and the service that it is probably about."""

    asked: Asked
    guess: ServicePage | None
    may_name: bool


def can_see(request: HttpRequest) -> bool:
    """Whoever may edit some page."""
    return bool(
        policy_registry.get_by_type(Page).user_has_any_permission(
            request.user, ["add", "change", "publish"]
        )
    )


def report(request: HttpRequest) -> HttpResponse:
    """``/admin/laporan/pencarian/``: top searches, searches without an answer, a trial."""
    if not can_see(request):
        raise PermissionDenied
    write_down()
    text = request.GET.get("coba", "")
    context = {
        "top": most_asked()[:ROWS],
        "unanswered": _rows(request, most_asked(without_answer=True)[:ROWS]),
        "days_kept": DAYS_KEPT,
        "trial": text,
        "explained": _explained(text),
        "chosen": request.GET.get("nama", ""),
        "services": _nameable(request) if request.GET.get("nama") else [],
        "last": _last(request),
        "header_title": _("Searches"),
    }
    return render(request, "finder/desk/searches.html", context)


@require_POST
def name_service(request: HttpRequest) -> HttpResponse:
    """Make a question a name of a service, or take that back (``undo``)."""
    pk = request.POST.get("service", "")
    service = get_object_or_404(ServicePage, pk=pk if pk.isdigit() else 0)
    if not can_name(request.user, service):
        raise PermissionDenied
    name = request.POST.get("name", "")
    values = {"name": name, "title": service.title}
    if request.POST.get("undo"):
        if remove_name(service=service, name=name, by=request.user):
            messages.success(
                request, _("“%(name)s” is no name of “%(title)s” any more.") % values
            )
        request.session.pop(_LAST, None)
    elif add_name(service=service, name=name, by=request.user):
        request.session[_LAST] = {"service": service.pk, **values}
        messages.success(
            request, _("Who searches “%(name)s” now finds “%(title)s”.") % values
        )
    else:
        messages.warning(
            request, _("“%(name)s” is a name of “%(title)s” already.") % values
        )
    return HttpResponseRedirect(reverse("finder_searches"))


def _rows(request: HttpRequest, asked: Sequence[Asked]) -> list[Row]:
    guesses = [_guess(one.text) for one in asked]
    found = ServicePage.objects.select_related("locale").in_bulk(
        [pk for pk in guesses if pk]
    )
    rows = []
    for one, pk in zip(asked, guesses, strict=True):
        service = found.get(pk)
        may = service is not None and can_name(request.user, service)
        rows.append(Row(one, service, may))
    return rows


def _guess(text: str) -> int:
    hits = answer(read_query(text)).of(SERVICE)
    return int(hits[0].entry.target) if hits else 0


def _nameable(request: HttpRequest) -> list[ServicePage]:
    policy = policy_registry.get_by_type(Page)
    editable = policy.instances_user_has_permission_for(request.user, "publish")
    return list(
        ServicePage.objects.filter(
            pk__in=editable.values("pk"),
            live=True,
            locale__language_code="id",
            alias_of__isnull=True,
        ).order_by("title", "pk")
    )


def _explained(text: str) -> list[Explained]:
    return explain(read_query(text)) if text else []


def _last(request: HttpRequest) -> dict[str, object] | None:
    last = request.session.get(_LAST)
    return last if isinstance(last, dict) else None
