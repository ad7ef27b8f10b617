"""Parts of the frame that are drawn once for many pages; ``{% load frame_parts %}``."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()


class KeptNode(template.Node):
    """Draws its part through ``frame.keep``, if the frame has one."""

    # No block may stand in it: nobody has to look for one, as ``extends`` does each time.
    child_nodelists = ()

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
    beside the frame: ``{% kept "masthead" frame.section %}…{% endkept %}``. While many
    pages are rendered from one state of the site, it is drawn once.
    """
    _tag, name, *keys = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    found = [parser.compile_filter(key) for key in keys]
    return KeptNode(nodelist, name.strip("\"'"), found)
