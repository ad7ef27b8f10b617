"""The screens on which the office keeps its lessons."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gerai.academy.lessons.editing import (
    SourceForm,
    WordsForm,
    source_of,
    source_of_copy,
)
from gerai.academy.lessons.format import skill_title
from gerai.academy.lessons.models import Lesson
from gerai.academy.lessons.policies import may_change_lessons
from gerai.academy.lessons.services import bring_back, offer_lesson, write_lesson


@never_cache
@require_http_methods(["GET", "POST"])
def lessons(request: HttpRequest) -> HttpResponse:
    """All lessons; each can be taken off the path and put back."""
    _writer(request)
    if request.method == "POST":
        return _act(request)
    rows = [(one, skill_title(one.skill)) for one in Lesson.objects.all()]
    context = {"page_title": _("Lessons of the office"), "rows": rows}
    return render(request, "academy/manage.html", context)


def _act(request: HttpRequest) -> HttpResponse:
    lesson = get_object_or_404(Lesson, key=request.POST.get("lesson", "")[:60])
    act = request.POST.get("act", "")
    if act in {"offer", "hide"}:
        offer_lesson(by=request.user, lesson=lesson, is_offered=act == "offer")
        messages.success(
            request,
            _("“%(title)s” is on the path again.") % {"title": lesson}
            if act == "offer"
            else _("“%(title)s” is off the path. What people reached is kept.")
            % {"title": lesson},
        )
    elif act == "bring-back":
        if bring_back(by=request.user, lesson=lesson):
            messages.success(
                request,
                _("“%(title)s” has the delivered text again.") % {"title": lesson},
            )
        else:
            messages.error(request, _("There is no delivered text of this lesson."))
    return redirect("academy_lessons")


@never_cache
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, key: str) -> HttpResponse:
    """The words of one lesson in both languages."""
    _writer(request)
    lesson = get_object_or_404(Lesson, key=key)
    form = WordsForm(lesson, request.POST if request.method == "POST" else None)
    return _edited(request, form, lesson, "academy/words.html")


@never_cache
@require_http_methods(["GET", "POST"])
def source(request: HttpRequest, key: str) -> HttpResponse:
    """A whole lesson as text, rules included."""
    _writer(request)
    lesson = get_object_or_404(Lesson, key=key)
    form = SourceForm(
        lesson,
        request.POST if request.method == "POST" else None,
        initial={"source": source_of(lesson)},
    )
    return _edited(request, form, lesson, "academy/source.html")


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A lesson of the office's own; it begins as a copy of another."""
    _writer(request)
    pattern = Lesson.objects.filter(key=request.GET.get("dari", "")[:60]).first()
    pattern = pattern or Lesson.objects.first()
    if pattern is None:
        raise Http404
    form = SourceForm(
        None,
        request.POST if request.method == "POST" else None,
        initial={"source": source_of_copy(pattern)},
    )
    return _edited(request, form, None, "academy/source.html")


def _edited(
    request: HttpRequest, form: Any, lesson: Lesson | None, template: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        written = write_lesson(
            by=request.user, content=form.cleaned_data["content"], lesson=lesson
        )
        messages.success(request, _("“%(title)s” is saved.") % {"title": written})
        return redirect(
            "academy_lesson" if written.is_offered else "academy_lessons",
            *([written.key] if written.is_offered else []),
        )
    status = 422 if request.method == "POST" else 200
    title = str(lesson) if lesson is not None else _("A lesson of your own")
    context = {"page_title": title, "form": form, "lesson": lesson}
    return render(request, template, context, status=status)


def _writer(request: HttpRequest) -> None:
    if not may_change_lessons(request.user):
        raise PermissionDenied
