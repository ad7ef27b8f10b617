"""What to bring, what happens, how long it takes; and in which case."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from gerai.directory.blocks.base import LONG, SHORT, ItemBlock
from gerai.directory.blocks.values import (
    MAX_COPIES,
    CaseKeyBlock,
    CaseKeysBlock,
    CountBlock,
    LineBlock,
    WordsBlock,
    struct_error,
)
from gerai.directory.choices import RequirementKind, StepActor, StepPlace, TimeUnit


class CaseBlock(ItemBlock):
    """A case of the service, such as new, lost or damaged."""

    label = LineBlock(
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
    description = WordsBlock(
        label=_("when it applies"), required=False, max_length=LONG
    )

    class Meta:
        icon = "tag"
        label = _("Case")
        label_format = "{label}"


class RequirementBlock(ItemBlock):
    """Something to bring, to be or to do beforehand."""

    text = WordsBlock(
        label=_("what to bring or to meet"),
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
    condition = LineBlock(
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
    note = WordsBlock(label=_("note"), required=False, max_length=LONG)

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

    text = WordsBlock(
        label=_("what happens"),
        max_length=LONG,
        help_text=_("One step, beginning with a verb: Ambil nomor antrean."),
    )
    actor = blocks.ChoiceBlock(
        label=_("who"), choices=StepActor.choices, default=StepActor.APPLICANT
    )
    place = blocks.ChoiceBlock(
        label=_("where"), choices=StepPlace.choices, default=StepPlace.UNKNOWN
    )
    place_note = LineBlock(
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
    starts_from = LineBlock(
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
    note = WordsBlock(label=_("note"), required=False, max_length=LONG)

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
