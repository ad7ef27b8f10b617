"""Tests, what came out of them, and certificates.

Who leads the office sees scores, never items. Items are forgotten 90 days after a test
was finished, scores and certificates after three years.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gerai.guard.roles import Role

ITEMS_KEPT = timedelta(days=90)
RESULTS_KEPT = timedelta(days=3 * 365)
UNFINISHED_KEPT = timedelta(days=30)


class Stage(models.TextChoices):
    """When a test is taken."""

    BEFORE = "before", _("before learning")
    AFTER = "after", _("after learning")


class Sitting(models.Model):
    """One test of one person; it can be left and gone on with."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        ordering: ClassVar[list[str]] = ["started_at", "pk"]
        verbose_name = _("test")
        verbose_name_plural = _("tests")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(finished_at=None),
                name="academy_one_open_sitting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.started_at:%Y-%m-%d}"


class ItemKind(models.TextChoices):
    """What is asked."""

    QUESTION = "question", _("question")
    TASK = "task", _("task")


class SittingItem(models.Model):
    """One question or task of a test.

    Attributes:
        worth: how many points it can give; 0 once it can't be asked any more.
        slips: wrong answers, or looks at a task that wasn't done yet.
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    skill = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    lesson = models.CharField(max_length=60)
    question = models.CharField(max_length=60, blank=True)
    worth = models.FloatField(default=1.0)
    points = models.FloatField(default=0.0)
    slips = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        verbose_name = _("item of a test")
        verbose_name_plural = _("items of tests")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["sitting", "position"], name="academy_item_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}/{self.position}"


class SkillScore(models.Model):
    """What a test says of one skill: percent, seconds and slips."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="scores")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    skill = models.CharField(max_length=20)
    percent = models.PositiveSmallIntegerField()
    seconds = models.PositiveIntegerField()
    slips = models.PositiveIntegerField()
    measured_at = models.DateTimeField()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        ordering: ClassVar[list[str]] = ["measured_at", "pk"]
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["sitting", "skill"], name="academy_one_score"
            )
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.percent}"


class Certificate(models.Model):
    """What the office confirms of somebody; its code opens it for anybody who has it.

    The public sees initials, role, day and skills; who it is, the paper says.
    """

    code = models.CharField(_("code"), max_length=32, unique=True)
    sitting = models.OneToOneField(Sitting, models.CASCADE, related_name="certificate")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    initials = models.CharField(_("initials"), max_length=12)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    skills = models.JSONField(_("skills"))
    issued_on = models.DateField(_("issued on"))

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        ordering: ClassVar[list[str]] = ["issued_on", "pk"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return f"{self.initials} {self.issued_on}"
