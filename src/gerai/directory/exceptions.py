"""Why the directory refuses something, in words for staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


class DirectoryError(Exception):
    """Base of this room's errors; the message is a sentence for people."""


class ConfirmationRefused(DirectoryError):
    """The record can't be confirmed as it is now."""


class CorrectionRefused(DirectoryError):
    """The record can't be corrected now."""


class CorrectionStale(CorrectionRefused):
    """Somebody else changed the component meanwhile.

    ``items`` are the stored items as they are now.
    """

    def __init__(self, items: tuple[Mapping[str, Any], ...]) -> None:
        super().__init__(
            _("Somebody else changed this meanwhile. Compare, then save once more.")
        )
        self.items = items
