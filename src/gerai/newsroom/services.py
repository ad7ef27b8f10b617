"""Writes of the room ``newsroom``; public."""

from __future__ import annotations

from typing import Any

import structlog
from wagtail.images.exceptions import InvalidFilterSpecError

from gerai.newsroom.models import AlbumPage, AlbumPicture, NewsPage, NewsPicture
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
        _prepare(row.image)
    return len(rows)


def prepare_uses_of(image: Any) -> bool:
    """Make the renditions of a picture if a published page shows it.

    Returns:
        whether one does.
    """
    is_shown = any(
        model.objects.filter(image=image, page__live=True).exists()
        for model in (NewsPicture, AlbumPicture)
    )
    if is_shown:
        _prepare(image)
    return is_shown


def _prepare(image: Any) -> None:
    try:
        image.get_renditions(*filter_specs(image.width))
    except (OSError, ValueError, InvalidFilterSpecError) as problem:
        log.warning(
            "picture can't be made smaller",
            image=image.pk,
            problem=type(problem).__name__,
        )
