"""A picture as it came from a phone, made fit to be kept.

Whatever comes in is decoded and written anew: without place, time, camera and comments,
upright, in the colours that screens show, and no larger than any page needs. What is
hidden behind the picture in the same file is gone with that too. The same picture gives
the same bytes, so that a second upload is recognised.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import IO

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, ImageOps
from pillow_heif import register_heif_opener

from gerai.files.exceptions import FileRefused
from gerai.files.recognition import HEAD_BYTES, in_words, kind_of

MOST_BYTES = 30 * 1024 * 1024
LONGEST_SIDE = 2560
"""Pixels of what is kept; the widest rendition on a page has 1600."""
MOST_PIXELS = 50_000_000
"""Of pictures that can only be opened as a whole; the largest phones make 48 million."""
MOST_PIXELS_SHRUNK = 120_000_000
"""Of ordinary JPEG files, which are made smaller while they are opened."""
SUFFIXES = ("jpg", "jpeg", "png", "webp", "heic", "heif", "avif")

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
_KINDS = frozenset({"jpg", "png", "apng", "webp", "heic", "heif", "avif"})
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError)
# A picture of 50 million pixels takes 200 MB while it is opened; two of them wait.
_one_at_a_time = threading.Lock()

register_heif_opener(thumbnails=False)


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture that may be stored.

    Attributes:
        name: as it was, with the ending that fits what it is now.
    """

    content: bytes
    name: str
    content_type: str


def clean_picture(file: IO[bytes], name: str) -> CleanPicture:
    """What is stored of ``file``.

    Raises:
        FileRefused: it is no picture of a kind we take, too large, or damaged.
    """
    _refuse_by_size(file, name)
    _refuse_other_kinds(file, name)
    with _one_at_a_time, _opened(file, name) as image:
        _refuse_by_pixels(image, name)
        return _written(_upright(_shrunk(image)), image.format or "", name)


def _refuse_by_size(file: IO[bytes], name: str) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size > MOST_BYTES:
        raise FileRefused(
            _(
                "“%(name)s” has %(size)s; at most %(limit)s fit. Send the picture "
                "through WhatsApp to yourself, which makes it smaller, or choose a "
                "smaller size in the camera."
            )
            % {
                "name": name,
                "size": filesizeformat(size),
                "limit": filesizeformat(MOST_BYTES),
            }
        )


def _refuse_other_kinds(file: IO[bytes], name: str) -> None:
    kind = kind_of(file.read(HEAD_BYTES))
    file.seek(0)
    if kind in _KINDS:
        return
    if kind == "svg":
        raise FileRefused(
            _(
                "“%(name)s” is an SVG drawing. Such files can contain programs, so they "
                "aren't taken. Save it as PNG and send that."
            )
            % {"name": name}
        )
    raise FileRefused(
        _(
            "“%(name)s” is %(kind)s, not a photo. Send a picture as JPEG, PNG, WebP or "
            "HEIC, as phones make them."
        )
        % {"name": name, "kind": in_words(kind)}
    )


@contextmanager
def _opened(file: IO[bytes], name: str) -> Iterator[Image.Image]:
    try:
        with Image.open(file, formats=_FORMATS) as image:
            yield image
    except Image.DecompressionBombError as problem:
        raise FileRefused(_too_many_pixels(name)) from problem
    except _DAMAGED as problem:
        raise FileRefused(
            _(
                "“%(name)s” is damaged or incomplete. Open it on your phone: if it "
                "shows well there, send it again."
            )
            % {"name": name}
        ) from problem


def _refuse_by_pixels(image: Image.Image, name: str) -> None:
    # Of a progressive JPEG all coefficients are held in memory, however small it gets.
    shrinks = image.format == "JPEG" and not image.info.get("progressive")
    most = MOST_PIXELS_SHRUNK if shrinks else MOST_PIXELS
    if image.width * image.height > most:
        raise FileRefused(_too_many_pixels(name, image.width * image.height, most))


def _too_many_pixels(name: str, pixels: int = 0, most: int = MOST_PIXELS) -> str:
    limit = {"name": name, "limit": most // 1_000_000}
    if not pixels:
        return (
            _(
                "“%(name)s” has more than %(limit)d megapixels. Choose a smaller size "
                "in the camera, or send a screenshot of the picture."
            )
            % limit
        )
    return _(
        "“%(name)s” has %(pixels)d megapixels; at most %(limit)d fit. Choose a smaller "
        "size in the camera, or send a screenshot of the picture."
    ) % {**limit, "pixels": pixels // 1_000_000}


def _shrunk(image: Image.Image) -> Image.Image:
    if image.format == "JPEG":
        image.draft(image.mode, (LONGEST_SIDE, LONGEST_SIDE))
    # WeasyPrint lets pictures that were cut off pass, for its whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    image.load()
    if image.mode in {"P", "PA", "1"}:
        # Shades between the colours of a palette need all colours.
        return _fitted(image.convert("RGBA"))
    return _fitted(image)


def _fitted(image: Image.Image) -> Image.Image:
    if max(image.size) > LONGEST_SIDE:
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    return image


def _upright(image: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    plain = _in_screen_colours(turned, profile)
    # Comments, text and profiles are taken from here when a picture is written.
    plain.info = {}
    return plain


def _in_screen_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    has_alpha = image.mode in {"RGBA", "LA", "La", "RGBa"}
    mode = "RGBA" if has_alpha else "RGB"
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=mode,
            )
        except (ImageCms.PyCMSError, *_DAMAGED):
            converted = None
        if converted is not None:
            image = converted
    if image.mode.startswith("I"):
        image = image.convert("L")
    image = image.convert(mode)
    if has_alpha and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image


def _written(image: Image.Image, came_as: str, name: str) -> CleanPicture:
    if came_as == "WEBP":
        form, suffix, options = "WEBP", ".webp", {"quality": 88, "method": 4}
    elif came_as == "PNG" or image.mode == "RGBA":
        form, suffix, options = "PNG", ".png", {"optimize": False}
    else:
        form, suffix, options = "JPEG", ".jpg", {"quality": 88, "optimize": True}
    buffer = BytesIO()
    image.save(buffer, form, **options)
    stem = PurePath(name.replace("\\", "/")).stem or "gambar"
    return CleanPicture(buffer.getvalue(), stem + suffix, f"image/{form.lower()}")
