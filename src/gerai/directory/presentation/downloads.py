"""Files that other rooms make of a service and that its page offers; public.

Rooms above register a source in ``apps.ready``; this room knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gerai.directory.models import ServicePage
from gerai.theme.parts import FormFile

type_of_source = Callable[[ServicePage, str], Iterable[FormFile]]

_sources: dict[str, type_of_source] = {}


def register_downloads(name: str, source: type_of_source) -> None:
    """Add a source; it is given the service and the language of the page's address.

    What it answers may depend on the service and the machine only: pages are published.
    """
    _sources[name] = source


def downloads_of(service: ServicePage, language: str) -> list[FormFile]:
    """What can be fetched of a service, in the order of the sources' names."""
    return [
        file
        for _name, source in sorted(_sources.items())
        for file in source(service, language)
    ]
