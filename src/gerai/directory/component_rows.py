"""One row of a small form for a component, made of the fields of its block.

What a row doesn't show (a note, the form to download) stays as it is stored.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StructBlockValidationError

from gerai.directory.choices import ComponentName
from gerai.directory.models import Regulation
from gerai.directory.standard.parsing import RawItem

# What a row asks, in its order; the rest of the block's fields stays as it is.
FIELDS: dict[ComponentName, tuple[str, ...]] = {
    ComponentName.CASES: ("label", "description"),
    ComponentName.REQUIREMENTS: (
        "text",
        "kind",
        "is_original",
        "copies",
        "condition",
        "is_optional",
        "cases",
        "note",
    ),
    ComponentName.STEPS: (
        "text",
        "actor",
        "place",
        "place_note",
        "minimum",
        "maximum",
        "unit",
        "cases",
    ),
    ComponentName.DURATIONS: (
        "minimum",
        "maximum",
        "unit",
        "is_upper_limit",
        "starts_from",
        "cases",
        "note",
    ),
    ComponentName.FEES: (
        "label",
        "kind",
        "amount",
        "amount_maximum",
        "per",
        "cases",
        "basis",
        "note",
    ),
    ComponentName.PRODUCTS: ("name", "form", "validity", "validity_unit", "note"),
    ComponentName.COMPLAINT_CHANNELS: ("kind", "value", "note"),
    ComponentName.LEGAL_BASIS: ("regulation",),
    ComponentName.MANAGEMENT: ("text",),
}
# What most items need; the rest is folded away under "more".
FIRST_FIELDS: dict[ComponentName, tuple[str, ...]] = {
    ComponentName.REQUIREMENTS: ("text", "is_original", "copies"),
    ComponentName.STEPS: ("text", "actor", "place", "place_note"),
    ComponentName.DURATIONS: ("minimum", "maximum", "unit", "is_upper_limit"),
    ComponentName.FEES: ("label", "kind", "amount"),
    ComponentName.PRODUCTS: ("name", "validity", "validity_unit"),
}
# Without one of these, a new row counts as left empty.
TELLING_FIELDS: dict[ComponentName, tuple[str, ...]] = {
    ComponentName.CASES: ("label", "description"),
    ComponentName.REQUIREMENTS: ("text", "copies", "condition", "note"),
    ComponentName.STEPS: ("text", "place_note", "minimum", "maximum"),
    ComponentName.DURATIONS: ("minimum", "maximum", "starts_from", "note"),
    ComponentName.FEES: ("label", "amount", "amount_maximum", "per", "note"),
    ComponentName.PRODUCTS: ("name", "validity", "note"),
    ComponentName.COMPLAINT_CHANNELS: ("value", "note"),
    ComponentName.LEGAL_BASIS: ("regulation",),
    ComponentName.MANAGEMENT: ("text",),
}


class ItemForm(forms.Form):
    """One item; ``value`` after validation is the stored value of its block."""

    item_id = forms.CharField(required=False, widget=forms.HiddenInput)
    block: Any
    item_type: str
    component: ComponentName
    labels: Mapping[str, str]
    stored: Mapping[str, RawItem]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in item_fields(self.component, self.block, self.labels).items():
            self.fields[name] = field
        if self.empty_permitted:
            # A browser would refuse to send a row that may stay empty.
            self.use_required_attribute = False

    @property
    def first_fields(self) -> list[Any]:
        """The fields that most items need."""
        shown = self._shown()
        return [self[name] for name in FIRST_FIELDS.get(self.component, shown)]

    @property
    def more_fields(self) -> list[Any]:
        """The rest, folded away."""
        first = {field.name for field in self.first_fields}
        return [self[name] for name in self._shown() if name not in first]

    @property
    def has_more(self) -> bool:
        """Whether something is filled in, or wrong, in what is folded away."""
        return any(
            field.errors or (field.name != "kind" and field.value())
            for field in self.more_fields
        )

    def _shown(self) -> list[str]:
        return [name for name in FIELDS[self.component] if name in self.fields]

    def has_changed(self) -> bool:
        """A new row in which only a choice stands as it was is no row."""
        if not self.empty_permitted:
            return bool(super().has_changed())
        if self._says_free():
            return True
        return bool(set(self.changed_data) & set(TELLING_FIELDS[self.component]))

    def _says_free(self) -> bool:
        return (
            self.component == ComponentName.FEES
            and self.data.get(self.add_prefix("kind")) == "free"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or self.cleaned_data.get("DELETE"):
            return cleaned
        check = getattr(self.block, "check_item", None)
        if check is not None:
            try:
                check({**self._stored_value(), **self._given()})
            except StructBlockValidationError as refused:
                self.add_block_errors(refused)
        return cleaned

    def add_block_errors(self, refused: StructBlockValidationError) -> None:
        """Put the errors of a block at the fields of this form."""
        for name, error in (refused.block_errors or {}).items():
            messages = getattr(error, "messages", [str(error)])
            self.add_error(name if name in self.fields else None, messages)

    @property
    def item(self) -> RawItem:
        """The item as it is to be stored."""
        key = self.cleaned_data.get("item_id", "")
        known = self.stored.get(key)
        value: Any = {**self._stored_value(), **self._given()}
        if self.component == ComponentName.LEGAL_BASIS:
            value = value["regulation"]
        item = {"type": self.item_type, "value": value}
        return {**item, "id": key} if known else item

    def _given(self) -> dict[str, Any]:
        given = {}
        for name in self._shown():
            value = self.cleaned_data.get(name)
            given[name] = value.pk if isinstance(value, Regulation) else value
        return given

    def _stored_value(self) -> dict[str, Any]:
        key = self.cleaned_data.get("item_id", "")
        value = self.stored.get(key, {}).get("value")
        return dict(value) if isinstance(value, Mapping) else {}


def item_fields(
    component: ComponentName, block: Any, labels: Mapping[str, str]
) -> dict[str, forms.Field]:
    """The fields of a row, taken from the block so that both forms ask the same."""
    if component == ComponentName.LEGAL_BASIS:
        return {"regulation": _regulation_field(gettext_lazy("regulation"))}
    fields: dict[str, forms.Field] = {}
    for name in FIELDS[component]:
        child = block.child_blocks[name]
        if name == "cases":
            if labels:
                fields[name] = _cases_field(child, labels)
        elif name == "basis":
            fields[name] = _regulation_field(child.label, required=False)
        else:
            field = copy.deepcopy(child.field)
            field.label, field.initial = child.label, child.get_default()
            fields[name] = field
    return fields


def _cases_field(child: Any, labels: Mapping[str, str]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=child.label,
        choices=list(labels.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick none if it counts for every case."),
    )


def _regulation_field(label: Any, *, required: bool = True) -> forms.Field:
    return forms.ModelChoiceField(
        Regulation.objects.all(),
        label=label,
        required=required,
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )
