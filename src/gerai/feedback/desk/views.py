"""What readers said: all pages, and one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page

from gerai.directory.models import AgencyPage
from gerai.feedback import selectors, services
from gerai.feedback.policies import can_hear, can_settle, pages_heard_by
from gerai.feedback.reviewing import open_corrections
from gerai.place.selectors import mall_today

ROWS = 50


class AgencyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An agency by the name that people use."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_name)


class ReaderFilter(forms.Form):
    """What the list shows; every choice has a safe default."""

    state = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[
            ("open", gettext_lazy("What waits for an answer")),
            ("all", gettext_lazy("Everything")),
        ],
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("From the last"),
        required=False,
        coerce=int,
        empty_value=None,
        initial=90,
        choices=[
            (90, gettext_lazy("90 days")),
            (30, gettext_lazy("30 days")),
            (services.DAYS_KEPT, gettext_lazy("365 days")),
        ],
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the readers"),
        required=False,
        choices=[
            ("", gettext_lazy("Both")),
            ("id", "Bahasa Indonesia"),
            ("en", "English"),
        ],
    )
    agency = AgencyField(
        label=gettext_lazy("Agency"),
        required=False,
        queryset=AgencyPage.objects.none(),
        empty_label=gettext_lazy("All"),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = agencies


def report(request: HttpRequest) -> HttpResponse:
    """``/admin/suara-pembaca/``: pages by what readers said of them."""
    if not can_hear(request.user):
        raise PermissionDenied
    own = pages_heard_by(request.user)
    agencies = AgencyPage.objects.filter(pk__in=own.values("pk")).order_by("short_name")
    form = ReaderFilter(request.GET, agencies=agencies)
    chosen = form.cleaned_data if form.is_valid() else {}
    if agency := chosen.get("agency"):
        own = own.filter(path__startswith=agency.path)
    heard = selectors.heard(
        own,
        since=selectors.first_day(mall_today(), chosen.get("days") or 90),
        language=chosen.get("language") or "",
        only_open=(chosen.get("state") or "open") == "open",
    )
    slice_ = Paginator(heard, ROWS).get_page(request.GET.get("p"))
    pages = Page.objects.in_bulk([one.page_id for one in slice_])
    names = selectors.agency_names(pages.values())
    context = {
        "header_title": _("What readers say"),
        "form": form,
        "rows": [
            (one, pages[one.page_id], names.get(one.page_id, "")) for one in slice_
        ],
        "slice": slice_,
        "corrections": open_corrections(own),
        "days_kept": services.DAYS_KEPT,
    }
    return render(request, "feedback/desk/report.html", context)


@require_http_methods(["GET", "POST"])
def about_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """``/admin/suara-pembaca/<page>/``: what was said of it, and that it's handled."""
    page = get_object_or_404(pages_heard_by(request.user), pk=page_id)
    if request.method == "POST":
        return _settle(request, page)
    since = selectors.first_day(mall_today(), services.DAYS_KEPT)
    answers = list(selectors.answers_about(page, since=since)[: 4 * ROWS])
    waiting = [one for one in answers if one.handled_on is None]
    context = {
        "header_title": _("What readers say"),
        "page": page,
        "heard": selectors.heard(Page.objects.filter(pk=page.pk), since=since),
        "waiting": waiting,
        "wordless": sum(not one.text for one in waiting),
        "done": [one for one in answers if one.handled_on is not None],
        "may_settle": can_settle(request.user, page),
        "days_kept": services.DAYS_KEPT,
    }
    return render(request, "feedback/desk/page.html", context)


def _settle(request: HttpRequest, page: Page) -> HttpResponse:
    keys = [int(key) for key in request.POST.getlist("answer") if key.isdecimal()]
    is_handled = request.POST.get("act") != "reopen"
    changed = services.settle_answers(
        page=page, answers=keys, by=request.user, is_handled=is_handled
    )
    if changed and is_handled:
        messages.success(request, _("Done. These answers are marked as handled."))
    elif changed:
        messages.success(request, _("Opened again."))
    return redirect(reverse("feedback_page", args=[page.pk]))
