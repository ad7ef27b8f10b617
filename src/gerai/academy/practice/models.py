"""Which copies there are. What is in them lies in files of their own."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Copy(models.Model):
    """The practice mall of one person."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="practice_copy",
        verbose_name=_("trainee"),
    )
    key = models.CharField(_("key"), max_length=32, unique=True, editable=False)
    generation = models.PositiveIntegerField(_("how often begun anew"), default=1)
    prepared_at = models.DateTimeField(_("prepared at"))
    used_at = models.DateTimeField(_("last used at"))

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("practice copy")
        verbose_name_plural = _("practice copies")

    def __str__(self) -> str:
        return f"practice copy {self.key}"
