"""The screens of tests: begin, one item at a time, the result; and who can do what."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gerai.academy.lessons.exercises import begin, entrance, findings_of
from gerai.academy.lessons.marking import mark
from gerai.academy.lessons.policies import may_lead, may_learn
from gerai.academy.paper import PaperUnavailable, pdf_response
from gerai.academy.practice.exceptions import PracticeError
from gerai.academy.practice.selectors import copy_of
from gerai.academy.skills import services
from gerai.academy.skills.certificates import certificate_sheet
from gerai.academy.skills.models import (
    ITEMS_KEPT,
    RESULTS_KEPT,
    Certificate,
    ItemKind,
    Sitting,
    SittingItem,
)
from gerai.academy.skills.selectors import gains_of, office, sittings_of

PEOPLE_PER_PAGE = 40


@never_cache
@require_http_methods(["GET", "POST"])
def tests(request: HttpRequest) -> HttpResponse:
    """One's own tests and what one gained; a POST begins a test or goes on with it."""
    if not may_learn(request.user):
        raise PermissionDenied
    if request.method == "POST":
        try:
            sitting = services.start_test(person=request.user)
        except ValueError:
            messages.error(request, _("There is no path for your role. Ask a manager."))
            return redirect("academy_tests")
        return redirect("academy_test", sitting.pk)
    sittings = sittings_of(request.user)
    return render(
        request,
        "academy/tests.html",
        {
            "page_title": _("Tests and my results"),
            "sittings": [one for one in sittings if one.finished_at],
            "going_on": next((one for one in sittings if not one.finished_at), None),
            "gains": gains_of(request.user),
            "certificates": Certificate.objects.filter(person_id=_learner(request)),
            "days_kept": ITEMS_KEPT.days,
            "years_kept": RESULTS_KEPT.days // 365,
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """One question or task; where one was interrupted it goes on."""
    sitting = get_object_or_404(Sitting, pk=pk, person_id=_learner(request))
    if request.method == "POST" and sitting.finished_at is None:
        return _answered(request, sitting)
    item = services.next_item(sitting) if sitting.finished_at is None else None
    if item is None:
        services.finish(sitting=sitting)
        return redirect("academy_test_result", sitting.pk)
    return _item(request, sitting, item)


def _item(
    request: HttpRequest, sitting: Sitting, item: SittingItem, open_points: Any = None
) -> HttpResponse:
    total = sitting.items.exclude(worth=0).count()
    context: dict[str, Any] = {
        "page_title": _("Test"),
        "sitting": sitting,
        "item": item,
        "number": sitting.items.exclude(answered_at=None).exclude(worth=0).count() + 1,
        "total": total,
        "open_points": open_points,
    }
    if item.kind == ItemKind.QUESTION:
        question = services.question_of(item)
        context["marked"] = mark(question, []) if question else None
    else:
        lesson = services.lesson_of(item)
        context["exercise"] = lesson.read.exercise if lesson else None
        context["is_begun"] = str(item.pk) == request.session.get(_TASK)
        if lesson is not None and context["is_begun"]:
            context["entrance"] = entrance(person=request.user, lesson=lesson)
    return render(request, "academy/test_item.html", context)


_TASK = "academy_task"


def _answered(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    position = request.POST.get("position", "")
    number = int(position) if position.isdecimal() and len(position) < 6 else 0
    item = sitting.items.filter(position=number, answered_at=None).first()
    if item is None:  # answered in another tab
        return redirect("academy_test", sitting.pk)
    if item.kind == ItemKind.QUESTION:
        return _question_answered(request, sitting, item)
    try:
        return _task_acted(request, sitting, item)
    except PracticeError as problem:
        messages.error(request, str(problem))
        return redirect("academy_test", sitting.pk)


def _question_answered(
    request: HttpRequest, sitting: Sitting, item: SittingItem
) -> HttpResponse:
    given = request.POST.getlist(item.question)
    if not any(value.strip() for value in given) and "skip" not in request.POST:
        messages.warning(request, _("Choose an answer, or press “I don't know”."))
    else:
        services.answer_item(sitting=sitting, position=item.position, given=given)
    return redirect("academy_test", sitting.pk)


def _task_acted(
    request: HttpRequest, sitting: Sitting, item: SittingItem
) -> HttpResponse:
    act, lesson = request.POST.get("act", ""), services.lesson_of(item)
    if act == "skip" or lesson is None or lesson.read.exercise is None:
        services.leave_task(sitting=sitting, position=item.position)
    elif act == "begin":
        request.session[_TASK] = str(item.pk)
        task = reverse("academy_test", args=[sitting.pk])
        return redirect(begin(person=request.user, lesson=lesson, task=task))
    elif act == "check":
        copy = copy_of(request.user)
        if copy is None or request.session.get(_TASK) != str(item.pk):
            messages.warning(request, _("Begin the task first."))
            return redirect("academy_test", sitting.pk)
        findings = findings_of(lesson.read.exercise, copy)
        met = sum(one.met for one in findings)
        if not services.look_at_task(
            sitting=sitting, position=item.position, met=met, total=len(findings)
        ):
            left = len(findings) - met
            return _item(request, sitting, item, open_points=left)
    return redirect("academy_test", sitting.pk)


@never_cache
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What came out of one test, for whoever took it."""
    sitting = get_object_or_404(
        Sitting, pk=pk, person_id=_learner(request), finished_at__isnull=False
    )
    return render(
        request,
        "academy/test_result.html",
        {
            "page_title": _("Your result"),
            "sitting": sitting,
            "gains": gains_of(request.user),
            "certificate": services.issue_certificate(sitting=sitting),
            "enough": services.ENOUGH,
        },
    )


@never_cache
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """One's own certificate as PDF; who leads the office may print it, too."""
    found = get_object_or_404(Certificate.objects.select_related("person"), code=code)
    if found.person_id != request.user.pk and not may_lead(request.user):
        raise PermissionDenied
    address = request.build_absolute_uri(
        reverse("academy_public:certificate", args=[found.code])
    )
    try:
        return pdf_response(
            [certificate_sheet(found, address)], f"sertifikat-{found.code}.pdf"
        )
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("academy_tests")


@never_cache
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Who can do what, where the office hangs on one person, what to train next."""
    if not may_lead(request.user):
        raise PermissionDenied
    found = office()
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
    rows = [row for row in found.rows if row.is_called(query)]
    return render(
        request,
        "academy/results.html",
        {
            "page_title": _("Who can do what"),
            "office": found,
            "query": query,
            "rows": Paginator(rows, PEOPLE_PER_PAGE).get_page(request.GET.get("p")),
            "years_kept": RESULTS_KEPT.days // 365,
        },
    )


def _learner(request: HttpRequest) -> int:
    """The key of whoever asks; they have a role."""
    if not may_learn(request.user) or request.user.pk is None:
        raise PermissionDenied
    return request.user.pk
