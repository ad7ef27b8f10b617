"""One block for an item of each component; together they check what may be said.

Names of fields are stored in pages and in content packs: add, never rename.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from gerai.directory.blocks.values import (
    MAX_COPIES,
    CaseKeyBlock,
    CaseKeysBlock,
    CountBlock,
    PartialDateBlock,
    RupiahBlock,
    SharedCharBlock,
    SharedTextBlock,
    struct_error,
)
from gerai.directory.choices import (
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
from gerai.place.choices import TrustLevel

SHORT = 160
LONG = 2000


class ItemBlock(blocks.StructBlock):
    """A struct block that checks its fields against each other once each is right.

    A draft may lack things; what contradicts itself is refused in drafts, too.
    """

    @property
    def is_draft(self) -> bool:
        return bool(getattr(self, "is_deferred_validation", False))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        self.check_item(cleaned)
        return cleaned

    def check_item(self, item: Any) -> None:
        """Raise a :class:`StructBlockValidationError` if the fields contradict."""


class CaseBlock(ItemBlock):
    """A case of the service, such as new, lost or damaged."""

    label = blocks.CharBlock(
        label=_("name of the case"),
        max_length=SHORT,
        help_text=_("As a visitor would say it: Hilang, Rusak, Perpanjangan."),
    )
    key = CaseKeyBlock(
        label=_("short name"),
        required=False,
        help_text=_(
            "Leave empty; it follows from the name. Other lists refer to it, so don't "
            "change it later."
        ),
    )
    description = blocks.TextBlock(
        label=_("when it applies"), required=False, max_length=LONG
    )

    class Meta:
        icon = "tag"
        label = _("Case")
        label_format = "{label}"


class RequirementBlock(ItemBlock):
    """Something to bring, to be or to do beforehand."""

    text = blocks.TextBlock(
        label=_("what"),
        max_length=LONG,
        help_text=_("One thing per line item: Kartu keluarga."),
    )
    kind = blocks.ChoiceBlock(
        label=_("kind"),
        choices=RequirementKind.choices,
        default=RequirementKind.DOCUMENT,
    )
    is_original = blocks.BooleanBlock(label=_("bring the original"), required=False)
    copies = CountBlock(
        label=_("photocopies"),
        largest=MAX_COPIES,
        help_text=_("How many; leave empty or 0 for none."),
    )
    condition = blocks.CharBlock(
        label=_("condition"),
        required=False,
        max_length=SHORT,
        help_text=_("If not everybody needs it: Jika diwakilkan."),
    )
    cases = CaseKeysBlock()
    is_optional = blocks.BooleanBlock(label=_("useful but not needed"), required=False)
    form = DocumentChooserBlock(
        label=_("form"),
        required=False,
        help_text=_("The form to download and fill in at home."),
    )
    note = blocks.TextBlock(label=_("note"), required=False, max_length=LONG)

    class Meta:
        icon = "doc-full"
        label = _("Requirement")
        label_format = "{text}"


class _SpellBlock(ItemBlock):
    """A length of time: at least, at most, or both, with a unit."""

    def check_item(self, item: Any) -> None:
        minimum, maximum = item.get("minimum"), item.get("maximum")
        if minimum is not None and maximum is not None and maximum < minimum:
            raise struct_error(
                maximum=_("The longest time is shorter than the shortest one.")
            )
        if maximum == 0 or (minimum == 0 and maximum is None):
            raise struct_error(minimum=_("Write how long it takes, or leave it empty."))
        has_number = minimum is not None or maximum is not None
        if has_number and not item.get("unit") and not self.is_draft:
            raise struct_error(unit=_("Choose the unit: minutes, working days …"))


class StepBlock(_SpellBlock):
    """One step, in order: who does what, where, how long."""

    text = blocks.TextBlock(
        label=_("what happens"),
        max_length=LONG,
        help_text=_("One step, beginning with a verb: Ambil nomor antrean."),
    )
    actor = blocks.ChoiceBlock(
        label=_("who"), choices=StepActor.choices, default=StepActor.APPLICANT
    )
    place = blocks.ChoiceBlock(
        label=_("where"), choices=StepPlace.choices, default=StepPlace.COUNTER
    )
    place_note = blocks.CharBlock(
        label=_("exact place"),
        required=False,
        max_length=SHORT,
        help_text=_("For example: loket 3, lantai 2."),
    )
    minimum = CountBlock(label=_("takes at least"))
    maximum = CountBlock(label=_("takes at most"))
    unit = blocks.ChoiceBlock(label=_("unit"), choices=TimeUnit.choices, required=False)
    cases = CaseKeysBlock()

    class Meta:
        icon = "list-ol"
        label = _("Step")
        label_format = "{text}"


class DurationBlock(_SpellBlock):
    """How long the service takes, from when on."""

    minimum = CountBlock(label=_("at least"))
    maximum = CountBlock(label=_("at most"))
    unit = blocks.ChoiceBlock(label=_("unit"), choices=TimeUnit.choices, required=False)
    starts_from = blocks.CharBlock(
        label=_("counted from"),
        required=False,
        max_length=SHORT,
        help_text=_("For example: berkas lengkap."),
    )
    is_upper_limit = blocks.BooleanBlock(
        label=_("a limit, often sooner"),
        required=False,
        help_text=_("Visitors read “paling lama …”."),
    )
    cases = CaseKeysBlock()
    note = blocks.TextBlock(label=_("note"), required=False, max_length=LONG)

    def check_item(self, item: Any) -> None:
        super().check_item(item)
        if item.get("minimum") is None and item.get("maximum") is None:
            if not item.get("note") and not self.is_draft:
                raise struct_error(
                    note=_("Write how long it takes, or why nobody can say.")
                )
        elif item.get("is_upper_limit") and item.get("maximum") is None:
            raise struct_error(maximum=_("A limit needs the longest time."))

    class Meta:
        icon = "time"
        label = _("Service time")
        label_format = "{minimum} {maximum} {unit}"


class FeeBlock(ItemBlock):
    """What has to be paid, in whole rupiah; free is said plainly."""

    label = blocks.CharBlock(
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
    per = blocks.CharBlock(
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
    note = blocks.TextBlock(
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

    name = blocks.CharBlock(label=_("name"), max_length=SHORT)
    form = blocks.ChoiceBlock(
        label=_("form"), choices=ProductForm.choices, default=ProductForm.PAPER
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
    note = blocks.TextBlock(label=_("note"), required=False, max_length=LONG)

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
    note = blocks.TextBlock(
        label=_("note"),
        required=False,
        max_length=LONG,
        help_text=_("When it is answered, and within how many days."),
    )

    class Meta:
        icon = "mail"
        label = _("Channel")
        label_format = "{value}"


class ManagementBlock(ItemBlock):
    """One of the management components that are told in words."""

    component = blocks.ChoiceBlock(label=_("component"), choices=ManagementPart.choices)
    text = blocks.TextBlock(label=_("text"), max_length=LONG)

    class Meta:
        icon = "cogs"
        label = _("Management component")
        label_format = "{component}"


class ComponentProvenanceBlock(ItemBlock):
    """Where one component comes from, if elsewhere than the record."""

    component = blocks.ChoiceBlock(label=_("component"), choices=ComponentName.choices)
    source = SharedTextBlock(
        label=_("source"),
        required=False,
        rows=2,
        search_index=False,
        help_text=_("Where this was read: an address or a title, one per line."),
    )
    as_of = PartialDateBlock(
        label=_("as of"),
        required=False,
        search_index=False,
        help_text=_("When the source said so: 2022, 2022-11 or 2022-11-13."),
    )
    trust = blocks.ChoiceBlock(
        label=_("trust"), choices=TrustLevel.choices, default=TrustLevel.GENERAL
    )
    note = SharedTextBlock(
        label=_("note about the source"),
        required=False,
        search_index=False,
        help_text=_("Visitors don't see it."),
    )

    class Meta:
        icon = "info-circle"
        label = _("Source of a component")
        label_format = "{component}"


def regulation_block() -> SnippetChooserBlock:
    """A reference to a shared regulation."""
    return SnippetChooserBlock("directory.Regulation", label=_("Regulation"))
