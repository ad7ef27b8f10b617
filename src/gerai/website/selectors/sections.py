"""The pages of a section, in the reader's language as far as they are translated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Page

from gerai.theme.addresses import localized_url


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """One page of a section."""

    title: str
    url: str
    summary: str


def section_entries(section: Page) -> list[SectionEntry]:
    """The live, public pages right below a section, whatever language it is in.

    The Indonesian section decides what there is: a page without a translation is
    listed too, and tells when it is opened that it is in Indonesian.
    """
    language = get_language() or settings.LANGUAGE_CODE
    original = _original(section)
    children = list(Page.objects.child_of(original).live().public().specific())
    translated = _translations(children, language)
    return [
        SectionEntry(
            title=shown.title,
            url=localized_url(child, language),
            summary=getattr(shown, "summary", ""),
        )
        for child in children
        for shown in (translated.get(child.translation_key, child),)
    ]


def _original(page: Page) -> Page:
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return page
    original = (
        Page.objects.live()
        .filter(
            translation_key=page.translation_key,
            locale__language_code=settings.LANGUAGE_CODE,
        )
        .first()
    )
    return original or page


def _translations(pages: list[Page], language: str) -> dict[Any, Page]:
    if language == settings.LANGUAGE_CODE:
        return {}
    found = (
        Page.objects.live()
        .filter(
            translation_key__in=[page.translation_key for page in pages],
            locale__language_code=language,
        )
        .specific()
    )
    return {page.translation_key: page for page in found}
