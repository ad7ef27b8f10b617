"""Filters for the data from which a file starts what stood in inline scripts."""

from __future__ import annotations

import json

from django import template
from django.utils.safestring import SafeString

from gerai.workspace.without_inline import for_script

register = template.Library()


@register.filter
def for_start(text: str) -> SafeString:
    """A JSON text, safe inside ``<script>``."""
    return for_script(text)


@register.filter
def as_json(value: object) -> str:
    """One value as a JSON text."""
    return json.dumps(value)
