"""Where a statement comes from, as the pack writes it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from gerai.contentpack.format.base import (
    Line,
    PackModel,
    Text,
    number_as_text,
    refuse,
)
from gerai.contentpack.format.values import Moment, PartialDate


def _as_list(value: Any) -> Any:
    value = number_as_text(value)
    return [value] if isinstance(value, str) else value


def _one_or_list(sources: list[str]) -> Any:
    return sources[0] if len(sources) == 1 else sources


Sources = Annotated[
    list[Line],
    BeforeValidator(_as_list),
    PlainSerializer(_one_or_list),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    ),
]
Trust = Literal["confirmed", "local", "uniform", "general"]


class Provenance(PackModel):
    """Where a record comes from, as of when, and how far it can be trusted.

    ``note`` is for staff; visitors don't see it.
    """

    source: Sources = []
    as_of: PartialDate | None = None
    trust: Trust
    note: Text | None = None
    confirmed_by: Line | None = Field(default=None, validate_default=True)
    confirmed_at: Moment | None = Field(default=None, validate_default=True)

    @field_validator("confirmed_by", "confirmed_at")
    @classmethod
    def _only_if_confirmed(cls, value: Any, info: ValidationInfo) -> Any:
        trust = info.data.get("trust")
        if trust == "confirmed" and value is None:
            raise refuse(
                _("is needed with `trust: confirmed`: only the agency itself confirms, "
                  "by name and date; otherwise write local, uniform or general")
            )  # fmt: skip
        if trust not in {"confirmed", None} and value is not None:
            raise refuse(_("belongs only to `trust: confirmed`"))
        return value
