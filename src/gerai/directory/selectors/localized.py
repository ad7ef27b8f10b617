"""Records and their translations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language

from gerai.directory.models import AgencyPage, LifeEventPage, ServicePage
from gerai.publishing.prepared import PreparedQuery, as_others_show, with_related
from gerai.publishing.reading import is_in_snapshot

LINK_FIELDS = ("title", "slug", "url_path", "path", "translation_key", "locale")
"""What a link to a page shows or is made from."""

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
    if is_in_snapshot() and len(records) == 1:
        return [translated(records[0], code)]
    keys = [record.translation_key for record in records]
    model = type(records[0])
    translations = translations_of(model, keys, code).select_related(*_RELATED[model])
    found = {page.translation_key: page for page in translations}
    return [found.get(record.translation_key, record) for record in records]


def translations_of(
    model: type[AnyPage], keys: Iterable[UUID], language: str
) -> QuerySet[AnyPage]:
    """The visible pages in a language that are no copies, by keys of translations."""
    found: QuerySet[AnyPage] = model.objects.filter(
        live=True,
        alias_of__isnull=True,
        locale__language_code=language,
        translation_key__in=list(keys),
    ).order_by()
    return found


def translated(record: AnyPage, language: str) -> AnyPage:
    """One record in ``language``, as ``in_language``; what it leads to is shared."""
    if language == settings.LANGUAGE_CODE:
        return record
    found = _TRANSLATIONS[type(record)].records(record.translation_key, language)
    if not found:
        return record
    page: AnyPage = with_related(found[0], *_RELATED[type(record)])
    return page


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
    return model.objects.select_related(*_RELATED[model])


_RELATED: dict[Any, tuple[str, ...]] = {
    AgencyPage: ("locale", "floor", "schedule"),
    ServicePage: ("locale", "counter__floor", "counter__schedule"),
    LifeEventPage: ("locale",),
}
_TRANSLATIONS: dict[Any, PreparedQuery[Any]] = {
    model: PreparedQuery(
        lambda key, language, model=model: as_others_show(
            translations_of(model, [key], language)
        ),
        *(UUID, str),
    )
    for model in _RELATED
}
