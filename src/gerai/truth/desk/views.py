"""The report: what needs care, the worst first, each row with its cure."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gerai.truth import selectors, services
from gerai.truth.checks import Harm, check_named
from gerai.truth.models import WatchState
from gerai.truth.policies import can_switch
from gerai.truth.sections import sections
from gerai.truth.tables import tables

ROWS = 30
_NOT_AGAIN_WITHIN = timedelta(seconds=20)


class CareFilter(forms.Form):
    """Which rows are shown; nonsense shows all."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"), required=False)
    harm = forms.TypedChoiceField(
        label=gettext_lazy("How bad"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("All")), *reversed(Harm.choices)],
    )
    kind = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        return kind if check_named(kind) else ""


def report(request: HttpRequest) -> HttpResponse:
    """``/admin/jaga-isi/``: what somebody can cure."""
    if not selectors.can_watch(request.user):
        raise PermissionDenied
    services.look_at_changes()
    mine = selectors.findings_for(request.user)
    by_section = selectors.by_section(mine)
    form = CareFilter(request.GET)
    field = form.fields["agency"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = [
        ("", _("All")),
        *((str(one.section.page_id), one.section.name) for one in by_section),
    ]
    chosen = form.cleaned_data if form.is_valid() else {}
    found = mine
    if chosen.get("agency"):
        key = int(chosen["agency"])
        path = next(one.path for one in sections() if one.page_id == key)
        found = found.filter(page__path__startswith=path)
    if chosen.get("harm"):
        found = found.filter(harm=chosen["harm"])
    kinds = selectors.kinds(found)
    if kind := chosen.get("kind"):
        found = found.filter(check_key=kind)
    ordered = found.select_related("page").order_by("-harm", "-weight", "subject", "pk")
    slice_ = Paginator(ordered, ROWS).get_page(request.GET.get("p"))
    context = {
        "header_title": _("What needs your attention"),
        "form": form,
        "kinds": kinds,
        "kind": check_named(kind) if kind else None,
        "cares": selectors.cares(list(slice_)),
        "slice": slice_,
        "by_section": by_section if len(by_section) > 1 else [],
        "state": services.watch_state(),
        "may_switch": can_switch(request.user),
        "tables": tables(),
    }
    return render(request, "truth/report.html", context)


@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """``/admin/jaga-isi/periksa/``: look at everything now, or switch visits of links."""
    if not selectors.can_watch(request.user):
        raise PermissionDenied
    if "links" in request.POST:
        if not can_switch(request.user):
            raise PermissionDenied
        is_on = request.POST["links"] == "on"
        WatchState.objects.update_or_create(pk=1, defaults={"checks_links": is_on})
        messages.success(
            request,
            _("Links to other sites are visited from now on.")
            if is_on
            else _("Links to other sites are no longer visited."),
        )
        return redirect(reverse("truth_report"))
    state = services.watch_state()
    now = timezone.now()
    if state.looked_at is None or now - state.looked_at > _NOT_AGAIN_WITHIN:
        services.look_at_everything(now)
    messages.success(request, _("Everything was looked at anew."))
    return redirect(reverse("truth_report"))
