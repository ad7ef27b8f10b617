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


class Replacement(models.Model):
    """A document that takes the place of another one on a page, once that is published.

    The old document stays as it was; whoever asks for its address is given the new one
    from then on, and the old one again if the page goes back to it.

    Attributes:
        page: whose publication decides.
        is_in_force: whether the page was published with the new document.
    """

    old = models.ForeignKey(
        "wagtaildocs.Document", models.CASCADE, related_name="replacements"
    )
    new = models.ForeignKey(
        "wagtaildocs.Document", models.CASCADE, related_name="replaces"
    )
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    is_in_force = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # A record of this kind is no use of a document, as above.
    old.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    new.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    by.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        verbose_name = _("replaced document")
        verbose_name_plural = _("replaced documents")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["old", "new", "page"], name="files_replaced_once_a_page"
            ),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")), name="files_replaced_by_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class Legibility(models.Model):
    """What programs for people who can't see find in a file; by the file's content.

    Attributes:
        file_hash: that of the document; the same file is looked at once.
        has_text: whether there are words in it, and not only pictures of them.
        has_structure: whether it says what is a heading, a list, a table.
        is_known: False where the file couldn't be read.
    """

    file_hash = models.CharField(max_length=40, unique=True)
    is_known = models.BooleanField()
    has_text = models.BooleanField(default=False)
    has_structure = models.BooleanField(default=False)
    looked_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("legibility of a file")
        verbose_name_plural = _("legibility of files")

    def __str__(self) -> str:
        return self.file_hash
