"""The trail: one row for each act, each bound to the one before it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """What one act wrote, who did it, when and from where.

    ``content`` is the canonical JSON that the hash covers; the other columns repeat of
    it what is searched for, and :mod:`gerai.audit.verifying` compares them.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=10)
    # No foreign key: an account that is deleted stays in the trail.
    person_id = models.BigIntegerField(null=True, db_index=True)
    who = models.CharField(max_length=200)
    action = models.CharField(max_length=100, db_index=True)
    model = models.CharField(max_length=100, db_index=True)
    key = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200, blank=True)
    click = models.CharField(max_length=32, db_index=True)
    touched = models.TextField()
    words = models.TextField()
    content = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        default_permissions = ("view",)
        verbose_name = _("entry of the trail of changes")
        verbose_name_plural = _("trail of changes")

    def __str__(self) -> str:
        return f"{self.number}: {self.who}, {self.action} {self.name}"


class Head(models.Model):
    """The end of the chain (one row); whoever appends holds it until the commit.

    ``anchored`` is the newest number that was written to the file outside.
    """

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    anchored = models.BigIntegerField(default=0)
    anchored_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    problems = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions: ClassVar[tuple[Any, ...]] = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="audit_one_head")
        ]

    def __str__(self) -> str:
        return str(self.number)
