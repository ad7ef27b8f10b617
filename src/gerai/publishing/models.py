"""The durable work list, and what the publisher has to report."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """Something committed that the published pages may show.

    Written in the transaction of the change itself, deleted once the pages it affects
    are on disk. ``values`` (keys of the changed row) only say where to look first.
    """

    table = models.CharField(max_length=100)
    values = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.table} {self.values}"


class GoneAddress(models.Model):
    """An address that was published and isn't any more.

    Written before its file is removed. It answers 410 unless a redirect leads on from
    it; a page that comes back at the address takes precedence.
    """

    address = models.CharField(_("address"), max_length=2000, unique=True)
    since = models.DateTimeField(_("gone since"), auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["address"]

    def __str__(self) -> str:
        return self.address


class FailedPage(models.Model):
    """An address that can't be rendered now; its last good version stays up."""

    address = models.CharField(_("address"), max_length=2000, unique=True)
    reason = models.TextField(_("reason"))
    failing_since = models.DateTimeField(_("failing since"), auto_now_add=True)
    last_tried_at = models.DateTimeField(_("last tried"), auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["address"]
        verbose_name = _("page that can't be published")
        verbose_name_plural = _("pages that can't be published")

    def __str__(self) -> str:
        return self.address
