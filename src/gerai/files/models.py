"""Files that were replaced."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EarlierFile(models.Model):
    """What a document used to be. Its file stays where it was."""

    document = models.ForeignKey(
        "wagtaildocs.Document", models.CASCADE, related_name="earlier_files"
    )
    # A record of this kind is no use of the document: it must not keep it from deletion.
    document.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    file = models.FileField(_("file"), upload_to="documents", max_length=255)
    name = models.CharField(
        _("name"), max_length=255, help_text=_("Which it had in its address.")
    )
    file_size = models.PositiveBigIntegerField(null=True)
    file_hash = models.CharField(max_length=40, blank=True)
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    replaced_by.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        ordering: ClassVar[list[str]] = ["-replaced_at", "-pk"]
        verbose_name = _("earlier file")
        verbose_name_plural = _("earlier files")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["document", "name"], name="files_earlier_address")
        ]

    def __str__(self) -> str:
        return self.name
