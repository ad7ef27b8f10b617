"""Slots that rooms above fill; see :mod:`gerai.theme.page_parts`."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from gerai.theme.page_parts import parts_of

register = template.Library()


@register.simple_tag(takes_context=True)
def page_parts(context: Context, slot: str) -> SafeString:
    """What rooms above have to add to this page, if anything.

    Usage: ``{% page_parts "agency" %}``. A screen that is no page of the tree, such as
    the search, names itself by ``live_view`` in its context.
    """
    page = context.get("page") or context.get("live_view")
    engine = context.template.engine if context.template else None
    drawn = []
    for part in parts_of(slot):
        values = part.context_of(page) if page is not None else None
        if values is None or engine is None:
            continue
        with context.push(**values):
            drawn.append(engine.get_template(part.template).render(context))
    return mark_safe("".join(drawn))  # noqa: S308 - rendered by templates
