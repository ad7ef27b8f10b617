"""What of agencies and services needs care; registered with the truth watch."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gerai.directory.truth import contradictions, gaps, hard_texts
from gerai.truth.tables import register_table


def register_checks() -> None:
    """Declare all checks of this room (from ``apps.ready``)."""
    for module in (gaps, contradictions, hard_texts):
        module.register()
    register_table(_("Records to confirm and complete"), "directory_records_report")


__all__ = ["register_checks"]
