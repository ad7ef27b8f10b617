"""Where a picture or a file is used, for the screens that ask before deletion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from wagtail.admin.admin_url_finder import AdminURLFinder

register = template.Library()

MOST_PLACES = 10
"""More stand on the screen that the link above leads to."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something that uses it; without an address if this person may not see it."""

    kind: str
    title: str = ""
    url: str = ""


@register.simple_tag
def places_of_use(usage: Any, user: Any) -> list[Place]:
    """The first places in a view's ``usage``; of what isn't theirs, only the kind.

    Usage: ``{% places_of_use view.usage request.user as places %}``.
    """
    if not usage:
        return []
    finder = AdminURLFinder(user)
    places = []
    for record, references in list(usage)[:MOST_PLACES]:
        url = finder.get_edit_url(record)
        kind = str(references[0].model_name)
        places.append(Place(kind, str(record), url) if url else Place(kind))
    return places
