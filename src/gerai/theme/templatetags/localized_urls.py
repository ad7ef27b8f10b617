"""``{% localized_url page %}``: the page's address in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language
from wagtail.models import Page

from gerai.theme import addresses

register = template.Library()


@register.simple_tag(takes_context=True)
def localized_url(context: template.Context, page: Page | None) -> str:
    """Address of ``page`` in the active language.

    Usage: ``<a href="{% localized_url page %}">``. Empty without a page.
    """
    if page is None:
        return ""
    return addresses.localized_url(
        page, get_language() or "", request=context.get("request")
    )


@register.filter
def localized_path(path: str) -> str:
    """A plain address in the active language: ``{{ "/cari/"|localized_path }}``."""
    return addresses.localized_path(path, get_language() or "")
