"""Where a copy is seen: the same addresses as the real site, below one of their own."""

from __future__ import annotations

import re
from typing import Any, Final

PREFIX: Final = "/latihan"
PROCESS: Final = "practice"
"""As ``operations.on_demand`` knows the process that answers there."""
_ABOUT_COPIES: Final = re.compile(
    # Also where copies are made, brought into the state of an exercise and looked at.
    rf"{PREFIX}/|/admin/akademi/(?:latihan/|pelajaran/[^/]+/latihan/$|uji/\d+/$)"
)


def address_of(copy: Any, path: str) -> str:
    """The address at which the owner of ``copy`` sees ``path`` of the site.

    >>> address_of(None, "/admin/tugas/")
    '/latihan/admin/tugas/'
    """
    return f"{PREFIX}/{path.lstrip('/')}"


def path_within(address: str) -> str | None:
    """The path of the site behind an address of a copy; None if it is no such address.

    >>> path_within("/latihan/admin/?next=/a/")
    '/admin/?next=/a/'
    """
    return address[len(PREFIX) :] if address.startswith(f"{PREFIX}/") else None


def is_about_a_copy(path: str) -> bool:
    """Whether to answer means to work on a copy.

    >>> is_about_a_copy("/latihan/instansi/")
    True
    >>> is_about_a_copy("/admin/akademi/")
    False
    """
    return _ABOUT_COPIES.match(path) is not None
