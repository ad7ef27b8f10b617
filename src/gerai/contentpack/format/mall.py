"""pack.yaml, mall.yaml and places.yaml: who and where."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    RootModel,
    WithJsonSchema,
    field_validator,
)

from gerai.contentpack.format.base import (
    Line,
    LongText,
    PackModel,
    ShortText,
    at_most,
    refuse,
)
from gerai.contentpack.format.provenance import Provenance
from gerai.contentpack.format.standard import (
    ComplaintChannel,
    ComponentProvenance,
    ManagementPart,
)
from gerai.contentpack.format.values import PackFile, Slug

FORMAT_VERSION = 1

Name40 = Annotated[Line, Field(max_length=40)]
Name80 = Annotated[Line, Field(max_length=80)]
Name120 = Annotated[Line, Field(max_length=120)]
Name160 = Annotated[Line, Field(max_length=160)]


def _this_format(value: Any) -> Any:
    if value != FORMAT_VERSION or isinstance(value, bool):
        raise refuse(
            _("this Gerai reads packs of format %(number)d, not %(given)s")
            % {"number": FORMAT_VERSION, "given": str(value)[:20]}
        )
    return value


class DocumentTitle(PackModel):
    """files.yaml: what a document is called, if not as its file."""

    file: PackFile
    title: Line


class FilesFile(RootModel[list[DocumentTitle]]):
    """files.yaml"""


def _indonesian_first(value: list[str]) -> list[str]:
    if value[:1] != ["id"] or len(set(value)) != len(value):
        raise refuse(_("must be [id] or [id, en]"))
    return value


class PackFileHead(PackModel):
    """pack.yaml"""

    format: Annotated[
        int,
        BeforeValidator(_this_format),
        WithJsonSchema({"const": FORMAT_VERSION}),
    ]
    slug: Slug
    title: Line
    languages: Annotated[list[Literal["id", "en"]], AfterValidator(_indonesian_first)]


class Operator(PackModel):
    """The office that runs the mall."""

    name: Name160
    short_name: Name40 | None = None


FactKind = Literal[
    "address",
    "phone",
    "fax",
    "sms",
    "whatsapp",
    "email",
    "website",
    "operator_website",
    "instagram",
    "facebook",
    "youtube",
    "tiktok",
    "coordinates",
    "counters_total",
    "agencies_total",
    "services_total",
    "vision",
    "mission",
    "motto",
    "service_charter",
]


class Fact(PackModel):
    """One thing that is said about the mall, with its source.

    Facts of one kind that contradict each other stand side by side; one may be shown.
    """

    kind: FactKind
    value: LongText
    shown: bool = True
    provenance: Provenance


MallComponentName = Literal["complaint_channels", "legal_basis", "management"]


class MallStandard(PackModel):
    """What every service of the mall inherits."""

    complaint_channels: list[ComplaintChannel] = []
    legal_basis: list[Slug] = []
    management: list[ManagementPart] = []
    provenance: Provenance | None = None
    component_provenance: dict[MallComponentName, ComponentProvenance] = {}


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise refuse(_('must be a colour such as "#0b5a5e" (in quotation marks)'))
    return value.lower()


Colour = Annotated[
    str,
    AfterValidator(_colour),
    WithJsonSchema({"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}),
]


class MallFile(PackModel):
    """mall.yaml"""

    name: Name120
    short_name: Name40
    tagline: Annotated[ShortText, at_most(160)] | None = None
    city: Name80
    province: Name80
    timezone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
    operator: Operator
    theme: dict[str, Colour] = {}
    facts: list[Fact]
    standard: MallStandard = MallStandard()

    @field_validator("facts")
    @classmethod
    def _one_shown(cls, facts: list[Fact]) -> list[Fact]:
        shown: set[str] = set()
        for fact in facts:
            if fact.shown and fact.kind in shown:
                raise refuse(
                    _("two facts of kind %(kind)s are shown; write `shown: false` "
                      "under all but one")
                    % {"kind": fact.kind}
                )  # fmt: skip
            if fact.shown:
                shown.add(fact.kind)
        return facts


class Floor(PackModel):
    """One floor, by the number on the lift's button."""

    number: Annotated[int, Field(ge=-5, le=99)]
    name: Annotated[ShortText, at_most(60)]
    description: LongText | None = None
    provenance: Provenance


FacilityKind = Literal[
    "accessible_toilet",
    "toilet",
    "nursing_room",
    "prayer_room",
    "parking",
    "lift",
    "ramp",
    "wheelchair",
    "playground",
    "reading_corner",
    "wifi",
    "charging",
    "canteen",
    "atm",
    "photocopy",
    "information_desk",
    "waiting_room",
    "priority_seating",
    "guide_blocks",
    "other",
]


class Facility(PackModel):
    """Something a visitor may need in the building."""

    kind: FacilityKind
    floor: int | None = None
    status: Literal["available", "out_of_order", "unknown"] = "unknown"
    note: LongText | None = None
    provenance: Provenance


class PlacesFile(PackModel):
    """places.yaml"""

    floors: list[Floor]
    facilities: list[Facility] = []
