"""Small forms for one component; no JavaScript needed.

Each item is a form of a formset (``component_rows``): what is there already, and one
empty row for a new item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from gerai.directory.choices import ComponentName, ManagementPart
from gerai.directory.component_rows import ItemForm
from gerai.directory.correcting import (
    case_labels,
    component_items,
    items_fingerprint,
)
from gerai.directory.fields import stream_block_of
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.standard.parsing import RawItem

PREFIX = "items"
_ROW_WORDS = {
    ComponentName.CASES: (gettext_lazy("Case"), gettext_lazy("Another case")),
    ComponentName.REQUIREMENTS: (
        gettext_lazy("Requirement"),
        gettext_lazy("Another requirement"),
    ),
    ComponentName.STEPS: (gettext_lazy("Step"), gettext_lazy("Another step")),
    ComponentName.DURATIONS: (
        gettext_lazy("Service time"),
        gettext_lazy("Another service time"),
    ),
    ComponentName.FEES: (gettext_lazy("Fee"), gettext_lazy("Another fee")),
    ComponentName.PRODUCTS: (gettext_lazy("Product"), gettext_lazy("Another product")),
    ComponentName.COMPLAINT_CHANNELS: (
        gettext_lazy("Channel"),
        gettext_lazy("Another channel"),
    ),
    ComponentName.LEGAL_BASIS: (
        gettext_lazy("Regulation"),
        gettext_lazy("Another regulation"),
    ),
    ComponentName.MANAGEMENT: (gettext_lazy("Part"), gettext_lazy("Another part")),
}


class ComponentFormSet(BaseFormSet):  # type: ignore[type-arg]
    """All items of one component; ``items`` after validation is what to store."""

    component: ComponentName
    part: ManagementPart | None
    all_items: Sequence[RawItem]

    @property
    def seen(self) -> str:
        """Fingerprint of the items that this form shows; a hidden field carries it."""
        return self.data.get("seen") or items_fingerprint(self.all_items)

    @property
    def row_label(self) -> str:
        """What one row is."""
        if self.part is not None:
            return str(self.part.label)
        return str(self._words[0])

    @property
    def new_label(self) -> str:
        """What the empty row is for."""
        if self.part is not None:
            return str(self.part.label)
        return str(self._words[1])

    @property
    def remove_label(self) -> str:
        return _("Remove this: %(what)s") % {"what": self.row_label}

    @property
    def _words(self) -> tuple[Any, Any]:
        return _ROW_WORDS[self.component]

    @property
    def items(self) -> list[RawItem]:
        """The items to store, in the order of the page; valid forms only."""
        rows = [
            form.item
            for form in self.forms
            if form.has_changed() or not form.empty_permitted
            if not form.cleaned_data.get("DELETE")
        ]
        if self.part is None:
            return rows
        part = self.part.value
        for row in rows:
            row["value"]["component"] = part
        return [*self.others, *rows]

    @property
    def others(self) -> list[RawItem]:
        """What stands in the same list and isn't shown: other parts of the management."""
        if self.part is None:
            return []
        part = self.part.value
        return [item for item in self.all_items if not _is_part(item, part)]

    def add_page_errors(self, refused: ValidationError) -> None:
        """Show at its row what the page refused when it was put together."""
        by_field = getattr(refused, "error_dict", {})
        for error in by_field.get(self.component.value, [refused]):
            rows = (
                error.block_errors
                if isinstance(error, StreamBlockValidationError)
                else {}
            )
            kept = [
                form
                for form in self.forms
                if (form.has_changed() or not form.empty_permitted)
                and not form.cleaned_data.get("DELETE")
            ]
            for index, struct in (rows or {}).items():
                if isinstance(struct, StructBlockValidationError) and index < len(kept):
                    kept[index].add_block_errors(struct)
            if not rows:
                self._non_form_errors.extend(error.messages)  # type: ignore[attr-defined]


def formset_for(
    page: AgencyPage | ServicePage,
    component: ComponentName | str,
    data: Mapping[str, Any] | None = None,
    *,
    part: ManagementPart | str | None = None,
    extra: int = 1,
    start_with: Iterable[RawItem] | None = None,
) -> ComponentFormSet:
    """The form for one component of a page.

    Args:
        page: the state to correct; see ``correcting.editable_state``.
        data: what was sent.
        part: which of the seven parts, of the component ``management``.
        extra: number of empty rows.
        start_with: other items to begin with, such as inherited ones.
    """
    name = ComponentName(component)
    chosen = ManagementPart(part) if part else None
    stored = component_items(page, name)
    own = [item for item in stored if chosen is None or _is_part(item, chosen.value)]
    shown = own if start_with is None else list(start_with)
    ((item_type, block),) = stream_block_of(page, name.value).child_blocks.items()
    row = type(
        "Row",
        (ItemForm,),
        {
            "block": block,
            "item_type": item_type,
            "component": name,
            "labels": case_labels(page),
            "stored": {str(item.get("id")): item for item in (*own, *shown)},
        },
    )
    if chosen is not None:
        extra = 0 if shown else 1
    factory: Any = formset_factory(
        row, formset=ComponentFormSet, extra=extra, can_delete=True, max_num=200
    )
    # What was sent is not compared with what is stored now: rows may have moved.
    initial = None if data is not None else [_initial(name, item) for item in shown]
    formset: ComponentFormSet = factory(data, prefix=PREFIX, initial=initial)
    formset.component, formset.part, formset.all_items = name, chosen, stored
    return formset


def _is_part(item: RawItem, part: str) -> bool:
    value = item.get("value")
    return isinstance(value, Mapping) and value.get("component") == part


def _initial(component: ComponentName, item: RawItem) -> dict[str, Any]:
    value = item.get("value")
    values = (
        {"regulation": value}
        if component == ComponentName.LEGAL_BASIS
        else dict(value)
        if isinstance(value, Mapping)
        else {}
    )
    return {**values, "item_id": str(item.get("id") or "")}
