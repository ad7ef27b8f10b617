"""The shapes of agencies and services in the public interface."""

from __future__ import annotations

from datetime import date, datetime
from typing import Generic, Literal, TypeAlias, TypeVar

from ninja import Field, Schema

from gerai.directory.choices import (
    AgencyKind,
    ManagementPart,
    OfferedHere,
    Presence,
)
from gerai.directory.standard import (
    Case,
    ComplaintChannel,
    Duration,
    Fee,
    LegalReference,
    ManagementText,
    Origin,
    Product,
    Requirement,
    Step,
)
from gerai.place.choices import TrustLevel
from gerai.place.provenance import ProvenanceValue

T = TypeVar("T")
Language: TypeAlias = Literal["id", "en"]

LARGEST_PAGE = 500
USUAL_PAGE = 100


class LanguageQuestion(Schema):
    """The language that is wanted."""

    language: Language = Field(
        "id", description="Texts without a translation stay Indonesian."
    )


class PageOfList(LanguageQuestion):
    """Which part of a list is wanted."""

    limit: int = Field(USUAL_PAGE, ge=1, le=LARGEST_PAGE)
    offset: int = Field(0, ge=0, le=1_000_000)


class SourceRecord(Schema):
    """Where a statement comes from and how far it can be trusted."""

    trust: TrustLevel
    sources: list[str] = Field(description="Addresses or titles.")
    as_of: str | None = Field(description="YYYY, YYYY-MM or YYYY-MM-DD.")
    confirmed_at: datetime | None

    @classmethod
    def of(cls, value: ProvenanceValue) -> SourceRecord:
        return cls(
            trust=value.trust,
            sources=list(value.sources),
            as_of=str(value.as_of) if value.as_of else None,
            confirmed_at=value.confirmed_at,
        )


class OfficeRecord(Schema):
    """The main office, for those whom the mall can't serve."""

    address: str
    phone: str
    hours: str
    website: str


class AgencyRecord(Schema):
    """An agency that visitors see."""

    slug: str
    name: str
    short_name: str
    kind: AgencyKind
    presence: Presence
    floor: int | None
    floor_is_inferred: bool
    summary: str
    url: str
    office: OfficeRecord | None
    language: str = Field(description="The language that the texts are in.")
    provenance: SourceRecord


class AgencyList(Schema):
    count: int
    results: list[AgencyRecord]


class ServiceRecord(Schema):
    """A service that visitors see; ``slug`` is ``agency/service``."""

    slug: str
    name: str
    agency: str
    agency_name: str
    summary: str
    url: str
    offered_here: OfferedHere
    is_free: bool
    is_online: bool
    while_you_wait: bool
    online_url: str
    reviewed_on: date | None
    language: str = Field(description="The language that the texts are in.")
    provenance: SourceRecord


class ServiceList(Schema):
    count: int
    results: list[ServiceRecord]


class ComponentRecord(Schema, Generic[T]):
    """One component of a standard; no items means that nobody has filled it in."""

    origin: Origin | None = Field(description="Whose statement it is.")
    provenance: SourceRecord | None
    items: list[T]


class StandardRecord(Schema):
    """The service standard; money in whole rupiah, lengths of time with their unit."""

    cases: list[Case]
    requirements: ComponentRecord[Requirement]
    steps: ComponentRecord[Step]
    durations: ComponentRecord[Duration]
    fees: ComponentRecord[Fee]
    products: ComponentRecord[Product]
    complaint_channels: ComponentRecord[ComplaintChannel]
    legal_basis: ComponentRecord[LegalReference]
    management: dict[ManagementPart, ComponentRecord[ManagementText]]


class ServiceDetail(ServiceRecord):
    """A service with its standard."""

    official_name: str
    audience: str
    other_names: list[str]
    category: str
    floor: int | None
    counter: str | None
    online_label: str
    decree_number: str
    decree_date: date | None
    effective_from: date | None
    version: str
    next_review_on: date | None
    standard: StandardRecord
