"""Addresses of this room that other rooms name."""

from __future__ import annotations

from django.conf import settings

from gerai.theme.addresses import localized_path


def address_of(language: str) -> str:
    """Where the browser finds the words for suggestions in a language."""
    return localized_path("/cari/saran.json", language)


def suggestion_addresses() -> list[str]:
    """The published files: one for each language."""
    return [address_of(code) for code, _name in settings.LANGUAGES]
