"""What of this room the publisher renders, beside its pages."""

from __future__ import annotations

from django.conf import settings

from gerai.guidance.visit.state import PATH
from gerai.theme.addresses import localized_path


def visit_addresses() -> list[str]:
    """The page on which a visit begins; a visit itself has a query and is no file."""
    return [localized_path(PATH, language) for language, _name in settings.LANGUAGES]
