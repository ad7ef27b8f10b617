"""What becomes of a suspicion; public."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a suspicion stands."""

    HELD = "held", _("held back")
    REPORTED = "reported", _("already public")
    ALLOWED = "allowed", _("allowed")
    RETURNED = "returned", _("sent back")
    SEEN = "seen", _("seen")


OPEN = (Status.HELD, Status.REPORTED)
"""Somebody has to look at it."""


class Place(models.TextChoices):
    """Where it was found."""

    PAGE = "page", _("page")
    RECORD = "record", _("record")
    PUBLISHED = "published", _("published page")
    TREE = "tree", _("file in the web folder")
    MEDIA = "media", _("uploaded file")
