"""What ``gerai doctor`` asks of this room."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register

from gerai.files import scanning


@register("doctor", deploy=True)
def scanner_answers(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Whether the virus scanner that is configured can be asked."""
    if not scanning.is_configured():
        return [Info("Uploads are shown to no virus scanner", id="files.A1")]
    problem = scanning.answers()
    if problem:
        return [
            Error(
                f"The virus scanner at {settings.CLAMD_URL} can't be asked: {problem}. "
                "No upload is taken.",
                hint="Start it (Debian: systemctl start clamav-daemon), or remove "
                "CLAMD_URL.",
                id="files.A1",
            )
        ]
    return [Info("Uploads are shown to a virus scanner", id="files.A1")]
