"""What only paper needs: codes to scan, the woven edge, texts within style sheets."""

from __future__ import annotations

import base64
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gerai.printing.sheets.weave import weave_svg
from gerai.theme.mark import favicon_svg
from gerai.theme.qr import qr_code
from gerai.theme.tokens import TokenError, Tokens

register = template.Library()


@register.simple_tag
def qr_image(address: str, alt: str) -> SafeString:
    """A code to scan as an image with words for those who can't see it."""
    code = qr_code(address)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.size} {code.size}">'
        f'<path fill="#fff" d="M0 0h{code.size}v{code.size}H0z"/>'
        f'<path fill="#000" d="{code.path}"/></svg>'
    )
    return format_html('<img class="qr" src="{}" alt="{}">', _data_url(svg), alt)


@register.simple_tag
def sheet_tokens(mall: Any) -> SafeString:
    """The city's colours, its woven edge and its mark as a style element."""
    tokens = _tokens(mall)
    light = {**tokens.light(), **tokens.threads()}
    rules = ";".join(f"--{name}:{value}" for name, value in light.items())
    return format_html(
        "<style>:root{{{}}}@page{{background-image:url({})}}"
        ".mark{{background-image:url({})}}.weave{{background-image:url({})}}</style>",
        SafeString(rules),
        _data_url(weave_svg(tokens)),
        _data_url(favicon_svg(tokens)),
        _data_url(weave_svg(tokens)),
    )


@register.filter
def css_string(text: object) -> SafeString:
    """A text as a CSS string that can't end the string, the rule or the element."""
    letters = (
        letter if letter.isalnum() or letter == " " else f"\\{ord(letter):x} "
        for letter in str(text)
        if letter.isprintable()
    )
    return SafeString('"' + "".join(letters) + '"')


@register.filter
def breakable(address: str) -> SafeString:
    """An address that goes on in the next line after a slash, not within a word."""
    parts = [f"{part}/" for part in address.split("/")]
    parts[-1] = parts[-1].rstrip("/")
    return format_html_join(
        "", '<span class="piece">{}</span>', ((part,) for part in parts if part)
    )


def _tokens(mall: Any) -> Tokens:
    try:
        return Tokens.from_mapping(mall.theme if mall is not None else {})
    except TokenError:
        # Checked at the door; a row changed by hand must not cost anybody the sheet.
        return Tokens()


def _data_url(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
