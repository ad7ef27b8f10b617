"""home.yaml and the front matter of pages/<path>.md."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from gerai.contentpack.format.base import (
    Line,
    LongText,
    PackModel,
    ShortText,
    Summary,
    SummaryText,
    Text,
)
from gerai.contentpack.format.directory import Order, PageSettings, Status
from gerai.contentpack.format.provenance import Provenance, Sources, Trust
from gerai.contentpack.format.values import Day, PartialDate, ServicePath


def _one_as_list(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


class HomeFile(PageSettings):
    """home.yaml"""

    title: ShortText
    summary: SummaryText | None = None
    popular: list[ServicePath] = []
    popular_provenance: Provenance | None = None
    reviewed_on: Day | None = None
    promise: LongText | None = None


class PageSource(PackModel):
    """Where a page's text comes from; visitors see the list of sources."""

    source: Sources
    as_of: PartialDate | None = None
    trust: Trust = "general"


class PageHead(PackModel):
    """Front matter of pages/<path>.md; below it stands the text in Markdown."""

    title: Line
    summary: Summary | None = None
    order: Order = 0
    in_menu: bool = False
    status: Status = "shown"
    section: bool = False
    indexed: bool = True
    seo_title: Line | None = None
    seo_description: Text | None = None
    reviewed_on: Day | None = None
    provenance: Annotated[list[PageSource], BeforeValidator(_one_as_list)] = []


class EnglishPageHead(PackModel):
    """Front matter of pages/<path>.en.md: words only, the rest is shared."""

    title: Line
    summary: Summary | None = None
    seo_title: Line | None = None
    seo_description: Text | None = None
