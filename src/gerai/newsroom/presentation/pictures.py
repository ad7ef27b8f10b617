"""Pictures in the sizes and formats that were made when they were uploaded.

A render writes nothing, so it takes the renditions that are there. They are made by
``services.prepare_pictures`` when a page is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
