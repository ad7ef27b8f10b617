"""Long texts in Markdown: their canonical form, and the HTML that the site keeps.

In a pack, headings of a text are ``###`` and ``####`` as on pages; the site keeps them
as the second and third level below the title.
"""

from __future__ import annotations

from gerai.contentpack.texts.markdown_text import read_markdown, write_markdown
from gerai.contentpack.texts.rich_text import (
    Attributes,
    Target,
    read_html,
    write_html,
)

_LEVELS = (("h3", "h2"), ("h4", "h3"))


def canonical(markdown: str) -> str:
    """The one way to write the same text."""
    return write_markdown(read_markdown(markdown))


def pack_html(markdown: str) -> str:
    """HTML with the headings of packs, for comparing two texts."""
    return write_html(read_markdown(markdown))


def site_html(markdown: str, attributes: Attributes) -> str:
    """What the site keeps."""
    html = write_html(read_markdown(markdown), attributes)
    for ours, theirs in _LEVELS:
        html = _renamed(html, ours, theirs)
    return html


def markdown_of(html: str, target: Target) -> str:
    """What the pack writes."""
    for ours, theirs in reversed(_LEVELS):
        html = _renamed(html, theirs, ours)
    return write_markdown(read_html(html, target))


def _renamed(html: str, name: str, other: str) -> str:
    for before, after in ((f"<{name}>", f"<{other}>"), (f"</{name}>", f"</{other}>")):
        html = html.replace(before, after)
    return html
