"""Classes, and who is in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gerai.academy.lessons.models import Lesson


class TrainingClass(models.Model):
    """Some people who learn some lessons on a day."""

    name = models.CharField(_("name"), max_length=120)
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    lessons = models.ManyToManyField(
        Lesson, related_name="+", verbose_name=_("lessons")
    )
    made_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        ordering: ClassVar[list[str]] = ["-held_on", "-pk"]
        verbose_name = _("class")
        verbose_name_plural = _("classes")

    def __str__(self) -> str:
        return self.name


class ClassMember(models.Model):
    """One person of a class, and whether they were there."""

    training = models.ForeignKey(TrainingClass, models.CASCADE, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"), auto_now_add=True)
    was_there = models.BooleanField(_("was there"), default=False)

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        ordering: ClassVar[list[str]] = ["person__first_name", "person__email", "pk"]
        verbose_name = _("member of a class")
        verbose_name_plural = _("members of classes")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["training", "person"], name="academy_member_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.training_id}: {self.person_id}"
