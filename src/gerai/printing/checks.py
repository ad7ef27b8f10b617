"""What ``gerai doctor`` says about printing."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Info, Warning, register

from gerai.printing.libraries import has_weasyprint, missing_packages


@register("doctor", deploy=True)
def sheets_can_be_printed(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Names what is missing for PDF sheets; everything else works without it."""
    if not has_weasyprint():
        return [
            Warning(
                "PDF sheets can't be made: the Python package weasyprint is missing. "
                "Everything else works; pages print from the browser.",
                hint="Install the packages of requirements/run.txt.",
                id="printing.G1",
            )
        ]
    if missing := missing_packages():
        return [
            Warning(
                "PDF sheets can't be made: this machine lacks system libraries. "
                "Everything else works; pages print from the browser.",
                hint=f"On Debian or Ubuntu: apt-get install {' '.join(missing)}, then "
                "start Gerai again.",
                id="printing.G1",
            )
        ]
    return [Info("PDF sheets can be made", id="printing.G1")]
