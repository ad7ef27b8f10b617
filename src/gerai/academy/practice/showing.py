"""Makes an answer of a copy lead to the copy, and look like one.

The code that answers knows nothing of copies: it names the addresses of the real site.
Here they are led below the copy's own, as a proxy in front of a site would; and each
screen gets a banner, a frame and another title, so that nobody takes it for the real one.
"""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext

from gerai.academy.practice.addresses import PREFIX
from gerai.academy.practice.people import PERSONA, Persona, name_of_persona

NEVER_LED: Final = (f"{PREFIX}/", "/static/", "/admin/akademi/", "/akun/")
"""Beginnings of addresses that stay as they are: the same for the copy, or outside it."""
_NOT = "".join(f"(?!{re.escape(start)})" for start in NEVER_LED)
_QUOTE = r"(?:\\?[\"']|&quot;|&#x27;|&#39;|\\u0022|\\\\\\\")"
_ATTRIBUTE = re.compile(
    rf"((?:\s|\\n)(?:href|src|action|formaction|poster|content|data-(?!value)[\w-]+)=\\?[\"'])"
    rf"(?:{re.escape(settings.GERAI_BASE_URL)}(?=/))?{_NOT}(/(?!/))"
)
_SRCSET = re.compile(r"(\ssrcset=\\?[\"'])([^\"']+)")
_IN_SRCSET = re.compile(rf"(^|,\s*){_NOT}(/(?!/))")
# Addresses in data for scripts. ``value`` is what somebody typed.
_DESK = re.compile(
    rf"(?<!value=)(?<!value=\\)({_QUOTE})(?:{re.escape(settings.GERAI_BASE_URL)})?"
    rf"{_NOT}(/(?:admin|media|dokumen/berkas|api)/)"
)
_ANY_STRING = re.compile(rf"(\"){_NOT}(/(?!/)[^\"]*\")")
_SCRIPT = re.compile(r"(<script\b[^>]*>)(.*?)(</script>)", re.DOTALL)
# It would keep copies of pages on the device.
_OFFLINE = re.compile(
    r"<script[^>]+src=\"[^\"]*/offline(?:\.\w+)?\.js\"[^>]*></script>"
)
# A link that skips to the content stays the first thing that the keyboard reaches.
_BODY = re.compile(
    r"<body\b[^>]*>(?:\s*<a\b[^>]*class=\"[^\"]*skip[^\"]*\"[^>]*>.*?</a>)?", re.DOTALL
)
_HEAD_END = re.compile(r"</head>")
_TITLE = re.compile(r"(<title>)\s*")
DESK = "/admin/"
TASK = "practice_task"
"""On a request within a copy: the address of the screen that set the exercise."""


def show_as_practice(response: HttpResponse, inner: HttpRequest) -> None:
    """Change a finished answer in place; called within the copy."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
    is_desk = inner.path_info.startswith(DESK)
    if kind in {"text/html", "application/json"}:
        text = response.content.decode(response.charset or "utf-8")
        text = led_within(text, is_desk=is_desk, is_json=kind == "application/json")
        if kind == "text/html":
            text = _marked(text, inner)
        response.content = text.encode(response.charset or "utf-8")
        if response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))
    if response.has_header("Location"):
        response.headers["Location"] = address_within(response.headers["Location"])
    for name in ("ETag", "Last-Modified", "Cache-Control", "Expires"):
        response.headers.pop(name, None)
    patch_cache_control(response, no_store=True, private=True)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"


def led_within(text: str, *, is_desk: bool, is_json: bool = False) -> str:
    """Text of a page or of data with its addresses led below those of the copy."""
    if not is_desk:
        text = _OFFLINE.sub("", text)
        if is_json:
            return _ANY_STRING.sub(rf"\1{PREFIX}\2", text)
        text = _SCRIPT.sub(
            lambda found: (
                found[1] + _ANY_STRING.sub(rf"\1{PREFIX}\2", found[2]) + found[3]
            ),
            text,
        )
    text = _ATTRIBUTE.sub(rf"\1{PREFIX}\2", text)
    text = _SRCSET.sub(
        lambda found: found[1] + _IN_SRCSET.sub(rf"\1{PREFIX}\2", found[2]), text
    )
    return _DESK.sub(rf"\1{PREFIX}\2", text)


def address_within(address: str) -> str:
    """Where a redirect of the copy leads.

    >>> address_within("/admin/pages/")
    '/latihan/admin/pages/'
    >>> address_within("/admin/akademi/latihan/")
    '/admin/akademi/latihan/'
    """
    base = settings.GERAI_BASE_URL
    path = address[len(base) :] if address.startswith(f"{base}/") else address
    is_ours = path.startswith("/") and not path.startswith(("//", *NEVER_LED))
    return f"{PREFIX}{path}" if is_ours else address


def _marked(text: str, inner: HttpRequest) -> str:
    """The page with banner, frame and title; parts of pages stay as they are."""
    body = _BODY.search(text)
    if body is None:
        return text
    session = getattr(inner, "session", {})
    persona = Persona(session.get(PERSONA, Persona.SELF.value))
    context = {
        "name": name_of_persona(persona),
        "is_desk": inner.path_info.startswith(DESK),
        "language": get_language(),
        "task": getattr(inner, TASK, ""),
    }
    banner = render_to_string("academy/practice/banner.html", context)
    style = render_to_string("academy/practice/style.html", context)
    text = f"{text[: body.end()]}{banner}{text[body.end() :]}"
    text = _HEAD_END.sub(lambda found: style + found[0], text, count=1)
    mark = gettext("Practice")
    return _TITLE.sub(lambda found: f"{found[1]}[{mark}] ", text, count=1)
