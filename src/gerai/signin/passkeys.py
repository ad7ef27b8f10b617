"""Where passkeys can be used."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address


def host() -> str:
    """The host that passkeys of this site belong to."""
    return urlsplit(settings.GERAI_BASE_URL).hostname or "localhost"


def are_possible() -> bool:
    """Browsers ask for a name with TLS; ``localhost`` does without."""
    name = host()
    try:
        validate_ipv46_address(name)
    except ValidationError:
        return name == "localhost" or settings.GERAI_BASE_URL.startswith("https://")
    return False
