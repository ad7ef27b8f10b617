"""The items of a service standard between the pack's form and Wagtail's blocks."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

Kind = Literal["words", "value", "flag", "count", "cases", "document", "regulation"]
_NAMESPACE = uuid.UUID("5f0c2d0e-6d0b-5b58-9a4c-2f6f3c1b7a10")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an item: its name in the pack, in the block, and its kind."""

    pack: str
    block: str
    kind: Kind = "value"


@dataclass(frozen=True, slots=True)
class Component:
    """One list of items: the block's type, and the field that makes an item itself."""

    block_type: str
    fields: tuple[Field, ...]
    identified_by: str


def _words(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, name, "words") for name in names)


_CASES = Field("cases", "cases", "cases")
_SPELL = (
    Field("minimum", "minimum", "count"),
    Field("maximum", "maximum", "count"),
    Field("unit", "unit"),
)

COMPONENTS: dict[str, Component] = {
    "cases": Component(
        "case", (Field("key", "key"), *_words("label", "description")), "key"
    ),
    "requirements": Component(
        "requirement",
        (
            *_words("text"),
            Field("kind", "kind"),
            Field("original", "is_original", "flag"),
            Field("copies", "copies", "count"),
            *_words("condition"),
            _CASES,
            Field("optional", "is_optional", "flag"),
            Field("form", "form", "document"),
            *_words("note"),
        ),
        "text",
    ),
    "steps": Component(
        "step",
        (
            *_words("text"),
            Field("actor", "actor"),
            Field("place", "place"),
            *_words("place_note"),
            *_SPELL,
            _CASES,
        ),
        "text",
    ),
    "durations": Component(
        "duration",
        (
            *_SPELL,
            Field("from", "starts_from", "words"),
            Field("upper_limit", "is_upper_limit", "flag"),
            _CASES,
            *_words("note"),
        ),
        "cases",
    ),
    "fees": Component(
        "fee",
        (
            *_words("label"),
            Field("kind", "kind"),
            Field("amount", "amount", "count"),
            Field("amount_maximum", "amount_maximum", "count"),
            *_words("per"),
            _CASES,
            Field("basis", "basis", "regulation"),
            *_words("note"),
        ),
        "label",
    ),
    "products": Component(
        "product",
        (
            *_words("name"),
            Field("form", "form"),
            Field("validity.amount", "validity", "count"),
            Field("validity.unit", "validity_unit"),
            *_words("note"),
        ),
        "name",
    ),
    "complaint_channels": Component(
        "channel",
        (Field("kind", "kind"), Field("value", "value"), *_words("note")),
        "value",
    ),
    "management": Component(
        "part", (Field("component", "component"), *_words("text")), "component"
    ),
}


class BlockIds:
    """Ids that follow from the content: the same item has the same id in every load.

    A corrected fee keeps its id (its label makes it itself); a reworded requirement is
    a new one, and its ticks and translations start anew.
    """

    def __init__(self, record: str) -> None:
        self._record = record
        self._seen: Counter[str] = Counter()

    def next(self, *parts: str) -> str:
        name = "\n".join((self._record, *parts))
        self._seen[name] += 1
        return str(uuid.uuid5(_NAMESPACE, f"{name}\n{self._seen[name]}"))


@dataclass(frozen=True, slots=True)
class Lookup:
    """Keys of the site's rows by the pack's names, and back."""

    document: Callable[[Any], Any]
    regulation: Callable[[Any], Any]


def to_blocks(
    name: str, items: Iterable[BaseModel], ids: BlockIds, lookup: Lookup, language: str
) -> list[dict[str, Any]]:
    """Stream data of one component in one language.

    Ids are taken from the Indonesian words, so both languages get the same ones.
    """
    component = COMPONENTS[name]
    data = []
    for item in items:
        identity = _attribute(item, component.identified_by)
        value = {
            field.block: _block_value(
                field, _attribute(item, field.pack), lookup, language
            )
            for field in component.fields
        }
        data.append(
            {
                "type": component.block_type,
                "value": value,
                "id": ids.next(name, _identity(identity)),
            }
        )
    return data


def from_blocks(
    name: str,
    data: Iterable[Mapping[str, Any]],
    english: Mapping[str, Mapping[str, Any]] | None,
    lookup: Lookup,
) -> list[dict[str, Any]]:
    """Items in the pack's form from stream data.

    Args:
        name: of the component.
        data: the Indonesian blocks.
        english: values of the English blocks by id, if there is an English version.
        lookup: gives the pack's names of documents and regulations.
    """
    component = COMPONENTS[name]
    items = []
    for block in data:
        value = block["value"]
        other = None if english is None else english.get(str(block.get("id")), {})
        item: dict[str, Any] = {}
        for field in component.fields:
            found = _pack_value(field, value.get(field.block), lookup)
            if found is not None:
                _set(item, field.pack, _in_both(field, found, other))
        items.append(item)
    return items


def _in_both(field: Field, found: Any, other: Mapping[str, Any] | None) -> Any:
    if field.kind != "words" or other is None:
        return found
    english = str(other.get(field.block) or "").strip()
    return {"id": found, "en": english or found}


def _attribute(item: BaseModel, path: str) -> Any:
    value: Any = item
    for part in path.split("."):
        name = "starts_from" if part == "from" else part
        value = getattr(value, name) if value is not None else None
    return value


def _set(item: dict[str, Any], path: str, value: Any) -> None:
    first, _dot, rest = path.partition(".")
    if rest:
        item.setdefault(first, {})[rest] = value
    else:
        item[first] = value


def _identity(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    return str(getattr(value, "id", value))


def _block_value(field: Field, value: Any, lookup: Lookup, language: str) -> Any:
    match field.kind:
        case "words":
            found: Any = text_in(value, language)
        case "flag":
            found = bool(value)
        case "cases":
            found = list(value)
        case "document":
            found = lookup.document(value) if value else None
        case "regulation":
            found = lookup.regulation(value) if value else None
        case "count":
            found = value
        case _:
            found = value if value is not None else ""
    return found


def _pack_value(field: Field, value: Any, lookup: Lookup) -> Any:
    """The pack's value, or ``None`` for what a pack leaves out."""
    if value is None or value in ("", [], False):
        return None
    if field.kind == "document":
        return lookup.document(value)
    if field.kind == "regulation":
        return lookup.regulation(value)
    if field.kind == "cases":
        return [str(key) for key in value]
    return value


def text_in(words: Any, language: str) -> str:
    """The text of ``words`` in a language, Indonesian where there is no other."""
    if words is None:
        return ""
    english = words.en if language == "en" else None
    return str(english if english is not None else words.id)
