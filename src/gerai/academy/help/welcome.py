"""The welcome: from the first sign-in to the first real act, on the home screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import WorkflowState

from gerai.academy.lessons.models import Lesson, Progress, Welcome
from gerai.academy.lessons.selectors import path_of
from gerai.guard.roles import Role
from gerai.guard.sections import role_of
from gerai.newsroom.models import NoticePage

# The first three lessons of each role; the third is what they do most.
FIRST: dict[Role, tuple[str, ...]] = {
    Role.EDITOR: ("meja-kerja", "masuk-aman", "pengumuman"),
    Role.MANAGER: ("meja-kerja", "masuk-aman", "setujui"),
    Role.REVIEWER: ("meja-kerja", "masuk-aman", "setujui"),
    Role.OPERATOR: ("meja-kerja", "masuk-aman", "tutup-gerai"),
    Role.ADMINISTRATOR: ("meja-kerja", "masuk-aman", "undang-petugas"),
}


# The home screen is told with it what somebody has just done, and says so first.
JUST_DONE = "selesai"
AFTER_TASKS = 15


@dataclass(frozen=True, slots=True)
class WelcomeStep:
    """One step of the welcome; ``waits`` where it is a manager's turn."""

    title: str
    url: str
    is_done: bool = False
    is_next: bool = False
    waits: bool = False


def welcome_steps(person: Any) -> list[WelcomeStep]:
    """What leads somebody in; empty once they closed it."""
    role = role_of(person)
    if role not in FIRST or _is_closed(person):
        return []
    steps = _lessons(person, FIRST[role])
    if steps and role == Role.EDITOR:
        steps.append(_first_notice(person))
    position = next((n for n, one in enumerate(steps) if not one.is_done), None)
    if position is not None:
        steps[position] = replace(steps[position], is_next=True)
    return steps


def next_for(person: Any) -> WelcomeStep | None:
    """Where to go on: along the welcome while it lasts, then along the path."""
    for step in welcome_steps(person):
        if step.is_next and not step.waits:
            return step
    stop = path_of(person).next
    return (
        WelcomeStep(str(stop.lesson), stop.lesson.get_absolute_url()) if stop else None
    )


def _lessons(person: Any, keys: Sequence[str]) -> list[WelcomeStep]:
    offered = Lesson.objects.filter(key__in=keys, is_offered=True)
    lessons = {one.key: one for one in offered}
    done = set(
        Progress.objects.filter(
            person=person, lesson__in=offered, done_at__isnull=False
        ).values_list("lesson_id", flat=True)
    )
    return [
        WelcomeStep(str(one), one.get_absolute_url(), is_done=one.pk in done)
        for one in (lessons[key] for key in keys if key in lessons)
    ]


def _first_notice(person: Any) -> WelcomeStep:
    """What it is all about: something of their own on the real site."""
    title = _("Publish your first real notice: hand it in, a manager approves it")
    first = NoticePage.objects.live().filter(owner=person).order_by("pk").first()
    if first is not None:
        return WelcomeStep(title, first.get_url() or "", is_done=True)
    handed_in = WorkflowState.objects.filter(
        requested_by=person,
        status=WorkflowState.STATUS_IN_PROGRESS,
        content_type=ContentType.objects.get_for_model(NoticePage),
    )
    if handed_in.exists():
        return WelcomeStep(title, reverse("approval_queue"), waits=True)
    return WelcomeStep(title, reverse("workspace_errand_pengumuman"))


def _is_closed(person: Any) -> bool:
    return Welcome.objects.filter(person=person, closed_at__isnull=False).exists()


class WelcomePanel(Component):
    """First on the home screen, until somebody closes it."""

    name = "academy_welcome"
    template_name = "academy/welcome.html"
    order = 5

    def __init__(self, steps: list[WelcomeStep], request: HttpRequest) -> None:
        self.steps, self.request = steps, request
        if JUST_DONE in request.GET:
            self.order = AFTER_TASKS

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "steps": self.steps,
            "is_over": all(one.is_done for one in self.steps),
            "person": self.request.user,
            "csrf_token": parent_context.get("csrf_token") if parent_context else "",
            "request": self.request,
        }
