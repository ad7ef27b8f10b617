"""What the last load of a pack put into the site."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models


class LoadedRecord(models.Model):
    """One record of the pack that was loaded, and what it looked like then.

    ``fingerprint`` is that of the pack's text, ``site_fingerprint`` that of the site's
    record right after loading. If the site's record has another one now, staff changed
    it in between.
    """

    key = models.CharField(max_length=255, unique=True)
    fingerprint = models.CharField(max_length=64)
    site_fingerprint = models.CharField(max_length=64)
    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["key"]
        verbose_name = "loaded record"
        verbose_name_plural = "loaded records"

    def __str__(self) -> str:
        return self.key
