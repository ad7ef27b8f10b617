"""The values of a service standard (UU 25/2009 art. 21, PermenPANRB 15/2014).

Money is whole rupiah, times carry their unit, texts are in the language of the page they
come from. Nothing here reads a database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar

from gerai.directory.choices import (
    MINUTES_PER_UNIT,
    STANDARD_PARTS,
    THINGS_TO_BRING,
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
from gerai.place.facts import phone_digits
from gerai.place.provenance import ProvenanceValue

T = TypeVar("T")


class Origin(StrEnum):
    """Whose statement a component is."""

    SERVICE = "service"
    AGENCY = "agency"
    MALL = "mall"


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a service, such as new, lost or damaged; items refer to its key."""

    key: str
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form to download; ``size`` in bytes, None if nobody has measured it."""

    title: str
    url: str
    extension: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something to bring, to be or to do beforehand.

    ``key`` stays the same when the words change; ``cases`` empty means all cases.
    """

    key: str
    text: str
    kind: RequirementKind = RequirementKind.DOCUMENT
    is_original: bool = False
    copies: int = 0
    condition: str = ""
    cases: tuple[str, ...] = ()
    is_optional: bool = False
    form: FormFile | None = None
    note: str = ""

    @property
    def is_thing_to_bring(self) -> bool:
        return self.kind in THINGS_TO_BRING


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: at least, at most, or both; at least one of them is known."""

    unit: TimeUnit
    minimum: int | None = None
    maximum: int | None = None

    @property
    def longest_minutes(self) -> int | None:
        """The longest time in minutes; None for units that nobody waits out."""
        per_unit = MINUTES_PER_UNIT.get(self.unit.value)
        longest = self.maximum if self.maximum is not None else self.minimum
        return None if per_unit is None or longest is None else longest * per_unit


@dataclass(frozen=True, slots=True)
class Step:
    """One step, in order: who does what, where, how long."""

    key: str
    text: str
    actor: StepActor = StepActor.APPLICANT
    place: StepPlace = StepPlace.UNKNOWN
    place_note: str = ""
    length: Length | None = None
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duration:
    """How long the service takes; without a length, the note says why."""

    length: Length | None = None
    starts_from: str = ""
    is_upper_limit: bool = False
    cases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class LegalReference:
    """A law or rule; its titles are official Indonesian."""

    slug: str
    title: str
    full_title: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """What has to be paid; amounts in whole rupiah, None unless the kind has them."""

    kind: FeeKind
    label: str = ""
    amount: int | None = None
    amount_maximum: int | None = None
    per: str = ""
    cases: tuple[str, ...] = ()
    basis: LegalReference | None = None
    note: str = ""

    @property
    def is_free(self) -> bool:
        return self.kind == FeeKind.FREE

    @property
    def bounds(self) -> tuple[int, int] | None:
        """Lowest and highest amount; zero for free, None where it is worked out."""
        if self.is_free:
            return 0, 0
        if self.amount is None:
            return None
        highest = self.amount_maximum
        return self.amount, self.amount if highest is None else highest


@dataclass(frozen=True, slots=True)
class Product:
    """What one goes home with; without ``validity`` it is not known or doesn't end."""

    name: str
    form: ProductForm = ProductForm.UNKNOWN
    validity: int | None = None
    validity_unit: ValidityUnit | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ComplaintChannel:
    """Where to complain, ask or suggest something."""

    kind: ChannelKind
    value: str
    note: str = ""

    @property
    def href(self) -> str:
        """An address that opens the channel, or "" if there is none."""
        digits = phone_digits(self.value)
        if self.kind in {ChannelKind.PHONE, ChannelKind.SMS} and len(digits) >= 3:
            return f"{'tel' if self.kind == ChannelKind.PHONE else 'sms'}:{digits}"
        if self.kind == ChannelKind.WHATSAPP and len(digits) >= 8:
            international = digits.lstrip("+")
            if international.startswith("0"):
                international = f"62{international[1:]}"
            return f"https://wa.me/{international}"
        if self.kind == ChannelKind.EMAIL and "@" in self.value:
            return f"mailto:{self.value}"
        return self.value if self.value.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class ManagementText:
    """One of the management components that are told in words."""

    part: ManagementPart
    text: str


@dataclass(frozen=True, slots=True)
class Component(Generic[T]):
    """The items of one component, with their source.

    Attributes:
        value: the items; empty if neither service nor agency nor mall filled it in.
        provenance: where the items come from; None if there are none.
        origin: whose statement it is; None if there are no items.
    """

    value: tuple[T, ...] = ()
    provenance: ProvenanceValue | None = None
    origin: Origin | None = None

    def __iter__(self) -> Iterator[T]:
        return iter(self.value)

    def __len__(self) -> int:
        return len(self.value)

    @property
    def is_unknown(self) -> bool:
        """Nobody filled it in; readers see that and never a guess."""
        return not self.value

    @property
    def inherited_from(self) -> Origin | None:
        """Agency or mall, if the service itself says nothing."""
        return None if self.origin == Origin.SERVICE else self.origin


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of a service, without where it comes from."""

    fees: Component[Fee]
    durations: Component[Duration]


@dataclass(frozen=True, slots=True)
class StandardPart:
    """One of the 14 components with its place in the law: number, key, name."""

    number: int
    key: str
    component: Component[Any]

    @property
    def label(self) -> str:
        """Its name in the active language."""
        return str(STANDARD_PARTS[self.number - 1][1])

    @property
    def is_delivery(self) -> bool:
        """Components 1 to 6 are for visitors; 7 to 14 are about management."""
        return self.number <= 6


# ``ManagementPart.values`` would translate every label each time.
_MANAGEMENT_KEYS = frozenset(part.value for part in ManagementPart)


@dataclass(frozen=True)
class ServiceStandard:
    """All that is known about a service, after inheritance.

    ``provenance`` is that of the record; a component's own counts where it has one.
    """

    provenance: ProvenanceValue
    language: str = "id"
    cases: tuple[Case, ...] = ()
    requirements: Component[Requirement] = Component()
    steps: Component[Step] = Component()
    durations: Component[Duration] = Component()
    fees: Component[Fee] = Component()
    products: Component[Product] = Component()
    complaint_channels: Component[ComplaintChannel] = Component()
    legal_basis: Component[LegalReference] = Component()
    management: Mapping[ManagementPart, Component[ManagementText]] = field(
        default_factory=dict
    )

    def component(self, key: str) -> Component[Any]:
        """A component by its key in ``STANDARD_PARTS``."""
        if key in _MANAGEMENT_KEYS:
            return self.management.get(ManagementPart(key), Component())
        return getattr(self, ComponentName(key).value)

    @cached_property
    def parts(self) -> tuple[StandardPart, ...]:
        """All 14 components in their legal order."""
        return tuple(
            StandardPart(number, key, self.component(key))
            for number, (key, _label) in enumerate(STANDARD_PARTS, start=1)
        )

    @property
    def delivery_parts(self) -> tuple[StandardPart, ...]:
        return tuple(part for part in self.parts if part.is_delivery)

    @property
    def management_parts(self) -> tuple[StandardPart, ...]:
        return tuple(part for part in self.parts if not part.is_delivery)

    def case(self, key: str) -> Case | None:
        return next((case for case in self.cases if case.key == key), None)

    def case_labels(self, keys: tuple[str, ...]) -> str:
        """The names of cases, with commas between them."""
        found = (self.case(key) for key in keys)
        return ", ".join(case.label for case in found if case is not None)
