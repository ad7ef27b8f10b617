"""The language of an address."""

from __future__ import annotations

from django.conf import settings


def language_of_path(path: str) -> str:
    """``en`` below ``/en/``, else Indonesian; whoever asks, whatever they prefer.

    >>> language_of_path("/en/instansi/")
    'en'
    >>> language_of_path("/english/")
    'id'
    """
    first = path[1:].partition("/")[0]
    others = {code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
    return first if first in others else settings.LANGUAGE_CODE
