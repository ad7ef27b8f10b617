"""Writing of plain rows: only what differs, and with errors that name the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from gerai.contentpack.format.provenance import Provenance as ProvenanceItem
from gerai.contentpack.reading.problems import PackRefused, Problem

R = TypeVar("R", bound=models.Model)


def file_of(key: str) -> str:
    """The file of the pack in which a record stands."""
    kind, _slash, rest = key.partition("/")
    if kind in {"service", "agency"}:
        return f"agencies/{rest.partition('/')[0]}.yaml"
    if kind == "page":
        return f"pages/{rest}.md"
    if kind == "file":
        return rest
    return {
        "mall": "mall.yaml",
        "floor": "places.yaml",
        "facilities": "places.yaml",
        "hours": "hours.yaml",
        "holidays": "hours.yaml",
        "regulation": "regulations.yaml",
        "counter": "agencies/",
        "life-event": "life-events.yaml",
        "question": "questions.yaml",
        "home": "home.yaml",
        "search": "synonyms.yaml",
        "topic": "news.yaml",
        "news": "news.yaml",
        "notice": "notices.yaml",
        "event": "events.yaml",
        "document": "documents.yaml",
        "faq": "faq.yaml",
        "banners": "banners.yaml",
    }.get(kind, key)


def refuse(key: str, invalid: ValidationError) -> PackRefused:
    """Django's verdict on a row, as a fault of the pack's record."""
    problems = []
    for name, messages in _messages(invalid).items():
        label = "" if name == NON_FIELD_ERRORS else name
        problems += [
            Problem(file_of(key), 0, f"{key}: {label}".rstrip(": "), message)
            for message in messages
        ]
    return PackRefused(problems)


def _messages(invalid: ValidationError) -> Mapping[str, list[str]]:
    if hasattr(invalid, "error_dict"):
        return invalid.message_dict
    return {NON_FIELD_ERRORS: invalid.messages}


def save(row: R, key: str) -> R:
    """Check and save a row.

    Raises:
        PackRefused: if the row's own rules refuse it.
    """
    try:
        row.full_clean()
    except ValidationError as invalid:
        raise refuse(key, invalid) from invalid
    row.save()
    return row


def assign(row: models.Model, values: Mapping[str, Any]) -> bool:
    """Set fields; true if anything changed."""
    changed = False
    for name, value in values.items():
        if row._state.adding or getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    return changed


def sync_rows(
    model: type[R],
    existing: Iterable[R],
    wanted: Iterable[Mapping[str, Any]],
    key: str,
) -> None:
    """Make ``existing`` equal to ``wanted``; rows that are equal already stay."""
    left = list(existing)
    missing = []
    for values in wanted:
        twin = next((row for row in left if _is_equal(row, values)), None)
        if twin is None:
            missing.append(values)
        else:
            left.remove(twin)
    for row in left:
        row.delete()
    for values in missing:
        save(model(**values), key)


def _is_equal(row: models.Model, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def provenance_fields(provenance: ProvenanceItem | None) -> dict[str, Any]:
    """Fields of ``place.provenance.Provenance`` from the pack's mapping."""
    if provenance is None:
        provenance = ProvenanceItem(trust="general")
    return {
        "source": "\n".join(provenance.source),
        "source_as_of": provenance.as_of or "",
        "trust": provenance.trust,
        "provenance_note": provenance.note or "",
        "confirmed_by": None,
        "confirmed_by_name": provenance.confirmed_by or "",
        "confirmed_at": provenance.confirmed_at,
    }


def both(words: Any, name: str) -> dict[str, str]:
    """``name`` and ``name_en`` of a row that holds both languages."""
    return {
        name: words.id if words else "",
        f"{name}_en": (words.en or "") if words else "",
    }
