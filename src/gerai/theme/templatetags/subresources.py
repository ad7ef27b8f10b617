"""Scripts and styles of public pages, each with the digest that a browser compares.

A file that somebody changed on the disk, or in a cache on the way, isn't used.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
_known: dict[str, str] = {}
"""By address, which holds a digest of the content itself."""


@register.simple_tag
def module_script(name: str) -> SafeString:
    """A script: ``{% module_script 'theme/page.js' %}``."""
    return format_html(
        '<script type="module" src="{}" integrity="{}"></script>', *_address_of(name)
    )


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    """A style sheet: ``{% stylesheet 'theme/gerai.css' %}``."""
    return format_html(
        '<link rel="stylesheet" href="{}" integrity="{}">', *_address_of(name)
    )


def integrity(content: bytes) -> str:
    """A digest as ``integrity=`` wants it."""
    return f"sha384-{base64.b64encode(hashlib.sha384(content).digest()).decode()}"


def _address_of(name: str) -> tuple[str, str]:
    address = staticfiles_storage.url(name)
    stored: Any = getattr(staticfiles_storage, "stored_name", None)
    if stored is None:
        # Not collected, as in tests: what the finder finds is what is served.
        found = finders.find(name)
        return address, integrity(Path(str(found)).read_bytes()) if found else ""
    if address not in _known:
        with staticfiles_storage.open(stored(name)) as file:
            _known[address] = integrity(file.read())
    return address, _known[address]
