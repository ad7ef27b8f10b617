"""regulations.yaml, agencies/<slug>.yaml and life-events.yaml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, RootModel, model_serializer

from gerai.contentpack.format.base import (
    ItemLine,
    Line,
    LongText,
    PackModel,
    ShortText,
    SummaryText,
    Text,
    at_most,
)
from gerai.contentpack.format.hours import Schedule
from gerai.contentpack.format.provenance import Provenance
from gerai.contentpack.format.standard import (
    ComponentName,
    ComponentProvenance,
    Components,
)
from gerai.contentpack.format.values import (
    Day,
    Email,
    PackFile,
    ServicePath,
    Slug,
    WebAddress,
)

Status = Literal["shown", "draft"]
Order = Annotated[int, Field(ge=0, le=100_000)]


class RegulationItem(PackModel):
    """A law or rule that services refer to by its slug."""

    slug: Slug
    title: Annotated[Line, Field(max_length=120)]
    full_title: Text | None = None
    url: WebAddress | None = None
    note: LongText | None = None
    provenance: Provenance | None = None


class RegulationsFile(RootModel[list[RegulationItem]]):
    """regulations.yaml"""


class Owner(PackModel):
    """Who keeps a record true; for staff, never shown."""

    name: Annotated[Line, Field(max_length=160)] | None = None
    email: Email | None = None


class Office(PackModel):
    """The agency's main office, for those whom the mall can't help."""

    address: Text | None = None
    phone: Annotated[Line, Field(max_length=80)] | None = None
    hours: LongText | None = None
    website: WebAddress | None = None


class CounterItem(PackModel):
    """A counter of an agency in the mall; ``slug`` is unique in the whole pack."""

    slug: Slug
    name: Annotated[ShortText, at_most(120)]
    floor: int | None = None
    schedule: Schedule | None = None


class Online(PackModel):
    """Where the service can be had without coming."""

    url: WebAddress
    label: ItemLine | None = None


class Decree(PackModel):
    """The decision by which the agency set the standard."""

    number: Annotated[Line, Field(max_length=160)] | None = None
    date: Day | None = None
    file: PackFile | None = None


class Names(PackModel):
    """Words that people use when they look for a service, in each language."""

    id: list[Line] = []
    en: list[Line] = []

    @model_serializer(mode="plain")
    def _as_written(self) -> Any:
        return {"id": self.id, "en": self.en} if self.en else self.id


def _names_from_list(value: Any) -> Any:
    return {"id": value} if isinstance(value, list) else value


class _ListOr:
    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> Any:
        plain = {"type": "array", "items": {"type": "string"}}
        return {"anyOf": [plain, handler(core_schema)]}


Aliases = Annotated[Names, BeforeValidator(_names_from_list), _ListOr()]


class PageSettings(PackModel):
    """What every page may say about itself to search engines."""

    indexed: bool = True
    seo_title: ShortText | None = None
    seo_description: LongText | None = None


class ServiceItem(Components, PageSettings):
    """One service, with what it says itself; the rest is inherited."""

    slug: Slug
    title: ShortText
    official_name: LongText | None = None
    summary: SummaryText | None = None
    status: Status = "shown"
    offered_here: Literal["yes", "unknown", "elsewhere"] = "unknown"
    audience: LongText | None = None
    aliases: Aliases = Names()
    category: Slug | None = None
    counter: Slug | None = None
    popular: Annotated[int, Field(ge=1, le=1000)] | None = None
    online: Online | None = None
    decree: Decree | None = None
    effective_from: Day | None = None
    version: Annotated[Line, Field(max_length=40)] | None = None
    owner: Owner | None = None
    reviewed_on: Day | None = None
    next_review_on: Day | None = None
    provenance: Provenance
    component_provenance: dict[ComponentName, ComponentProvenance] = {}
    related: list[ServicePath] = []


class AgencyFile(PageSettings):
    """agencies/<slug>.yaml"""

    slug: Slug
    name: ShortText
    short_name: Annotated[Line, Field(max_length=80)]
    kind: Literal[
        "city",
        "provincial",
        "vertical",
        "state_company",
        "regional_company",
        "other_body",
        "private",
        "unknown",
    ]
    presence: Literal["at_mall", "elsewhere", "unknown"]
    status: Status = "shown"
    floor: int | None = None
    floor_is_inferred: bool = False
    schedule: Schedule | None = None
    hours_note: LongText | None = None
    office: Office | None = None
    summary: SummaryText | None = None
    order: Order = 0
    owner: Owner | None = None
    reviewed_on: Day | None = None
    provenance: Provenance
    standard: Components = Components()
    component_provenance: dict[ComponentName, ComponentProvenance] = {}
    counters: list[CounterItem] = []
    services: list[ServiceItem] = []


class LifeEventNeed(PackModel):
    """What an earlier service of the life event gives that this one asks for."""

    service: ServicePath
    what: ItemLine | None = None
    required: bool = True


class LifeEventService(PackModel):
    """One service of a life event, with a word on when one needs it."""

    service: ServicePath
    note: LongText | None = None
    case: Slug | None = None
    needs: list[LifeEventNeed] = []


class LifeEventItem(PageSettings):
    """Something that happens in a life, and the services it calls for, in order."""

    slug: Slug
    title: ShortText
    summary: SummaryText | None = None
    icon: Slug | None = None
    order: Order = 0
    status: Status = "shown"
    reviewed_on: Day | None = None
    services: list[LifeEventService]


class LifeEventsFile(RootModel[list[LifeEventItem]]):
    """life-events.yaml"""


__all__ = [
    "AgencyFile",
    "CounterItem",
    "LifeEventItem",
    "LifeEventsFile",
    "RegulationItem",
    "RegulationsFile",
    "ServiceItem",
]
