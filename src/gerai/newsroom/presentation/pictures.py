"""Pictures in the sizes and formats that were made when they were uploaded.

A render writes nothing, so it takes the renditions that are there. They are made by
``services.prepare_pictures`` when a page is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from gerai.newsroom.models import AlbumPage, NewsPage
from gerai.newsroom.models.shared import AlbumPicture, NewsPicture
from gerai.publishing.prepared import PreparedQuery, with_related
from gerai.publishing.reading import is_in_snapshot, once_per_snapshot

WIDTHS = (480, 960, 1600)
TILE = "fill-312x234"
"""In lists a picture is cut around what its sender marked as important (three times
104 by 78 pixels, as sharp as phones show)."""
FORMATS = ("avif", "webp", "jpeg")
QUALITY = {"avif": "avifquality-55", "webp": "webpquality-72", "jpeg": "jpegquality-76"}


@dataclass(frozen=True, slots=True)
class Source:
    """One ``<source>``: addresses with their widths."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture ready to be drawn; without renditions only the original."""

    src: str
    width: int
    height: int
    alt: str
    caption: str
    sources: tuple[Source, ...] = ()
    srcset: str = ""


def filter_specs(width: int) -> list[str]:
    """Renditions of an image that is ``width`` pixels wide; never larger than itself."""
    sizes = [size for size in WIDTHS if size < width] + (
        [] if width > WIDTHS[-1] else [min(width, WIDTHS[-1])]
    )
    resized = [f"width-{size}" for size in dict.fromkeys(sizes)]
    return [
        f"{size}|format-{form}|{QUALITY[form]}"
        for size in (*resized, TILE)
        for form in FORMATS
    ]


def shown_pictures(page: Any) -> list[ShownPicture]:
    """The pictures of a piece of news or an album, in their order."""
    if is_in_snapshot():
        return _shown_pictures_once(page)
    # A preview's pictures may not be saved yet.
    rows = page.pictures.select_related("image").prefetch_related("image__renditions")
    return [shown_picture(row) for row in rows]


@once_per_snapshot
def _shown_pictures_once(page: Any) -> list[ShownPicture]:
    rows = _PICTURES[type(page)].records(page.pk)
    for row in rows:
        with_related(row, "image")
    prefetch_related_objects(rows, "image__renditions")
    return [shown_picture(row) for row in rows]


_PICTURES: dict[Any, PreparedQuery[Any]] = {
    owner: PreparedQuery(
        lambda page, model=model: model.objects.filter(page=page).order_by(
            "sort_order", "pk"
        ),
        int,
    )
    for owner, model in ((NewsPage, NewsPicture), (AlbumPage, AlbumPicture))
}


def shown_picture(picture: Any) -> ShownPicture:
    """A row of ``PagePicture`` with its best addresses; reads ``renditions`` once."""
    return _shown(picture, "width-")


def shown_tile(picture: Any) -> ShownPicture:
    """The same for a list: small, and cut around the important part.

    A picture that was published before there were tiles is shown as a whole.
    """
    tile = _shown(picture, f"{TILE}|")
    return tile if tile.sources else shown_picture(picture)


def _shown(picture: Any, beginning: str) -> ShownPicture:
    image = picture.image
    found: dict[str, list[Any]] = {}
    for rendition in image.renditions.all():
        for form in FORMATS:
            wanted = f"format-{form}|{QUALITY[form]}"
            spec = rendition.filter_spec
            if spec.startswith(beginning) and spec.endswith(wanted):
                found.setdefault(form, []).append(rendition)
    for rows in found.values():
        rows.sort(key=lambda rendition: (rendition.width, rendition.pk))
    plain = found.get("jpeg")
    if not plain:
        return ShownPicture(
            src=image.file.url,
            width=image.width,
            height=image.height,
            alt=picture.alt,
            caption=picture.caption,
        )
    middle = plain[min(1, len(plain) - 1)]
    return ShownPicture(
        src=middle.url,
        width=middle.width,
        height=middle.height,
        alt=picture.alt,
        caption=picture.caption,
        sources=tuple(
            Source(f"image/{form}", _srcset(found[form]))
            for form in ("avif", "webp")
            if form in found
        ),
        srcset=_srcset(plain),
    )


def _srcset(renditions: list[Any]) -> str:
    return ", ".join(f"{one.url} {one.width}w" for one in renditions)
