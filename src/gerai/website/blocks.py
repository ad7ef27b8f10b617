"""The few blocks that a text page is made of.

Stored values, for whoever writes them by program (ids must not change on a reload, or
translations lose their place):

* ``text``: ``{"heading": str, "text": html}``
* ``facts``: ``{"heading": str, "items": [{"label", "value", "source", "as_of", "trust"}]}``
* ``table``: Wagtail's table value, with ``table_caption``
* ``documents``: ``{"heading": str, "items": [{"document": pk, "label": str}]}``
* ``faq``: ``{"heading": str, "items": [{"question": str, "answer": html}]}``
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail_localize.segments import StringSegmentValue

from gerai.place.choices import TrustLevel
from gerai.place.provenance import PartialDate, ProvenanceValue, validate_partial_date

RICH_TEXT_FEATURES = [
    "h3",
    "h4",
    "bold",
    "italic",
    "ol",
    "ul",
    "link",
    "document-link",
]


class _SharedText:
    """For texts that are facts, not words: the same in every language."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value


class SourceBlock(_SharedText, blocks.TextBlock):
    """Addresses or titles of sources, one per line."""


class PartialDateBlock(_SharedText, blocks.CharBlock):
    """A year, a month or a day as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10, validators=[validate_partial_date], **kwargs)


class ProvenanceStructValue(blocks.StructValue):
    """Values of a block that says where something comes from."""

    @property
    def provenance(self) -> ProvenanceValue | None:
        """None if neither a source nor a date was given."""
        if not (self.get("source") or self.get("as_of")):
            return None
        return ProvenanceValue(
            source=self.get("source") or "",
            as_of=_partial_date(self.get("as_of") or ""),
            trust=TrustLevel(self.get("trust") or TrustLevel.GENERAL),
        )


def _partial_date(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError:
        # An old revision may hold anything; a page must still come out.
        return None


class ProvenanceBlock(blocks.StructBlock):
    """Where the page's text comes from."""

    source = SourceBlock(
        label=_("source"),
        rows=2,
        help_text=_("Where this was read: an address or a title, one per line."),
    )
    as_of = PartialDateBlock(
        label=_("as of"),
        required=False,
        help_text=_("When the source said so: 2022, 2022-11 or 2022-11-13."),
    )
    trust = blocks.ChoiceBlock(
        choices=TrustLevel.choices, default=TrustLevel.GENERAL, label=_("trust")
    )

    class Meta:
        icon = "info-circle"
        label = _("Source")
        value_class = ProvenanceStructValue


class TextSectionBlock(blocks.StructBlock):
    """A heading with text below it."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=160)
    text = blocks.RichTextBlock(label=_("text"), features=RICH_TEXT_FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "website/blocks/text.html"


class FactBlock(blocks.StructBlock):
    """One short statement with its source."""

    label = blocks.CharBlock(label=_("what"), max_length=120)
    value = blocks.TextBlock(label=_("statement"), rows=2)
    source = SourceBlock(label=_("source"), required=False, rows=2)
    as_of = PartialDateBlock(label=_("as of"), required=False)
    trust = blocks.ChoiceBlock(
        choices=TrustLevel.choices, default=TrustLevel.GENERAL, label=_("trust")
    )

    class Meta:
        icon = "info-circle"
        label = _("Fact")
        value_class = ProvenanceStructValue


class FactsBlock(blocks.StructBlock):
    """Short statements, each with its own source."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=160)
    items = blocks.ListBlock(FactBlock(), label=_("facts"))

    class Meta:
        icon = "list-ul"
        label = _("Facts with sources")
        template = "website/blocks/facts.html"


class ContentTableBlock(TableBlock):
    """A table whose cells are translated one by one."""

    class Meta:
        icon = "table"
        label = _("Table")
        template = "website/blocks/table.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned and not (cleaned.get("table_caption") or "").strip():
            raise ValidationError(_("Say in the caption what the table shows."))
        return cleaned

    def get_translatable_segments(self, value: Any) -> list[Any]:
        if not value:
            return []
        texts = {"caption": value.get("table_caption") or ""}
        for row_number, row in enumerate(value.get("data") or []):
            for column_number, cell in enumerate(row):
                texts[f"{row_number},{column_number}"] = cell or ""
        return [
            StringSegmentValue(key, text) for key, text in texts.items() if text.strip()
        ]

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        restored = {**value, "data": [list(row) for row in value.get("data") or []]}
        for segment in segments:
            text = segment.render_text()
            if segment.path == "caption":
                restored["table_caption"] = text
                continue
            row_number, column_number = map(int, segment.path.split(","))
            restored["data"][row_number][column_number] = text
        return restored


class DocumentLinkStructValue(blocks.StructValue):
    """A document with the words that link to it."""

    @property
    def link(self) -> DocumentLink | None:
        """None when the document has been deleted."""
        document = self.get("document")
        if document is None:
            return None
        return DocumentLink(
            title=self.get("label") or document.title,
            url=document.url,
            extension=document.file_extension.upper(),
            size_bytes=document.file_size,
        )


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """What a reader needs to know before downloading."""

    title: str
    url: str
    extension: str
    size_bytes: int | None


class DocumentItemBlock(blocks.StructBlock):
    """A document to download."""

    document = DocumentChooserBlock(label=_("document"))
    label = blocks.CharBlock(
        label=_("words of the link"),
        required=False,
        max_length=160,
        help_text=_("Leave empty to use the title of the document."),
    )

    class Meta:
        value_class = DocumentLinkStructValue


class DocumentsBlock(blocks.StructBlock):
    """Documents to download."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=160)
    items = blocks.ListBlock(DocumentItemBlock(), label=_("documents"))

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        template = "website/blocks/documents.html"


class QuestionBlock(blocks.StructBlock):
    """A question with its answer."""

    question = blocks.CharBlock(label=_("question"), max_length=200)
    answer = blocks.RichTextBlock(
        label=_("answer"), features=["bold", "italic", "ol", "ul", "link"]
    )


class QuestionsBlock(blocks.StructBlock):
    """Questions that people ask, with answers."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=160)
    items = blocks.ListBlock(QuestionBlock(), label=_("questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "website/blocks/faq.html"


class BodyBlock(blocks.StreamBlock):
    """What the body of a text page may hold."""

    text = TextSectionBlock()
    facts = FactsBlock()
    table = ContentTableBlock()
    documents = DocumentsBlock()
    faq = QuestionsBlock()


class SourcesBlock(blocks.StreamBlock):
    """The sources of a whole page."""

    source = ProvenanceBlock()
