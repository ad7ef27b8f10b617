"""The components of a service standard, as the pack writes them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field, ValidationInfo, field_validator

from gerai.contentpack.format.base import (
    ItemLine,
    ItemText,
    Line,
    PackModel,
    Text,
    refuse,
)
from gerai.contentpack.format.provenance import Sources, Trust
from gerai.contentpack.format.values import PackFile, PartialDate, Slug

MAX_RUPIAH = 1_000_000_000_000
Amount = Annotated[int, Field(ge=0, le=MAX_RUPIAH)]
Count = Annotated[int, Field(ge=0, le=10_000)]
TimeUnit = Literal[
    "minutes", "hours", "days", "working_days", "weeks", "months", "years"
]


class CaseItem(PackModel):
    """A case of a service: new, lost, damaged … (``key`` is used by the other lists)."""

    key: Slug
    label: ItemLine
    description: ItemText | None = None


class RequirementItem(PackModel):
    """Something to bring, to be or to do beforehand."""

    text: ItemText
    kind: Literal[
        "document", "form", "photo", "payment", "presence", "data", "condition", "other"
    ] = "document"
    original: bool = False
    copies: Annotated[int, Field(ge=0, le=50)] = 0
    condition: ItemLine | None = None
    cases: list[Slug] = []
    optional: bool = False
    form: PackFile | None = None
    note: ItemText | None = None


class _Spell(PackModel):
    """A length of time: ``minimum``, ``maximum`` or both, with a unit."""

    minimum: Count | None = None
    maximum: Count | None = None
    unit: TimeUnit | None = Field(default=None, validate_default=True)

    @field_validator("maximum")
    @classmethod
    def _not_below_minimum(cls, value: int | None, info: ValidationInfo) -> int | None:
        minimum = info.data.get("minimum")
        if value is not None and minimum is not None and minimum > value:
            raise refuse(
                _("%(maximum)d is less than minimum (%(minimum)d)")
                % {"maximum": value, "minimum": minimum}
            )
        return value

    @field_validator("unit")
    @classmethod
    def _with_a_number(cls, value: str | None, info: ValidationInfo) -> str | None:
        if not {"minimum", "maximum"} <= info.data.keys():
            return value
        if info.data["maximum"] == 0 or (
            info.data["minimum"] == 0 and info.data["maximum"] is None
        ):
            raise refuse(
                _("belongs to a time of zero; write how long it takes, or leave out "
                  "minimum and maximum")
            )  # fmt: skip
        has_number = (
            info.data["minimum"] is not None or info.data["maximum"] is not None
        )
        if has_number and value is None:
            raise refuse(_("is needed beside minimum or maximum, such as working_days"))
        if value is not None and not has_number:
            raise refuse(_("stands without a number; add minimum or maximum"))
        return value


class StepItem(_Spell):
    """One step, in order: who does what, where, how long."""

    text: ItemText
    actor: Literal["applicant", "officer", "system", "other"] = "applicant"
    place: Literal["counter", "online", "bank", "home", "elsewhere", "unknown"] = (
        "unknown"
    )
    place_note: ItemLine | None = None
    cases: list[Slug] = []


class DurationItem(_Spell):
    """How long it takes. Without a number it needs a note that says why."""

    starts_from: ItemLine | None = Field(default=None, alias="from")
    upper_limit: bool = Field(default=False, validate_default=True)
    cases: list[Slug] = []
    note: ItemText | None = Field(default=None, validate_default=True)

    @field_validator("upper_limit")
    @classmethod
    def _limits_something(cls, value: bool, info: ValidationInfo) -> bool:
        if value and "maximum" in info.data and info.data["maximum"] is None:
            raise refuse(_("needs maximum: a limit is the longest time"))
        return value

    @field_validator("note")
    @classmethod
    def _says_something(cls, value: Any, info: ValidationInfo) -> Any:
        known = {"minimum", "maximum"} <= info.data.keys()
        if known and info.data["minimum"] is info.data["maximum"] is None and not value:
            raise refuse(
                _("is needed when neither minimum nor maximum is known; or leave the "
                  "whole entry out")
            )  # fmt: skip
        return value


class FeeItem(PackModel):
    """A fee in whole rupiah. Free is said plainly with ``kind: free``."""

    label: ItemLine | None = None
    kind: Literal["free", "fixed", "range", "formula"]
    amount: Amount | None = Field(default=None, validate_default=True)
    amount_maximum: Amount | None = Field(default=None, validate_default=True)
    per: ItemLine | None = None
    cases: list[Slug] = []
    basis: Slug | None = None
    note: ItemText | None = Field(default=None, validate_default=True)

    @field_validator("amount")
    @classmethod
    def _amount_fits_kind(cls, value: int | None, info: ValidationInfo) -> int | None:
        kind = info.data.get("kind")
        if kind == "free" and value is not None:
            raise refuse(_("a free service has no amount; delete it or change kind"))
        if kind == "formula" and value is not None:
            raise refuse(
                _("a formula has no amount; describe the calculation under note")
            )
        if kind in {"fixed", "range"} and value is None:
            raise refuse(
                _("is needed for this kind: whole rupiah without dots, such as 350000")
            )
        if kind == "fixed" and value == 0:
            raise refuse(_("is zero; write `kind: free`"))
        if kind == "range" and value == 0:
            raise refuse(
                _("is zero; write the lowest amount that is paid, and a fee of "
                  "`kind: free` for the cases that are free")
            )  # fmt: skip
        return value

    @field_validator("amount_maximum")
    @classmethod
    def _only_a_range_has_two(
        cls, value: int | None, info: ValidationInfo
    ) -> int | None:
        kind, amount = info.data.get("kind"), info.data.get("amount")
        if kind == "range" and value is None:
            raise refuse(_("is needed for a range: the highest amount"))
        if kind in {"free", "fixed", "formula"} and value is not None:
            raise refuse(_("belongs only to `kind: range`"))
        if value is not None and amount is not None and amount >= value:
            raise refuse(
                _("%(maximum)d must be more than amount (%(amount)d)")
                % {"maximum": value, "amount": amount}
            )
        return value

    @field_validator("note")
    @classmethod
    def _formula_is_explained(cls, value: Any, info: ValidationInfo) -> Any:
        if info.data.get("kind") == "formula" and value is None:
            raise refuse(_("is needed for a formula: how the fee is calculated"))
        return value


class Validity(PackModel):
    """How long a product holds."""

    amount: Annotated[int, Field(ge=1, le=1000)]
    unit: Literal["days", "weeks", "months", "years"]


class ProductItem(PackModel):
    """What one goes home with."""

    name: ItemLine
    form: Literal[
        "paper", "electronic", "card", "account", "payment", "other", "unknown"
    ] = "unknown"
    validity: Validity | None = None
    note: ItemText | None = None


class ComplaintChannel(PackModel):
    """Where to complain or ask."""

    kind: Literal[
        "counter",
        "phone",
        "whatsapp",
        "sms",
        "email",
        "website",
        "app",
        "social",
        "letter",
        "box",
        "other",
    ]
    value: Line
    note: ItemText | None = None


class ManagementPart(PackModel):
    """One of the management components of a standard (PermenPANRB 15/2014)."""

    component: Literal[
        "facilities",
        "competence",
        "supervision",
        "staff_count",
        "guarantee",
        "safety",
        "evaluation",
    ]
    text: ItemText


class ComponentProvenance(PackModel):
    """Where one component comes from, if elsewhere than the record."""

    source: Sources = []
    as_of: PartialDate | None = None
    trust: Trust
    note: Text | None = None


ComponentName = Literal[
    "cases",
    "requirements",
    "steps",
    "durations",
    "fees",
    "products",
    "complaint_channels",
    "legal_basis",
    "management",
]


class Components(PackModel):
    """What a service says itself, or an agency says for all its services."""

    cases: list[CaseItem] = []
    requirements: list[RequirementItem] = []
    steps: list[StepItem] = []
    durations: list[DurationItem] = []
    fees: list[FeeItem] = []
    products: list[ProductItem] = []
    complaint_channels: list[ComplaintChannel] = []
    legal_basis: list[Slug] = []
    management: list[ManagementPart] = []
