"""Writes of classes; public."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from gerai.academy.classes.models import ClassMember, TrainingClass
from gerai.academy.lessons.policies import may_lead
from gerai.notifications.messages import Message
from gerai.notifications.services import tell

CLASS_ACTION = "gerai.academy.class"


@transaction.atomic
def save_class(
    *, by: Any, training: TrainingClass, lessons: Iterable[Any], people: Iterable[User]
) -> TrainingClass:
    """Store a class and tell whoever is new in it; once, however often it is saved.

    Raises:
        PermissionDenied: they may not lead.
    """
    if not may_lead(by):
        raise PermissionDenied
    if training.trainer_id is None:
        training.trainer = by
    training.save()
    training.lessons.set(lessons)
    wanted = {one.pk: one for one in people}
    training.members.exclude(person__in=wanted).delete()
    known = set(training.members.values_list("person_id", flat=True))
    new = [one for key, one in wanted.items() if key not in known]
    ClassMember.objects.bulk_create(
        ClassMember(training=training, person=one) for one in new
    )
    log(instance=training, action=CLASS_ACTION, user=by)
    tell(
        new,
        lambda: Message(
            subject=_("You are invited to the class “%(name)s”")
            % {"name": training.name},
            paragraphs=(_when_and_where(training),),
            path=reverse("academy_path"),
            action=_("Look at my path"),
        ),
        key=f"academy-class-{training.pk}",
    )
    return training


def _when_and_where(training: TrainingClass) -> str:
    day = date_format(training.held_on, "l, j F Y")
    if training.place:
        return _("On %(day)s, %(place)s.") % {"day": day, "place": training.place}
    return _("On %(day)s.") % {"day": day}


@transaction.atomic
def note_attendance(*, by: Any, training: TrainingClass, present: set[int]) -> None:
    """Remember who was there, by the keys of members.

    Raises:
        PermissionDenied: they may not lead.
    """
    if not may_lead(by):
        raise PermissionDenied
    training.members.filter(pk__in=present).update(was_there=True)
    training.members.exclude(pk__in=present).update(was_there=False)


@transaction.atomic
def remove_class(*, by: Any, training: TrainingClass) -> None:
    """Take a class away; what people learned is kept.

    Raises:
        PermissionDenied: they may not lead.
    """
    if not may_lead(by):
        raise PermissionDenied
    training.delete()
