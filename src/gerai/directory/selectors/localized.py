"""Records and their translations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import get_language

from gerai.directory.models import AgencyPage, LifeEventPage, ServicePage

AnyPage = TypeVar("AnyPage", AgencyPage, LifeEventPage, ServicePage)


def language_or_active(language: str | None) -> str:
    """``language``, or the active one, without its region."""
    code = language or get_language() or settings.LANGUAGE_CODE
    return code.partition("-")[0]


def in_language(pages: Iterable[AnyPage], language: str | None = None) -> list[AnyPage]:
    """The pages in ``language`` and in the same order; one query, or none.

    A page without a published translation stands in for it. An alias is no translation:
    it only carries Indonesian words to an English address.
    """
    records = list(pages)
    code = language_or_active(language)
    if not records or code == settings.LANGUAGE_CODE:
        return records
    found = {
        page.translation_key: page
        for page in _with_places(type(records[0])).filter(
            live=True,
            alias_of__isnull=True,
            locale__language_code=code,
            translation_key__in=[record.translation_key for record in records],
        )
    }
    return [found.get(record.translation_key, record) for record in records]


def records_of(pages: Iterable[AnyPage]) -> list[AnyPage]:
    """The Indonesian pages of pages in any language, in the same order; one query.

    Pages whose record is gone are left out.
    """
    given = list(pages)
    if not given:
        return []
    found = {
        page.translation_key: page
        for page in _with_places(type(given[0])).filter(
            locale__language_code=settings.LANGUAGE_CODE,
            translation_key__in=[page.translation_key for page in given],
        )
    }
    return [
        found[page.translation_key] for page in given if page.translation_key in found
    ]


def record_of(page: AnyPage) -> AnyPage:
    """The Indonesian page of ``page``; itself if it is that, or if there is none."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return page
    return next(iter(records_of([page])), page)


def _with_places(model: type[AnyPage]) -> Any:
    """Pages with what they are shown with, so that no list asks for each one again."""
    related = {
        AgencyPage: ("locale", "floor", "schedule"),
        ServicePage: ("locale", "counter__floor", "counter__schedule"),
    }.get(model, ("locale",))
    return model.objects.select_related(*related)
