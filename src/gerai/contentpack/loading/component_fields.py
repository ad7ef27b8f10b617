"""Fields that many records have: words, components, provenance."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from gerai.contentpack.components import (
    BlockIds,
    Lookup,
    text_in,
    to_blocks,
)
from gerai.contentpack.format.directory import (
    Owner,
    PageSettings,
)
from gerai.contentpack.format.standard import ComponentProvenance
from gerai.contentpack.loading.rows import provenance_fields

INDONESIAN, ENGLISH = "id", "en"


def set_words(record: Any, texts: dict[str, Any], language: str) -> None:
    for name, words in texts.items():
        setattr(record, name, text_in(words, language))


def set_components(
    record: Any,
    item: Any,
    names: Iterable[str],
    *,
    key: str,
    lookup: Lookup,
    language: str,
) -> None:
    """Fill the component fields of a record in one language."""
    ids = BlockIds(key)
    for name in names:
        data = to_blocks(name, getattr(item, name), ids, lookup, language)
        setattr(record, name, json.dumps(data))


def set_shared(
    record: Any,
    legal_basis: Iterable[str],
    sources: Mapping[Any, ComponentProvenance],
    *,
    key: str,
    lookup: Lookup,
) -> None:
    """Fill what is the same in all languages: laws, and sources of components."""
    ids = BlockIds(key)
    record.legal_basis = json.dumps(
        [
            {
                "type": "regulation",
                "value": lookup.regulation(slug),
                "id": ids.next("legal_basis", slug),
            }
            for slug in legal_basis
        ]
    )
    record.component_provenance = json.dumps(
        [_component_provenance(name, value, ids) for name, value in sources.items()]
    )


def _component_provenance(
    name: str, item: ComponentProvenance, ids: BlockIds
) -> dict[str, Any]:
    return {
        "type": "component",
        "value": {
            "component": name,
            "source": "\n".join(item.source),
            "as_of": item.as_of or "",
            "trust": item.trust,
            "note": item.note or "",
        },
        "id": ids.next("component_provenance", name),
    }


def set_provenance(record: Any, item: Any) -> None:
    for name, value in provenance_fields(item.provenance).items():
        setattr(record, name, value)
    if hasattr(record, "confirmed_content"):
        # The pack says that this very content is confirmed; see settle_confirmation.
        record.confirmed_content = ""


def set_page(page: Any, item: Any, title: Any) -> None:
    """What every page of the directory has."""
    page.title = title.id
    page.slug = item.slug
    page.is_indexed = item.indexed
    page.reviewed_on = getattr(item, "reviewed_on", None)


def page_words(item: PageSettings, title: Any, summary: Any) -> dict[str, Any]:
    return {
        "title": title,
        "summary": summary,
        "seo_title": item.seo_title,
        "search_description": item.seo_description,
    }


def set_owner(page: Any, owner: Owner | None) -> None:
    page.owner_name = (owner.name or "") if owner else ""
    page.owner_email = (owner.email or "") if owner else ""
