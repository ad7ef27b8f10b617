"""Icons, drawings, and JSON within a page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from gerai.theme import drawings

register = template.Library()

# "<" would end the script early; these are the same characters in JSON.
_FOR_SCRIPT = {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"}


@register.filter
def for_script(json: str) -> SafeString:
    """A JSON text made safe to stand inside ``<script>``; does no harm twice."""
    text = str(json)
    # Most texts have none of them, which is seen faster than each letter is looked up.
    for letter, escaped in _FOR_SCRIPT.items():
        text = text.replace(letter, escaped)
    return SafeString(text)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon, as tall as the text around it.

    Usage: ``{% icon "clock" %}``.
    Variables: ``name`` (see ``drawings.ICONS``; an unknown one draws a plain dot),
    ``label`` (only where the icon stands alone: what it says to a screen reader).
    """
    return drawings.icon(name, label=label)


@register.simple_tag
def illustration(name: str) -> SafeString:
    """A decorative drawing in the colours of the theme.

    Usage: ``{% illustration "riverside" %}`` (see ``drawings.ILLUSTRATIONS``).
    """
    return drawings.illustration(name)


@register.simple_tag
def qr_code(address: str) -> SafeString:
    """A code that leads from a printed page back to the site.

    Usage: ``{% qr_code frame.canonical_url %}`` within ``.print-only``, with the
    address in letters beside it.
    """
    return drawings.qr_code_svg(address)
