"""What somebody does in the desk, from the first form to the undo."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Errand(models.Model):
    """One everyday task: prepared, then done, perhaps undone.

    Between the screens it holds what was typed, so nothing is lost by a closed laptop,
    and it can be done only once, however often somebody presses the button.

    Attributes:
        given: what was typed and whom it concerns; the kind reads it.
        found: the state that the form was shown for; another one later is told.
        outcome: what was changed, and what it was before.
    """

    kind = models.SlugField(max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="errands"
    )
    title = models.CharField(max_length=200)
    given: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder
    )
    found: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder
    )
    outcome: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder
    )
    prepared_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-prepared_at", "-pk"]
        verbose_name = _("everyday task")
        verbose_name_plural = _("everyday tasks")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["by", "-done_at"], name="workspace_errand_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(done_at__isnull=False),
                name="workspace_only_done_is_undone",
            )
        ]

    def __str__(self) -> str:
        return self.title


class UnfinishedUpload(models.Model):
    """A picture or file that a task's form stored while the rest of it was still wrong.

    Only the screens before the task is prepared need this; the day after it is looked
    whether anything came of it (``errands.services.forget_old``).
    """

    wagtail_reference_index_ignore = True

    image = models.OneToOneField(
        "wagtailimages.Image",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    document = models.OneToOneField(
        "wagtaildocs.Document",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    stored_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["stored_at", "pk"]
        verbose_name = _("unfinished upload")
        verbose_name_plural = _("unfinished uploads")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(image__isnull=True) ^ Q(document__isnull=True),
                name="workspace_upload_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.file)

    @property
    def file(self) -> Any:
        """The picture or the file."""
        return self.image or self.document


class KeptForm(models.Model):
    """What somebody sent after their session had ended, until they are back.

    What was typed is encrypted with a key of which the half is in the address of the
    person's own browser only (``editing.kept_forms``).

    Attributes:
        address_digest: of the secret part of the address.
        sealed: address of the form, and its fields.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    address_digest = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    had_files = models.BooleanField(default=False)
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-kept_at", "-pk"]
        verbose_name = _("kept form")
        verbose_name_plural = _("kept forms")

    def __str__(self) -> str:
        return f"{self.kept_at:%Y-%m-%d %H:%M}"
