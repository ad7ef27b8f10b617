"""From services of the pack to the fields of their pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gerai.contentpack.components import (
    COMPONENTS,
    Lookup,
)
from gerai.contentpack.format.directory import (
    Names,
    ServiceItem,
)
from gerai.contentpack.loading.component_fields import (
    ENGLISH,
    INDONESIAN,
    page_words,
    set_components,
    set_owner,
    set_page,
    set_provenance,
    set_shared,
    set_words,
)
from gerai.directory.models import (
    Counter,
    RelatedService,
    ServicePage,
)


def service_words(item: ServiceItem) -> dict[str, Any]:
    return page_words(item, item.title, item.summary) | {
        "official_name": item.official_name,
        "audience": item.audience,
        "online_label": item.online.label if item.online else None,
    }


def set_service(
    page: ServicePage, item: ServiceItem, *, key: str, rank: int | None, lookup: Lookup
) -> None:
    """Put a service of the pack into its page, in Indonesian, without relations."""
    set_page(page, item, item.title)
    set_words(page, service_words(item), INDONESIAN)
    page.other_names = _lines(item.aliases, INDONESIAN)
    page.category = item.category or ""
    page.counter = (
        Counter.objects.get(slug=item.counter) if item.counter is not None else None
    )
    page.is_offered_here = item.offered_here
    page.online_url = item.online.url if item.online else ""
    decree = item.decree
    page.decree_number = (decree.number or "") if decree else ""
    page.decree_date = decree.date if decree else None
    document = lookup.document(decree.file) if decree and decree.file else None
    page.standard_file_id = document
    page.effective_from = item.effective_from
    page.version = item.version or ""
    set_owner(page, item.owner)
    page.next_review_on = item.next_review_on
    page.popular_order = rank
    set_components(page, item, COMPONENTS, key=key, lookup=lookup, language=INDONESIAN)
    set_shared(
        page, item.legal_basis, item.component_provenance, key=key, lookup=lookup
    )
    set_provenance(page, item)


def set_related(page: Any, services: Iterable[ServicePage]) -> None:
    """Name the related services in order; rows of those that stay are kept."""
    present = {row.service_id: row for row in page.related_services.all()}
    rows = []
    for position, service in enumerate(services):
        row = present.get(service.pk) or RelatedService(service=service)
        row.sort_order = position
        rows.append(row)
    page.related_services = rows


def service_to_english(page: Any, item: ServiceItem, key: str, lookup: Lookup) -> None:
    set_words(page, service_words(item), ENGLISH)
    page.other_names = _lines(item.aliases, ENGLISH)
    set_components(page, item, COMPONENTS, key=key, lookup=lookup, language=ENGLISH)


def _lines(names: Names, language: str) -> str:
    return "\n".join(names.en if language == ENGLISH and names.en else names.id)
