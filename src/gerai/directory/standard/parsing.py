"""From the JSON of a page's components to values.

The raw JSON is read instead of Wagtail's blocks, so that regulations and files of any
number of pages are fetched at once. Old revisions may hold anything: what can't be read
is left out, a page never breaks because of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias, TypeVar

from gerai.directory.choices import (
    ChannelKind,
    ComponentName,
    FeeKind,
    ManagementPart,
    ProductForm,
    RequirementKind,
    StepActor,
    StepPlace,
    TimeUnit,
    ValidityUnit,
)
from gerai.directory.standard.values import (
    Case,
    ComplaintChannel,
    Duration,
    Fee,
    FormFile,
    LegalReference,
    Length,
    ManagementText,
    Product,
    Requirement,
    Step,
)
from gerai.place.choices import TrustLevel
from gerai.place.provenance import PartialDate, ProvenanceValue

RawItem: TypeAlias = Mapping[str, Any]
E = TypeVar("E", bound=Enum)


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the items refer to, by primary key."""

    regulations: Mapping[int, LegalReference] = field(default_factory=dict)
    files: Mapping[int, FormFile] = field(default_factory=dict)


def raw_items(record: Any, component: str) -> list[RawItem]:
    """The stored items of a component: ``{"type", "value", "id"}``."""
    stream = getattr(record, component, None)
    return [] if stream is None else list(stream.get_prep_value())


def referenced_regulations(items: Iterable[tuple[str, RawItem]]) -> set[int]:
    """Keys of the regulations that items refer to, given with their component."""
    found: set[int] = set()
    for component, item in items:
        value = item.get("value")
        if component == ComponentName.LEGAL_BASIS:
            reference = value
        elif component == ComponentName.FEES and isinstance(value, Mapping):
            reference = value.get("basis")
        else:
            continue
        if isinstance(reference, int):
            found.add(reference)
    return found


def referenced_files(items: Iterable[tuple[str, RawItem]]) -> set[int]:
    """Keys of the documents that items refer to, given with their component."""
    return {
        item["value"]["form"]
        for component, item in items
        if component == ComponentName.REQUIREMENTS
        and isinstance(item.get("value"), Mapping)
        and isinstance(item["value"].get("form"), int)
    }


def parse_component(
    component: str, items: Iterable[RawItem], lookups: Lookups = Lookups()
) -> tuple[Any, ...]:
    """Read the items of one component, in order."""
    parse = _PARSERS[ComponentName(component)]
    return tuple(_parsed(parse, items, lookups))


def parse_component_provenance(
    items: Iterable[RawItem],
) -> dict[str, ProvenanceValue]:
    """The sources of single components, by component."""
    found: dict[str, ProvenanceValue] = {}
    for item in items:
        value = item.get("value")
        if isinstance(value, Mapping) and value.get("component"):
            found[value["component"]] = ProvenanceValue(
                source=_text(value, "source"),
                as_of=_partial_date(_text(value, "as_of")),
                trust=_choice(TrustLevel, value.get("trust"), TrustLevel.GENERAL),
                note=_text(value, "note"),
            )
    return found


Parser: TypeAlias = Callable[[str, Any, Lookups], Any]


def _parsed(parse: Parser, items: Iterable[RawItem], lookups: Lookups) -> Iterator[Any]:
    for item in items:
        value = item.get("value")
        if isinstance(value, Mapping | int):
            parsed = parse(str(item.get("id") or ""), value, lookups)
            if parsed is not None:
                yield parsed


def _case(key: str, value: RawItem, lookups: Lookups) -> Case | None:
    label = _text(value, "label")
    if not label:
        return None
    return Case(_text(value, "key") or key, label, _text(value, "description"))


def _requirement(key: str, value: RawItem, lookups: Lookups) -> Requirement | None:
    text = _text(value, "text")
    if not text:
        return None
    return Requirement(
        key=key,
        text=text,
        kind=_choice(RequirementKind, value.get("kind"), RequirementKind.OTHER),
        is_original=bool(value.get("is_original")),
        copies=_number(value, "copies") or 0,
        condition=_text(value, "condition"),
        cases=_cases(value),
        is_optional=bool(value.get("is_optional")),
        form=lookups.files.get(_number(value, "form") or 0),
        note=_text(value, "note"),
    )


def _step(key: str, value: RawItem, lookups: Lookups) -> Step | None:
    text = _text(value, "text")
    if not text:
        return None
    return Step(
        key=key,
        text=text,
        actor=_choice(StepActor, value.get("actor"), StepActor.APPLICANT),
        place=_choice(StepPlace, value.get("place"), StepPlace.UNKNOWN),
        place_note=_text(value, "place_note"),
        length=_length(value),
        cases=_cases(value),
    )


def _duration(key: str, value: RawItem, lookups: Lookups) -> Duration | None:
    length, note = _length(value), _text(value, "note")
    if length is None and not note:
        return None
    return Duration(
        length=length,
        starts_from=_text(value, "starts_from"),
        is_upper_limit=bool(value.get("is_upper_limit")),
        cases=_cases(value),
        note=note,
    )


def _fee(key: str, value: RawItem, lookups: Lookups) -> Fee | None:
    kind = _choice(FeeKind, value.get("kind"), None)
    amount, highest = _number(value, "amount"), _number(value, "amount_maximum")
    if kind is None or (kind in {FeeKind.FIXED, FeeKind.RANGE} and amount is None):
        return None
    return Fee(
        kind=kind,
        label=_text(value, "label"),
        amount=amount if kind in {FeeKind.FIXED, FeeKind.RANGE} else None,
        amount_maximum=highest if kind == FeeKind.RANGE else None,
        per=_text(value, "per"),
        cases=_cases(value),
        basis=lookups.regulations.get(_number(value, "basis") or 0),
        note=_text(value, "note"),
    )


def _product(key: str, value: RawItem, lookups: Lookups) -> Product | None:
    name = _text(value, "name")
    if not name:
        return None
    unit = _choice(ValidityUnit, value.get("validity_unit"), None)
    return Product(
        name=name,
        form=_choice(ProductForm, value.get("form"), ProductForm.UNKNOWN),
        validity=_number(value, "validity") if unit else None,
        validity_unit=unit if _number(value, "validity") else None,
        note=_text(value, "note"),
    )


def _channel(key: str, value: RawItem, lookups: Lookups) -> ComplaintChannel | None:
    text = _text(value, "value")
    if not text:
        return None
    kind = _choice(ChannelKind, value.get("kind"), ChannelKind.OTHER)
    return ComplaintChannel(kind, text, _text(value, "note"))


def _regulation(key: str, value: Any, lookups: Lookups) -> LegalReference | None:
    return lookups.regulations.get(value) if isinstance(value, int) else None


def _management(key: str, value: RawItem, lookups: Lookups) -> ManagementText | None:
    part = _choice(ManagementPart, value.get("component"), None)
    text = _text(value, "text")
    return ManagementText(part, text) if part and text else None


_PARSERS: dict[ComponentName, Parser] = {
    ComponentName.CASES: _case,
    ComponentName.REQUIREMENTS: _requirement,
    ComponentName.STEPS: _step,
    ComponentName.DURATIONS: _duration,
    ComponentName.FEES: _fee,
    ComponentName.PRODUCTS: _product,
    ComponentName.COMPLAINT_CHANNELS: _channel,
    ComponentName.LEGAL_BASIS: _regulation,
    ComponentName.MANAGEMENT: _management,
}


def _length(value: RawItem) -> Length | None:
    unit = _choice(TimeUnit, value.get("unit"), None)
    minimum, maximum = _number(value, "minimum"), _number(value, "maximum")
    if unit is None or (minimum is None and maximum is None):
        return None
    return Length(unit, minimum, maximum)


def _cases(value: RawItem) -> tuple[str, ...]:
    cases = value.get("cases")
    return tuple(map(str, cases)) if isinstance(cases, list | tuple) else ()


def _text(value: RawItem, name: str) -> str:
    text = value.get(name)
    return text.strip() if isinstance(text, str) else ""


def _number(value: RawItem, name: str) -> int | None:
    number = value.get(name)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        return None
    return number


def _choice(choices: type[E], value: Any, default: Any) -> Any:
    try:
        return choices(value)
    except ValueError:
        return default


def _partial_date(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError:
        return None
