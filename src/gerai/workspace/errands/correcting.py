"""“Correct a fee, requirement or time” of one service."""

from __future__ import annotations

import hashlib
import json
import uuid
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Q, When
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StructBlockValidationError
from wagtail.permissions import page_permission_policy

from gerai.directory.choices import ComponentName, FeeKind
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.services import set_component
from gerai.directory.standard.parsing import raw_items
from gerai.workspace.errands.kinds import Place, Target, Targets
from gerai.workspace.errands.page_kinds import PageErrand, address_of
from gerai.workspace.errands.pages import change_page, editable_page
from gerai.workspace.models import Errand

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Part:
    """One component, and what of its items is asked at first and on demand."""

    component: ComponentName
    title: Any
    asked: tuple[str, ...]
    more: tuple[str, ...]
    new_title: Any


PARTS = {
    "biaya": Part(
        ComponentName.FEES,
        gettext_lazy("Fees"),
        ("amount", "kind"),
        ("label", "amount_maximum", "per", "note"),
        gettext_lazy("Add a fee"),
    ),
    "syarat": Part(
        ComponentName.REQUIREMENTS,
        gettext_lazy("Requirements"),
        ("text",),
        ("is_original", "copies", "condition", "note"),
        gettext_lazy("Add a requirement"),
    ),
    "waktu": Part(
        ComponentName.DURATIONS,
        gettext_lazy("Service time"),
        ("minimum", "maximum", "unit"),
        ("starts_from", "is_upper_limit", "note"),
        gettext_lazy("Add a time"),
    ),
}


class ItemForm(forms.Form):
    """One item; its fields are those of the block, and the block checks it."""

    is_removed = forms.BooleanField(
        label=gettext_lazy("Take this away"), required=False
    )

    def __init__(
        self, part: Part, block: Any, item: dict[str, Any] | None, **kwargs: Any
    ) -> None:
        self.part, self.block, self.item = part, block, item
        self.value = block.to_python(item["value"]) if item else block.get_default()
        initial = {name: self.value[name] for name in (*part.asked, *part.more)}
        super().__init__(initial=kwargs.pop("initial", None) or initial, **kwargs)
        for name in (*part.asked, *part.more):
            child = block.child_blocks[name]
            field = deepcopy(child.field)
            field.label, field.required = child.label.capitalize(), False
            if name == "amount":
                field.widget.attrs["data-rupiah"] = ""
            self.fields[name] = field
        if item is None:
            del self.fields["is_removed"]
        if "amount" in self.fields and not kwargs.get("data"):
            self.initial["amount"] = rupiah(self.initial.get("amount"))
            self.initial["amount_maximum"] = rupiah(self.initial.get("amount_maximum"))

    @property
    def title(self) -> str:
        """What the item is called, above its fields."""
        if self.item is None:
            return str(self.part.new_title)
        label = str(self.value.get("label") or "")
        return label or str(self.part.title)

    @property
    def asked_fields(self) -> list[Any]:
        return [self[name] for name in self.part.asked]

    @property
    def more_fields(self) -> list[Any]:
        return [self[name] for name in self.part.more]

    @property
    def is_left_empty(self) -> bool:
        """Whether the row for a new item was not touched."""
        return self.item is None and not self.has_changed()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors or cleaned.get("is_removed") or self.is_left_empty:
            return cleaned
        for name in (*self.part.asked, *self.part.more):
            self.value[name] = cleaned[name]
        self._settle_free()
        try:
            self.value = self.block.clean(self.value)
        except StructBlockValidationError as problem:
            for name, error in (problem.block_errors or {}).items():
                field = name if name in self.fields else None
                self.add_error(field, ValidationError(error.messages))
        return cleaned

    def _settle_free(self) -> None:
        """An amount that is typed over “free”, or the other way round: the newer counts."""
        if "amount" not in self.fields:
            return
        is_free = self.value["kind"] == FeeKind.FREE
        if is_free and "kind" not in self.changed_data and self.value["amount"]:
            self.value["kind"] = FeeKind.FIXED.value
        elif is_free and "amount" not in self.changed_data:
            self.value["amount"] = self.value["amount_maximum"] = None

    def stored(self) -> dict[str, Any] | None:
        """The item as it is stored; None if it was taken away or left empty."""
        if self.cleaned_data.get("is_removed") or self.is_left_empty:
            return None
        return {
            "type": self.item["type"] if self.item else "",
            "value": self.block.get_prep_value(self.value),
            "id": self.item["id"] if self.item else str(uuid.uuid4()),
        }


class PartForm(forms.Form):
    """All items of one component, and a row for one more."""

    def __init__(
        self,
        part: Part,
        page: ServicePage,
        *,
        data: Any = None,
        given: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.part = part
        field: Any = page._meta.get_field(part.component.value)
        stream = field.stream_block
        (self.type_name, block), *_others = stream.child_blocks.items()
        stored = (given or {}).get("items")
        items = stored if stored is not None else raw_items(page, part.component.value)
        self.rows = [
            ItemForm(part, block, dict(item), data=data, prefix=f"item-{index}")
            for index, item in enumerate(items)
        ]
        self.new = ItemForm(part, block, None, data=data, prefix="new")
        first = self.rows[0] if self.rows else self.new
        first.fields[part.asked[0]].widget.attrs["autofocus"] = True

    def is_valid(self) -> bool:
        # Every row is looked at, so that all mistakes are told at once.
        mistakes = [form for form in self.all_rows if not form.is_valid()]
        return self.is_bound and not mistakes

    @property
    def all_rows(self) -> list[ItemForm]:
        return [*self.rows, self.new]

    def row_errors(self) -> list[tuple[Any, str]]:
        """Every mistake with the field that it is about."""
        return [
            (row[name] if name in row.fields else row.asked_fields[0], str(message))
            for row in self.all_rows
            for name, messages in row.errors.items()
            for message in messages
        ]

    def items(self) -> list[dict[str, Any]]:
        """What is to be stored."""
        found = [row.stored() for row in self.all_rows]
        return [{**item, "type": self.type_name} for item in found if item is not None]


@dataclass(frozen=True, slots=True)
class PartOfService:
    """What is corrected."""

    page: ServicePage
    part: Part
    key: str

    def __str__(self) -> str:
        return f"{self.page.title}: {self.part.title}"


class Correcting(PageErrand):
    """Only what is wrong is asked; everything else of the service stays."""

    key = "koreksi"
    title = gettext_lazy("Correct a fee, requirement or time")
    about = gettext_lazy("Of one service; right at once on page, search and sheets")
    icon = "edit"
    template = "workspace/errands/correct.html"
    choose_title = gettext_lazy("Which service, and what of it?")
    act_label = gettext_lazy("Publish the correction")
    published_words = gettext_lazy("The correction is on the site.")

    def is_for(self, user: Any) -> bool:
        return bool(_editable(user).exists())

    def targets(self, user: Any, query: str) -> Targets:
        services, in_title = _editable(user), Q()
        for word in query.split():
            in_title &= Q(title__icontains=word)
            services = services.filter(
                Q(title__icontains=word)
                | Q(other_names__icontains=word)
                | Q(official_name__icontains=word)
            )
        # Who types “paspor” looks first for what is called so.
        called_so = [Case(When(in_title, then=0), default=1)] if in_title else []
        rows = list(services.order_by(*called_so, "title", "pk")[:SHOWN])
        paths = {row.path[: -row.steplen] for row in rows}
        names = dict(
            AgencyPage.objects.filter(path__in=paths).values_list("path", "short_name")
        )
        return Targets(
            [
                Target(
                    str(row.pk),
                    row.title,
                    names.get(row.path[: -row.steplen], ""),
                    tuple(
                        (f"{row.pk}-{key}", part.title) for key, part in PARTS.items()
                    ),
                )
                for row in rows
            ],
            is_whole=False,
        )

    def target(self, user: Any, key: str) -> PartOfService:
        number, _dash, name = key.partition("-")
        if not number.isdecimal() or name not in PARTS:
            raise Http404
        page = editable_page(user, int(number), ServicePage)
        if page.locale.language_code != settings.LANGUAGE_CODE:
            raise Http404
        return PartOfService(page, PARTS[name], key)

    def found(self, target: Any) -> dict[str, Any]:
        """Somebody may change something else of the service meanwhile; not the same."""
        newest = target.page.get_latest_revision_as_object()
        name = target.part.component.value
        state = [raw_items(target.page, name), raw_items(newest, name)]
        text = json.dumps(state, sort_keys=True, default=str)
        return {"items": hashlib.sha256(text.encode()).hexdigest()}

    def heading(self, target: Any) -> str:
        return str(target)

    def form(
        self,
        user: Any,
        target: Any,
        *,
        data: Any = None,
        files: Any = None,
        given: dict[str, Any] | None = None,
    ) -> Any:
        return PartForm(target.part, self._shown(target, user), data=data, given=given)

    def given(self, form: Any, target: Any, user: Any) -> dict[str, Any]:
        return {"target": target.key, "items": form.items()}

    def name(self, given: dict[str, Any], target: Any) -> str:
        return f"{target.part.title}: {target.page.title}"

    def effects(self, errand: Errand, target: Any) -> list[str]:
        lines = [
            _(
                "The correction stands on the page of the service, in the search, on "
                "checklists and on printed sheets."
            )
        ]
        if target.page.is_confirmed:
            lines.append(
                _("The page was confirmed as right: the correction is confirmed by "
                  "whoever publishes it.")
            )  # fmt: skip
        return lines

    def perform(
        self, errand: Errand, target: Any, *, user: Any, as_preview: bool = False
    ) -> dict[str, Any]:
        def change(page: Any) -> Any:
            return set_component(
                page=page,
                component=target.part.component,
                items=errand.given["items"],
                by=user,
                at=timezone.now(),
            )

        outcome = change_page(target.page, change, user=user, as_preview=as_preview)
        return outcome | {"title": target.page.title} | address_of(target.page)

    def public_places(self, errand: Errand) -> list[Place]:
        return [
            *super().public_places(errand),
            Place(_("Printed sheet"), f"{errand.outcome['url']}lembar-a4.pdf"),
        ]

    @staticmethod
    def _shown(target: PartOfService, user: Any) -> ServicePage:
        """What the form begins with: the site for whoever publishes, else the draft."""
        if target.page.permissions_for_user(user).can_publish():
            return target.page
        draft: ServicePage = target.page.get_latest_revision_as_object()
        return draft


def rupiah(amount: Any) -> Any:
    """An amount as people write it: 350.000."""
    return f"{amount:,}".replace(",", ".") if isinstance(amount, int) else amount


def _editable(user: Any) -> Any:
    if not user.is_active:
        raise PermissionDenied
    own = page_permission_policy.instances_user_has_permission_for(user, "change")
    return ServicePage.objects.filter(
        pk__in=own.values("pk"), live=True, locale__language_code=settings.LANGUAGE_CODE
    )
