"""What becomes of a picture, and which ones aren't taken."""

from __future__ import annotations

import resource
import subprocess
import sys
from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image

from gerai.files.exceptions import FileRefused
from gerai.files.pictures import LONGEST_SIDE, CleanPicture, clean_picture
from gerai.files.tests.samples import EXE, GPS, ORIENTATION, SVG, photo


def cleaned(content: bytes, name: str = "IMG 01.jpg") -> CleanPicture:
    return clean_picture(BytesIO(content), name)


def opened(clean: CleanPicture) -> Image.Image:
    return Image.open(BytesIO(clean.content))


@pytest.mark.parametrize(
    ("form", "name", "kept_as"),
    [
        ("JPEG", "a.jpeg", ("JPEG", "a.jpg")),
        ("PNG", "a.png", ("PNG", "a.png")),
        ("WEBP", "a.webp", ("WEBP", "a.webp")),
        ("HEIF", "IMG_2201.HEIC", ("JPEG", "IMG_2201.jpg")),
        ("AVIF", "a.avif", ("JPEG", "a.jpg")),
    ],
)
def test_every_kind_loses_place_and_camera(
    form: str, name: str, kept_as: tuple[str, str]
) -> None:
    sent = photo(form)
    with Image.open(BytesIO(sent)) as before:
        assert before.getexif().get_ifd(GPS), "the sample must know where it is"

    clean = cleaned(sent, name)

    image = opened(clean)
    assert (image.format, clean.name) == kept_as
    assert not dict(image.getexif())
    assert b"Ponsel" not in clean.content
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)


@pytest.mark.parametrize(
    ("orientation", "red"), [(1, "left"), (3, "right"), (6, "top"), (8, "bottom")]
)
def test_it_stands_upright(orientation: int, red: str) -> None:
    image = opened(cleaned(photo(orientation=orientation))).convert("RGB")

    lies = red in {"top", "bottom"}
    assert image.size == ((480, 640) if lies else (640, 480))
    width, height = image.size
    spots = {
        "left": (10, height // 2),
        "right": (width - 10, height // 2),
        "top": (width // 2, 10),
        "bottom": (width // 2, height - 10),
    }
    assert image.getpixel(spots[red])[0] > 200  # type: ignore[index]
    assert ORIENTATION not in image.getexif()


def test_a_large_one_is_made_smaller_and_a_small_one_is_not_blown_up() -> None:
    assert opened(cleaned(photo(size=(4000, 1000)))).size == (LONGEST_SIDE, 640)
    assert opened(cleaned(photo(size=(30, 20)))).size == (30, 20)


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert cleaned(photo()).content == cleaned(photo()).content


def test_what_hides_behind_the_picture_is_gone() -> None:
    assert b"PK\x03\x04" not in cleaned(photo() + b"PK\x03\x04 evil").content


def test_see_through_pictures_stay_so() -> None:
    buffer = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(buffer, "PNG")

    assert opened(cleaned(buffer.getvalue(), "logo.png")).mode == "RGBA"


def test_colours_of_print_become_colours_of_screens() -> None:
    buffer = BytesIO()
    Image.new("CMYK", (20, 20), (0, 255, 255, 0)).save(buffer, "JPEG")

    assert opened(cleaned(buffer.getvalue())).mode == "RGB"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "kosong.jpg", "empty"),
        (EXE, "foto.jpg", "a program"),
        (SVG, "logo.svg", "SVG"),
        (SVG, "logo.png", "SVG"),
        (b"<html><script>1</script>", "foto.jpg", "a web page"),
        (b"GIF89a" + b"\x00" * 40, "gerak.gif", "GIF"),
        (photo()[:2000], "putus.jpg", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "rusak.png", "damaged"),
    ],
)
def test_what_is_no_good_picture_is_refused_in_words(
    content: bytes, name: str, says: str
) -> None:
    with translation.override("en"), pytest.raises(FileRefused) as refused:
        cleaned(content, name)

    assert name in str(refused.value)
    assert says in str(refused.value)


def test_a_decompression_bomb_is_refused_before_it_is_opened() -> None:
    # The head of a PNG that claims 900 million pixels.
    buffer = BytesIO()
    Image.new("L", (1, 1)).save(buffer, "PNG")
    bomb = bytearray(buffer.getvalue())
    bomb[16:24] = (30_000).to_bytes(4, "big") * 2
    import zlib

    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    with translation.override("en"), pytest.raises(FileRefused, match="megapixels"):
        cleaned(bytes(bomb), "bom.png")


def test_sixty_megapixels_fit_into_little_memory() -> None:
    """In a process of its own: 60 million pixels would take 180 MB, and a copy again."""
    script = """
import resource, sys
from io import BytesIO
from gerai.files.pictures import clean_picture
content = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
clean = clean_picture(BytesIO(content), "a.jpg")
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print((after - before) // 1024, len(clean.content))
"""
    buffer = BytesIO()
    Image.new("RGB", (9_000, 6_700), "teal").save(buffer, "JPEG", quality=70)
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=buffer.getvalue(),
        capture_output=True,
        check=True,
    )
    megabytes, size = (int(number) for number in done.stdout.split())
    assert megabytes < 130
    assert size > 10_000
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0
