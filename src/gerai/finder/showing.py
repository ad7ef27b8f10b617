"""Things of this room by their key, as lists of results draw them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Page

from gerai.directory.policies import (
    visible_agencies,
    visible_life_events,
    visible_services,
)
from gerai.directory.selectors import in_language
from gerai.directory.selectors.services import shown
from gerai.finder.sources import Shown
from gerai.theme.addresses import localized_url

if TYPE_CHECKING:
    from django.http import HttpRequest


def show_services(
    targets: Sequence[str], request: HttpRequest | None
) -> dict[str, Shown]:
    """Services by the key of their record."""
    records = _records(visible_services(), targets)
    return {
        str(record.pk): _shown(
            page, request, agency=page.agency.short_name or page.agency.title
        )
        for record, page in zip(records, shown(records), strict=True)
    }


def show_agencies(
    targets: Sequence[str], request: HttpRequest | None
) -> dict[str, Shown]:
    """Agencies by the key of their record."""
    records = _records(visible_agencies(), targets)
    return {
        str(record.pk): _shown(page, request)
        for record, page in zip(records, in_language(records), strict=True)
    }


def show_life_events(
    targets: Sequence[str], request: HttpRequest | None
) -> dict[str, Shown]:
    """Life events by the key of their record."""
    records = _records(visible_life_events(), targets)
    return {
        str(record.pk): _shown(page, request)
        for record, page in zip(records, in_language(records), strict=True)
    }


def show_pages(targets: Sequence[str], request: HttpRequest | None) -> dict[str, Shown]:
    """Pages by key, in the active language where they are translated."""
    records = {
        page.pk: page
        for page in Page.objects.live()
        .public()
        .filter(pk__in=[int(target) for target in targets])
        .select_related("locale")
        .specific()
    }
    language = get_language() or settings.LANGUAGE_CODE
    versions = {
        page.translation_key: page
        for page in Page.objects.live()
        .filter(
            alias_of__isnull=True,
            locale__language_code=language,
            translation_key__in=[page.translation_key for page in records.values()],
        )
        .specific()
    }
    found = {}
    for pk, record in records.items():
        page = versions.get(record.translation_key, record)
        found[str(pk)] = _shown(page, request)
    return found


def _records(visible: Any, targets: Sequence[str]) -> list[Any]:
    keys = [int(target) for target in targets]
    return list(visible.filter(pk__in=keys).select_related("locale").order_by("pk"))


def _shown(page: Page, request: HttpRequest | None, *, agency: str = "") -> Shown:
    language = get_language() or settings.LANGUAGE_CODE
    return Shown(
        title=page.title,
        url=localized_url(page, language, request=request),
        text=getattr(page, "summary", "") or page.search_description,
        agency=agency,
    )
