"""What of agencies and services needs care; registered with the truth watch."""

from __future__ import annotations

from gerai.directory.truth import contradictions, gaps, hard_texts


def register_checks() -> None:
    """Declare all checks of this room (from ``apps.ready``)."""
    for module in (gaps, contradictions, hard_texts):
        module.register()


__all__ = ["register_checks"]
