"""The screens of learning: the path, a lesson, its exercise, its questions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from gerai.academy.help.welcome import next_for
from gerai.academy.lessons import exercises
from gerai.academy.lessons.format import skill_title
from gerai.academy.lessons.marking import mark
from gerai.academy.lessons.models import Lesson
from gerai.academy.lessons.pictures import picture_of
from gerai.academy.lessons.policies import may_change_lessons, may_lead, may_learn
from gerai.academy.lessons.selectors import (
    lesson_with,
    path_of,
    progress_on,
)
from gerai.academy.lessons.services import (
    answer_questions,
    close_welcome,
    open_lesson,
)
from gerai.academy.lessons.texts import shown
from gerai.academy.practice.exceptions import PracticeError
from gerai.academy.skills.selectors import latest_certificate, sittings_of
from gerai.guard.roles import READ_ONLY_ROLES
from gerai.guard.sections import role_of


@never_cache
@require_http_methods(["GET"])
def path(request: HttpRequest) -> HttpResponse:
    """The lessons of one's own role, what is done, and the one to go on with."""
    _learner(request)
    return render(
        request,
        "academy/path.html",
        {
            "page_title": _("Academy"),
            "path": path_of(request.user),
            "only_reads": role_of(request.user) in READ_ONLY_ROLES,
            "sittings": sittings_of(request.user),
            "certificate": latest_certificate(request.user),
            "may_lead": may_lead(request.user),
            "may_change": may_change_lessons(request.user),
        },
    )


@never_cache
@require_http_methods(["GET"])
def lesson(request: HttpRequest, key: str) -> HttpResponse:
    """Why and how, with the ways on to the exercise and the questions."""
    found = _found(request, key)
    if found is None:
        return _gone(request, key)
    content = found.read
    return _shown(
        request,
        found,
        "academy/lesson.html",
        {
            "why": shown(str(content.why)),
            "steps": [
                (number, step, picture_of(found.key, step))
                for number, step in enumerate(content.steps, start=1)
            ],
            "progress": open_lesson(person=request.user, lesson=found),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def exercise(request: HttpRequest, key: str) -> HttpResponse:
    """The task, the way into the practice mall, and what a look at it finds."""
    found = _found(request, key)
    if found is None or found.read.exercise is None:
        return _gone(request, key)
    if request.method == "POST":
        acts = {"begin": _begin, "check": _check}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            return redirect("academy_exercise", key)
        try:
            return act(request, found)
        except PracticeError as problem:
            messages.error(request, str(problem))
            return redirect("academy_exercise", key)
    return _exercise(request, found, None)


def _begin(request: HttpRequest, found: Lesson) -> HttpResponse:
    task = reverse("academy_exercise", args=[found.key])
    return redirect(exercises.begin(person=request.user, lesson=found, task=task))


def _check(request: HttpRequest, found: Lesson) -> HttpResponse:
    checked = exercises.look(person=request.user, lesson=found)
    if checked is None:
        messages.warning(
            request,
            _("There is nothing to look at yet. Begin the exercise first."),
        )
        return redirect("academy_exercise", found.key)
    return _exercise(request, found, checked)


def _exercise(
    request: HttpRequest, found: Lesson, checked: exercises.Checked | None
) -> HttpResponse:
    progress = checked.progress if checked else progress_on(request.user, found)
    is_begun = progress is not None and progress.begun_at is not None
    return _shown(
        request,
        found,
        "academy/exercise.html",
        {
            "exercise": found.read.exercise,
            "progress": progress,
            "checked": checked,
            "entrance": exercises.entrance(person=request.user, lesson=found)
            if is_begun
            else None,
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, key: str) -> HttpResponse:
    """The short questions; answered as often as one likes, each time with the reason."""
    found = _found(request, key)
    if found is None:
        return _gone(request, key)
    asked = found.read.questions
    if request.method == "POST":
        given = {one.key: request.POST.getlist(one.key) for one in asked}
        marked = answer_questions(person=request.user, lesson=found, given=given)
    else:
        marked = [mark(one, []) for one in asked]
    progress = progress_on(request.user, found)
    return _shown(
        request,
        found,
        "academy/questions.html",
        {
            "marked": marked,
            "is_answered": request.method == "POST",
            "right": sum(one.is_right for one in marked),
            "progress": progress,
            "next": next_for(request.user),
        },
    )


@require_POST
def skip_welcome(request: HttpRequest) -> HttpResponse:
    """Take the welcome off the first screen; the path stays in the menu."""
    _learner(request)
    close_welcome(person=request.user)
    return redirect("wagtailadmin_home")


def _learner(request: HttpRequest) -> None:
    if not may_learn(request.user):
        raise PermissionDenied


def _found(request: HttpRequest, key: str) -> Lesson | None:
    _learner(request)
    return lesson_with(key)


def _shown(
    request: HttpRequest, found: Lesson, template: str, context: dict[str, Any]
) -> HttpResponse:
    shared = {
        "page_title": str(found),
        "lesson": found,
        "content": found.read,
        "skill": skill_title(found.skill),
        "may_change": may_change_lessons(request.user),
    }
    return render(request, template, shared | context)


def _gone(request: HttpRequest, key: str) -> HttpResponse:
    """A lesson that was taken off the path while somebody was in it, or never was."""
    known = Lesson.objects.filter(key=key).first()
    progress = progress_on(request.user, known) if known is not None else None
    return render(
        request,
        "academy/gone.html",
        {
            "page_title": _("This lesson is no longer here"),
            "progress": progress,
            "path_url": reverse("academy_path"),
        },
        status=404 if known is None else 410,
    )
