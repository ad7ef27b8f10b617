"""What a service rests on, how it is run, and where that was read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from gerai.directory.blocks.base import LONG, ItemBlock
from gerai.directory.blocks.values import (
    PartialDateBlock,
    SharedTextBlock,
    WordsBlock,
)
from gerai.directory.choices import ComponentName, ManagementPart
from gerai.place.choices import TrustLevel


class ManagementBlock(ItemBlock):
    """One of the management components that are told in words."""

    component = blocks.ChoiceBlock(label=_("component"), choices=ManagementPart.choices)
    text = WordsBlock(label=_("text"), max_length=LONG)

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
