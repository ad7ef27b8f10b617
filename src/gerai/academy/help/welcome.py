"""The welcome: from the first sign-in to the first real act, on the home screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from gerai.academy.lessons.models import Lesson, Progress, Welcome
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


@dataclass(frozen=True, slots=True)
class WelcomeStep:
    """One step of the welcome."""

    title: str
    url: str
    is_done: bool
    is_next: bool = False


def welcome_steps(person: Any) -> list[WelcomeStep]:
    """What leads somebody in; empty once all is done, or they closed it."""
    role = role_of(person)
    if role not in FIRST or _is_closed(person):
        return []
    lessons = {
        one.key: one
        for one in Lesson.objects.filter(key__in=FIRST[role], is_offered=True)
    }
    done = set(
        Progress.objects.filter(person=person, done_at__isnull=False).values_list(
            "lesson_id", flat=True
        )
    )
    steps = [
        (str(lessons[key]), lessons[key].get_absolute_url(), lessons[key].pk in done)
        for key in FIRST[role]
        if key in lessons
    ]
    if role == Role.EDITOR:
        steps.append(
            (
                _("Publish your first real notice: hand it in, a manager approves it"),
                reverse("workspace_errand_pengumuman"),
                NoticePage.objects.live().filter(owner=person).exists(),
            )
        )
    if not lessons or all(is_done for _title, _url, is_done in steps):
        return []
    position = next(number for number, one in enumerate(steps) if not one[2])
    return [
        WelcomeStep(title, url, is_done, number == position)
        for number, (title, url, is_done) in enumerate(steps)
    ]


def _is_closed(person: Any) -> bool:
    return Welcome.objects.filter(person=person, closed_at__isnull=False).exists()


class WelcomePanel(Component):
    """First on the home screen, until all is done or somebody closes it."""

    name = "academy_welcome"
    template_name = "academy/welcome.html"
    order = 5

    def __init__(self, steps: list[WelcomeStep], person: Any) -> None:
        self.steps, self.person = steps, person

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context.get("request") if parent_context else None
        return {
            "steps": self.steps,
            "person": self.person,
            "csrf_token": parent_context.get("csrf_token") if parent_context else "",
            "request": request,
        }
