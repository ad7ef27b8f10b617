"""The trainer's screens: classes, how far they are, the projector, paper, results."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gerai.academy.classes.exporting import as_csv, as_xlsx, office_table
from gerai.academy.classes.forms import ClassForm
from gerai.academy.classes.models import TrainingClass
from gerai.academy.classes.selectors import board_of, classes
from gerai.academy.classes.services import note_attendance, remove_class, save_class
from gerai.academy.lessons.policies import may_lead
from gerai.academy.lessons.texts import shown
from gerai.academy.paper import PaperUnavailable, pdf_response
from gerai.academy.skills.selectors import office
from gerai.place.selectors import current_mall, mall_today
from gerai.printing.press import Sheet

REFRESH_SECONDS = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All classes."""
    _leader(request)
    context = {"page_title": _("Classes"), "classes": classes()[:100]}
    return render(request, "academy/classes.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a class and invite to it."""
    _leader(request)
    return _edited(request, TrainingClass(held_on=mall_today()))


@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a class, or take it away."""
    training = _class(request, pk)
    if request.method == "POST" and request.POST.get("act") == "remove":
        remove_class(by=request.user, training=training)
        messages.success(
            request, _("The class is removed. What people learned is kept.")
        )
        return redirect("academy_classes")
    return _edited(request, training)


def _edited(request: HttpRequest, training: TrainingClass) -> HttpResponse:
    is_new = training.pk is None
    form = ClassForm(
        request.POST if request.method == "POST" else None, instance=training
    )
    if form.is_valid():
        saved = save_class(
            by=request.user,
            training=form.instance,
            lessons=form.cleaned_data["lessons"],
            people=form.cleaned_data["people"],
        )
        messages.success(request, _("“%(name)s” is saved.") % {"name": saved.name})
        return redirect("academy_class", saved.pk)
    return render(
        request,
        "academy/class_form.html",
        {
            "page_title": _("A new class") if is_new else _("Change the class"),
            "form": form,
            "training": None if is_new else training,
        },
        status=422 if request.method == "POST" else 200,
    )


@never_cache
@require_safe
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a class is; with a script it looks again by itself."""
    return _followed(request, _class(request, pk), "academy/class.html")


@never_cache
@require_safe
def projector(request: HttpRequest, pk: int) -> HttpResponse:
    """Large, without names: how many are how far. Looks again by itself."""
    return _followed(request, _class(request, pk), "academy/projector.html")


def _followed(
    request: HttpRequest, found: TrainingClass, template: str
) -> HttpResponse:
    context = {
        "page_title": found.name,
        "training": found,
        "board": board_of(found),
        "now": timezone.localtime(),
        "seconds": REFRESH_SECONDS,
    }
    return render(request, template, context)


@never_cache
@require_http_methods(["GET", "POST"])
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was there."""
    found = _class(request, pk)
    if request.method == "POST":
        present = {
            int(key) for key in request.POST.getlist("present") if key.isdecimal()
        }
        note_attendance(by=request.user, training=found, present=present)
        messages.success(request, _("Who was there is noted."))
        return redirect("academy_class", pk)
    context = {
        "page_title": _("Who is there?"),
        "training": found,
        "board": board_of(found),
    }
    return render(request, "academy/presence.html", context)


@never_cache
@require_safe
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """The attendance list to sign, as PDF."""
    found = _class(request, pk)
    rows = board_of(found).rows
    empty = range(len(rows) + 1, len(rows) + 6)
    context = {"training": found, "rows": rows, "empty": empty}
    return _paper(request, found, "attendance", context, f"daftar-hadir-{pk}.pdf")


@never_cache
@require_safe
def handouts(request: HttpRequest, pk: int) -> HttpResponse:
    """The lessons of a class on paper, as PDF."""
    found = _class(request, pk)
    lessons = [(one.read, shown(str(one.read.why))) for one in board_of(found).lessons]
    context = {"training": found, "lessons": lessons}
    return _paper(request, found, "handouts", context, f"lembar-kelas-{pk}.pdf")


def _paper(
    request: HttpRequest,
    found: TrainingClass,
    name: str,
    context: dict[str, Any],
    file_name: str,
) -> HttpResponse:
    shared = {
        "mall": current_mall(),
        "language": get_language(),
        "running": found.name,
    }
    html = render_to_string(f"academy/paper/{name}.html", shared | context)
    try:
        return pdf_response([Sheet(html, 11.0)], file_name)
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("academy_class", found.pk)


@never_cache
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Results of the office, or of a class, as XLSX or CSV."""
    _leader(request)
    wanted = request.GET.get("kelas", "")
    people = None
    if wanted.isdecimal():
        found = get_object_or_404(TrainingClass, pk=int(wanted[:18]))
        people = found.members.values_list("person_id", flat=True)
    heads = [_("Name"), _("Role"), _("Lessons done"), _("Lessons of the role")]
    table = office_table(office(people), heads)
    writers = {"xlsx": (as_xlsx, XLSX), "csv": (as_csv, "text/csv; charset=utf-8")}
    if kind not in writers:
        raise Http404
    write, content_type = writers[kind]
    response = HttpResponse(write(table), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="hasil-akademi.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _leader(request: HttpRequest) -> None:
    if not may_lead(request.user):
        raise PermissionDenied


def _class(request: HttpRequest, pk: int) -> TrainingClass:
    _leader(request)
    return get_object_or_404(TrainingClass, pk=pk)
