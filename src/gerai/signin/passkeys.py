"""Where passkeys can be used."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.http import HttpRequest

from gerai.guard.flood import is_this_machine

LOCAL = "localhost"


def host(request: HttpRequest) -> str:
    """The host that passkeys of this site belong to, whatever a request claims.

    Browsers want a name. A site on this machine's own address is reached as
    ``localhost`` as well, so there the request decides between the two.
    """
    name = urlsplit(settings.GERAI_BASE_URL).hostname or LOCAL
    asked = request.META.get("HTTP_HOST", "").partition(":")[0]
    return LOCAL if is_this_machine(name) and asked == LOCAL else name


def are_possible(request: HttpRequest) -> bool:
    """Browsers ask for a name with TLS; ``localhost`` does without."""
    name = host(request)
    try:
        validate_ipv46_address(name)
    except ValidationError:
        return name == LOCAL or settings.GERAI_BASE_URL.startswith("https://")
    return False
