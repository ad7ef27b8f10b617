"""What a line of Markdown may hold; everything else is refused with its line."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

MAX_LINE = 5000
_AUTOLINK = re.compile(r"<(?:https?://[^\s<>]+|[^\s<>@]+@[^\s<>@]+)>")
_TAG = re.compile(r"<\s*([/!?a-zA-Z][^\s>]*)")
_LINK = re.compile(r"!?\[(?:[^\]\\]|\\.)*\]\(\s*<?([^)\s>]*)")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SAFE_TARGET = re.compile(
    r"(https?://[^\s]+|mailto:[^\s]+|tel:[+0-9-]+|/[^/\s]?[^\s]*|#[^\s]*|files/[^\s]+)"
)
_RULE = re.compile(r" {0,3}([-*_=])\1{2,}\s*")


def check_line(line: str) -> list[str]:
    """Everything that is wrong with a line."""
    if len(line) > MAX_LINE:
        # Patterns and Markdown itself get slow on endless lines.
        return [
            _("the line is longer than %(limit)d characters; break it into paragraphs")
            % {"limit": MAX_LINE}
        ]
    found = [text() for pattern, text in _REFUSED if pattern.search(line)]
    plain = _AUTOLINK.sub("", line)
    tag = _TAG.search(plain)
    if tag:
        found.append(
            _("HTML (<%(tag)s>) is not allowed; write it in Markdown")
            % {"tag": tag[1][:40]}
        )
    found += [
        _("the link “%(target)s” is not allowed; write https://…, mailto:…, tel:…, "
          "an address of this site such as /jam-buka/, or a file in files/")
        % {"target": target[:120]}
        for target in link_targets(plain)
        if not is_safe_target(target)
    ]  # fmt: skip
    return found


def is_safe_target(target: str) -> bool:
    """Whether a page may link there."""
    return bool(_SAFE_TARGET.fullmatch(target)) and not target.startswith("//")


_REFUSED: tuple[tuple[re.Pattern[str], Callable[[], str]], ...] = (
    (
        _CONTROL,
        lambda: _("contains invisible control characters; type the line again"),
    ),
    (
        re.compile(r"^#\s"),
        lambda: _("a heading with one # is the page's title, which stands in the front "
                  "matter; begin with ##"),
    ),
    (re.compile(r"^#{5,}\s"), lambda: _("headings go from ## to ####")),
    (re.compile(r"^>"), lambda: _("quotations are not supported; write a paragraph")),
    (
        re.compile(rf"^(?:{_RULE.pattern})$"),
        lambda: _("horizontal lines are not supported; use a heading"),
    ),
    (
        re.compile(r"(?<!\\)!\[[^\]]*\]\("),
        lambda: _("pictures are not supported in a text"),
    ),
    (re.compile(r"(?<!\\)`"), lambda: _("code is not supported; leave out the `")),
    (
        _DEFINITION,
        lambda: _("write the address into the link itself: [words](address)"),
    ),
)  # fmt: skip


def link_targets(text: str) -> list[str]:
    """The targets of the links in a text, in order."""
    return [match[1] for match in _LINK.finditer(text)]
