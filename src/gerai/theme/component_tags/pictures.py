"""Icons, drawings, JSON within a page, and parts that are drawn once for many pages."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from gerai.theme import drawings

register = template.Library()

# "<" would end the script early; these are the same characters in JSON.
_FOR_SCRIPT = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


class KeptNode(template.Node):
    """Draws its part through ``frame.keep``, if the frame has one."""

    def __init__(
        self, nodelist: NodeList, name: str, keys: list[FilterExpression]
    ) -> None:
        self.nodelist = nodelist
        self._name = name
        self._keys = keys

    def render(self, context: Context) -> SafeString:
        keep = getattr(context.get("frame"), "keep", None)
        if keep is None:
            return self.nodelist.render(context)
        key = (self._name, *(one.resolve(context) for one in self._keys))
        return SafeString(keep(key, lambda: self.nodelist.render(context)))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """A part that is the same on all pages of a language, but for what it names.

    Usage: ``{% kept "footer" %}…{% endkept %}``, or with values that it depends on
    beside the frame: ``{% kept "masthead" frame.sections %}…{% endkept %}``. While many
    pages are rendered from one state of the site, it is drawn once.
    """
    _tag, name, *keys = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    found = [parser.compile_filter(key) for key in keys]
    return KeptNode(nodelist, name.strip("\"'"), found)


@register.filter
def for_script(json: str) -> SafeString:
    """A JSON text made safe to stand inside ``<script>``; does no harm twice."""
    return SafeString(str(json).translate(_FOR_SCRIPT))


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
