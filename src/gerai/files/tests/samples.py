"""Files as people send them, and as nobody should."""

from __future__ import annotations

import zipfile
from io import BytesIO

from PIL import Image

ORIENTATION, GPS = 0x0112, 0x8825
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
EXE = b"MZ\x90\x00" + b"\x00" * 60 + b"This program cannot be run in DOS mode"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'


def photo(
    form: str = "JPEG", size: tuple[int, int] = (640, 480), **options: object
) -> bytes:
    """A picture whose left half is red, from a phone that knows where it is."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F] = "Ponsel"
    exif.get_ifd(GPS).update(
        {1: "S", 2: (0.0, 30.0, 0.0), 3: "E", 4: (117.0, 9.0, 0.0)}
    )
    if "orientation" in options:
        exif[ORIENTATION] = int(str(options.pop("orientation")))
    buffer = BytesIO()
    image.save(buffer, form, exif=exif, **options)
    return buffer.getvalue()


def zipped(files: dict[str, bytes], *, stored_first: bool = False) -> bytes:
    """A ZIP file; of OpenDocument, the first entry isn't compressed."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(files.items()):
            kind = zipfile.ZIP_STORED if stored_first and not number else None
            archive.writestr(name, content, compress_type=kind)
    return buffer.getvalue()


def docx(**more: bytes) -> bytes:
    """The least that Word opens."""
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<w:document/>",
            **{
                name.replace("__", "/").replace("_bin", ".bin"): body
                for name, body in more.items()
            },
        }
    )


def odt(**more: bytes) -> bytes:
    """The least that LibreOffice opens."""
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<office:document-content/>",
            **{name.replace("__", "/"): body for name, body in more.items()},
        },
        stored_first=True,
    )
