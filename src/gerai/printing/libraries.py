"""Whether this machine can draw PDF, and what it lacks if not.

WeasyPrint's wheels bring no libraries: Pango and its relatives come from the system. The
web process never imports WeasyPrint itself; the drawing process does.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from importlib.util import find_spec

NEEDED: dict[str, tuple[str, ...]] = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz0b": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "libfontconfig1": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
    "libglib2.0-0": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
}
"""Debian packages with the libraries that each brings, under their usual names."""

PYTHON_PACKAGE = "weasyprint"


@lru_cache(maxsize=1)
def missing_packages() -> tuple[str, ...]:
    """Names of Debian packages that this machine lacks; empty if it can draw.

    Asked once in the life of a process: a package that is installed later is seen after
    the next start.
    """
    return tuple(
        package for package, names in NEEDED.items() if not any(map(_loads, names))
    )


def can_print() -> bool:
    """Whether PDF sheets can be made here."""
    return has_weasyprint() and not missing_packages()


def has_weasyprint() -> bool:
    """Whether the Python package is installed."""
    return find_spec(PYTHON_PACKAGE) is not None


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
