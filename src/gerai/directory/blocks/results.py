"""What it costs, what one receives, where to complain."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from gerai.directory.blocks.base import LONG, SHORT, ItemBlock
from gerai.directory.blocks.values import (
    CaseKeysBlock,
    CountBlock,
    LineBlock,
    RupiahBlock,
    SharedCharBlock,
    WordsBlock,
    struct_error,
)
from gerai.directory.choices import ChannelKind, FeeKind, ProductForm, ValidityUnit


class FeeBlock(ItemBlock):
    """What has to be paid, in whole rupiah; free is said plainly."""

    label = LineBlock(
        label=_("for what"),
        required=False,
        max_length=SHORT,
        help_text=_("Only if there are several fees: Paspor elektronik 10 tahun."),
    )
    kind = blocks.ChoiceBlock(
        label=_("kind"), choices=FeeKind.choices, default=FeeKind.FIXED
    )
    amount = RupiahBlock(
        label=_("amount"),
        help_text=_("Whole rupiah: 350.000. Of a range, the lowest amount."),
    )
    amount_maximum = RupiahBlock(
        label=_("highest amount"), help_text=_("Only for a range.")
    )
    per = LineBlock(
        label=_("per"),
        required=False,
        max_length=SHORT,
        help_text=_("For example: lembar, orang, tahun."),
    )
    cases = CaseKeysBlock()
    basis = SnippetChooserBlock(
        "directory.Regulation",
        label=_("legal basis"),
        required=False,
        help_text=_("The regulation that sets this fee."),
    )
    note = WordsBlock(
        label=_("note"),
        required=False,
        max_length=LONG,
        help_text=_("For a fee that is worked out: how."),
    )

    def check_item(self, item: Any) -> None:
        kind = item.get("kind")
        amount, highest = item.get("amount"), item.get("amount_maximum")
        if kind == FeeKind.FREE and (amount is not None or highest is not None):
            raise struct_error(amount=_("A free service has no amount. Empty it."))
        if kind == FeeKind.FORMULA:
            if amount is not None or highest is not None:
                raise struct_error(
                    amount=_("A fee that is worked out has no amount of its own.")
                )
            if not item.get("note") and not self.is_draft:
                raise struct_error(note=_("Say how the fee is worked out."))
        if kind in {FeeKind.FIXED, FeeKind.RANGE} and amount is None:
            if self.is_draft:
                return
            raise struct_error(
                amount=_("Write the amount, or choose “Free of charge”.")
            )
        if kind == FeeKind.FIXED and highest is not None:
            raise struct_error(
                amount_maximum=_("Only a range has a highest amount. Empty it.")
            )
        if kind == FeeKind.RANGE:
            if highest is None:
                if self.is_draft:
                    return
                raise struct_error(amount_maximum=_("Write the highest amount."))
            if highest <= amount:
                raise struct_error(
                    amount_maximum=_("The highest amount is not above the lowest one.")
                )

    class Meta:
        icon = "tag"
        label = _("Fee")
        label_format = "{label} {amount}"


class ProductBlock(ItemBlock):
    """What one goes home with."""

    name = LineBlock(label=_("name"), max_length=SHORT)
    form = blocks.ChoiceBlock(
        label=pgettext_lazy("of a product", "form"),
        choices=ProductForm.choices,
        default=ProductForm.UNKNOWN,
    )
    validity = CountBlock(
        label=_("valid for"),
        smallest=1,
        largest=1000,
        help_text=_("Leave empty if it does not run out or nobody knows."),
    )
    validity_unit = blocks.ChoiceBlock(
        label=_("unit"), choices=ValidityUnit.choices, required=False
    )
    note = WordsBlock(label=_("note"), required=False, max_length=LONG)

    def check_item(self, item: Any) -> None:
        has_number, has_unit = (
            item.get("validity") is not None,
            bool(item.get("validity_unit")),
        )
        if has_number and not has_unit:
            raise struct_error(validity_unit=_("Choose the unit: months, years …"))
        if has_unit and not has_number:
            raise struct_error(validity=_("Write how long it is valid."))

    class Meta:
        icon = "doc-empty"
        label = _("Product")
        label_format = "{name}"


class ChannelBlock(ItemBlock):
    """Where to complain, to ask or to suggest something."""

    kind = blocks.ChoiceBlock(
        label=_("kind"), choices=ChannelKind.choices, default=ChannelKind.PHONE
    )
    value = SharedCharBlock(
        label=_("number, address or place"), max_length=255, search_index=False
    )
    note = WordsBlock(
        label=_("note"),
        required=False,
        max_length=LONG,
        help_text=_("When it is answered, and within how many days."),
    )

    class Meta:
        icon = "mail"
        label = _("Channel")
        label_format = "{value}"
