"""Writes of the room ``newsroom``; public."""

from __future__ import annotations

import structlog
from wagtail.images.exceptions import InvalidFilterSpecError

from gerai.newsroom.models import AlbumPage, NewsPage
from gerai.newsroom.presentation.pictures import filter_specs

log = structlog.get_logger(__name__)


def prepare_pictures(page: NewsPage | AlbumPage) -> int:
    """Make the renditions of a page's pictures, which a render may not make itself.

    A picture that can't be read is left as it is: the page then shows the original.

    Returns:
        how many pictures were looked at.
    """
    rows = list(page.pictures.select_related("image"))
    for row in rows:
        try:
            row.image.get_renditions(*filter_specs(row.image.width))
        except (OSError, ValueError, InvalidFilterSpecError) as problem:
            log.warning(
                "picture can't be made smaller",
                image=row.image_id,
                problem=type(problem).__name__,
            )
    return len(rows)
