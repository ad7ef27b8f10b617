"""Lessons as the office keeps them, and how far each person is with them."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gerai.academy.lessons.format import LessonContent
from gerai.contentpack.canonical import fingerprint


class Lesson(models.Model):
    """One lesson; ``content`` is what ``lessons.format`` describes.

    ``delivered`` is the fingerprint of the content as Gerai brought it. An upgrade
    replaces the content only while it still is that: what the office wrote stays.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    skill = models.CharField(_("skill"), max_length=20)
    content = models.JSONField(_("content"))
    delivered = models.CharField(max_length=64, blank=True, editable=False)
    is_offered = models.BooleanField(_("offered"), default=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "key"]
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def __str__(self) -> str:
        return str(self.read.title)

    def get_absolute_url(self) -> str:
        """The lesson's page in the desk."""
        return reverse("academy_lesson", args=[self.key])

    @cached_property
    def read(self) -> LessonContent:
        """The content as typed values."""
        return LessonContent.model_validate(self.content)

    @property
    def is_own(self) -> bool:
        """Whether the office wrote it, or changed what Gerai brought."""
        return not self.delivered or fingerprint(self.content) != self.delivered


class Progress(models.Model):
    """How far one person is with one lesson.

    What was typed in an exercise isn't kept here, nor how somebody got there: only when
    each part was done, and how often it was looked at.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="progress")
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    begun_at = models.DateTimeField(_("exercise begun"), null=True, blank=True)
    checks = models.PositiveIntegerField(_("times checked"), default=0)
    # What the last check found: the texts of the rules that were not met.
    open_points = models.JSONField(default=list, blank=True)
    solved_at = models.DateTimeField(_("exercise done"), null=True, blank=True)
    answered_at = models.DateTimeField(_("questions answered"), null=True, blank=True)
    right = models.PositiveSmallIntegerField(_("right answers"), default=0)
    asked = models.PositiveSmallIntegerField(_("questions"), default=0)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    touched_at = models.DateTimeField(_("last worked on"), auto_now=True)

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person", "lesson"], name="academy_progress_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.lesson_id}"


class Welcome(models.Model):
    """That somebody was led into the desk, or didn't want to be."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    offered_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("welcome")
        verbose_name_plural = _("welcomes")

    def __str__(self) -> str:
        return f"welcome {self.person_id}"
