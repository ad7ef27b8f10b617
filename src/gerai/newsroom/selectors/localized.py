"""Items in the reader's language; what isn't translated is shown in Indonesian."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.utils.translation import get_language

from gerai.newsroom.models import NewsroomPage

I = TypeVar("I", bound=NewsroomPage)  # noqa: E741 - an item


def reader_language() -> str:
    """The active language without its region."""
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def in_reader_language(records: Iterable[I]) -> list[I]:
    """The same items in the same order; one query, or none."""
    items = list(records)
    language = reader_language()
    if not items or language == settings.LANGUAGE_CODE:
        return items
    translated = (
        type(items[0])
        .objects.live()
        .filter(
            alias_of__isnull=True,
            locale__language_code=language,
            translation_key__in=[item.translation_key for item in items],
        )
        .select_related("locale", "agency")
    )
    found = {page.translation_key: page for page in translated}
    return [found.get(item.translation_key, item) for item in items]
