"""The published format: schema, example and choices are those of the code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from gerai.contentpack.format import directory as directory_format
from gerai.contentpack.format import hours, mall, provenance, standard
from gerai.contentpack.format.pages import EnglishPageHead, PageHead
from gerai.contentpack.reading.pack import MODELS, read_pack
from gerai.contentpack.schema import pack_schema, pack_schema_text
from gerai.contentpack.tests.factories import CONTENT, EXAMPLE, SAMARINDA
from gerai.directory import choices as directory_choices
from gerai.place import choices as place_choices

PUBLISHED = CONTENT.parent / "docs/reference/content-pack.schema.json"


def test_the_published_schema_is_current() -> None:
    assert PUBLISHED.read_text() == pack_schema_text(), (
        "run: gerai dump --schema > docs/reference/content-pack.schema.json"
    )


def test_every_definition_says_what_it_is() -> None:
    definitions = pack_schema()["$defs"]
    unsaid = [
        name
        for name, definition in definitions.items()
        if not definition.get("description")
    ]
    assert unsaid == []


@pytest.mark.parametrize("folder", [EXAMPLE, SAMARINDA], ids=lambda path: path.name)
def test_the_packs_of_this_repository_are_in_order(folder: Path) -> None:
    if not folder.exists():
        pytest.skip("not there")
    _pack, problems = read_pack(folder)
    assert problems.remarks == []


def options(annotation: Any) -> set[str]:
    return set(get_args(annotation))


def field(model: type[BaseModel], name: str) -> Any:
    return model.model_fields[name].annotation


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (mall.FactKind, place_choices.FactKind),
        (mall.FacilityKind, place_choices.FacilityKind),
        (field(mall.Facility, "status"), place_choices.FacilityStatus),
        (field(mall.MallFile, "timezone"), place_choices.MallZone),
        (field(hours.HolidayChange, "action"), place_choices.HolidayAction),
        (field(hours.HolidayChange, "kind"), place_choices.HolidayKind),
        (provenance.Trust, place_choices.TrustLevel),
        (field(directory_format.AgencyFile, "kind"), directory_choices.AgencyKind),
        (field(directory_format.AgencyFile, "presence"), directory_choices.Presence),
        (
            field(directory_format.ServiceItem, "offered_here"),
            directory_choices.OfferedHere,
        ),
        (
            field(standard.RequirementItem, "kind"),
            directory_choices.RequirementKind,
        ),
        (field(standard.StepItem, "actor"), directory_choices.StepActor),
        (field(standard.StepItem, "place"), directory_choices.StepPlace),
        (standard.TimeUnit, directory_choices.TimeUnit),
        (field(standard.Validity, "unit"), directory_choices.ValidityUnit),
        (field(standard.FeeItem, "kind"), directory_choices.FeeKind),
        (field(standard.ProductItem, "form"), directory_choices.ProductForm),
        (field(standard.ComplaintChannel, "kind"), directory_choices.ChannelKind),
        (
            field(standard.ManagementPart, "component"),
            directory_choices.ManagementPart,
        ),
        (standard.ComponentName, directory_choices.ComponentName),
    ],
)
def test_choices_are_those_of_the_rooms(ours: Any, theirs: Any) -> None:
    assert options(ours) == set(theirs.values)


def test_the_example_uses_every_field() -> None:
    """A clerk learns the format from the example, so nothing may be left out of it."""
    text = "\n".join(
        path.read_text()
        for path in sorted(EXAMPLE.rglob("*"))
        if path.suffix in {".yaml", ".md"}
    )
    models = [*MODELS.values(), directory_format.AgencyFile, PageHead, EnglishPageHead]
    definitions = pack_schema()["$defs"]
    unused = {
        f"{model}.{name}"
        for model, name in _fields(definitions)
        if f"{name}:" not in text
    }
    assert models
    assert unused == set()


def _fields(definitions: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for model, definition in definitions.items():
        for name in definition.get("properties", {}):
            yield model, name


def test_the_schema_is_json() -> None:
    assert json.loads(pack_schema_text())["properties"]["mall.yaml"]
