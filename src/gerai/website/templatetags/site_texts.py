"""Texts of pages: rich text, facts, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString
from wagtail.rich_text import RichText

from gerai.directory.presentation import review_text, trust_line
from gerai.theme.parts import FactRow
from gerai.website.links import site_html
from gerai.website.sourced import sourced_row

register = template.Library()


@register.filter
def site_text(value: RichText | str | None) -> SafeString:
    """Rich text whose links keep the reader's language.

    Usage: ``{{ block.text|site_text }}`` instead of Wagtail's ``richtext``.
    """
    return site_html(value)


@register.inclusion_tag("website/includes/sources.html")
def sources_of(page: Any) -> dict[str, Any]:
    """The sources of a page and when it was last checked; nothing without either.

    Usage: ``{% sources_of page %}`` at the end of a page.
    """
    blocks = getattr(page, "sources", ())
    lines = [trust_line(block.value.provenance) for block in blocks]
    return {
        "lines": [line for line in lines if line is not None],
        "reviewed": review_text(page.reviewed_on),
    }


@register.simple_tag
def fact_rows(items: Iterable[Any]) -> list[FactRow]:
    """Rows for the component ``facts_table`` from the items of a facts block."""
    return [sourced_row(one["label"], one["value"], one.provenance) for one in items]
