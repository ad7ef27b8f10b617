"""Whether a form was sent from a page of ours, told without a cookie.

A token against forged requests lives in a cookie, and published pages set none. Nobody
is signed in to these forms, so all that a forged request could do is answer in a
reader's place; the browser itself says where a request comes from.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this request.

    Browsers before 2023 don't send ``Sec-Fetch-Site``; all of them send ``Origin`` or,
    at least, ``Referer`` with a form to the same site.
    """
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched == "same-origin"
    named = request.headers.get("Origin") or request.headers.get("Referer") or ""
    sender = urlsplit(named)
    base = urlsplit(settings.GERAI_BASE_URL)
    ours = {base.netloc, request.get_host()}
    return sender.scheme in {"http", "https"} and sender.netloc in ours
