"""Which files are handed out, and why others aren't."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest
from django.utils import translation

from gerai.files import archives
from gerai.files.documents import check_document
from gerai.files.exceptions import FileRefused
from gerai.files.tests.samples import EXE, PDF, SVG, docx, odt, photo, zipped


def check(content: bytes, name: str) -> None:
    with translation.override("en"):
        check_document(BytesIO(content), name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "formulir.pdf"),
        (b"\xef\xbb\xbf" + PDF, "formulir.PDF"),
        (docx(), "surat.docx"),
        (
            zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}),
            "daftar.xlsx",
        ),
        (odt(), "surat.odt"),
        (b"nama;nomor\nBudi;1\n", "daftar.csv"),
        ("catatan é".encode("cp1252"), "catatan.txt"),
        (zipped({"formulir/a.pdf": PDF, "baca.txt": b"halo"}), "paket.zip"),
    ],
)
def test_what_it_says_it_is_may_come_in(content: bytes, name: str) -> None:
    check(content, name)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (EXE, "formulir.pdf", "a program"),
        (SVG, "formulir.pdf", "SVG"),
        (photo(), "formulir.pdf", "JPG"),
        (b"", "formulir.pdf", "empty"),
        (PDF[:-7], "formulir.pdf", "damaged"),
        (EXE, "pasang.exe", "isn't handed out"),
        (PDF, "tanpa-akhiran", "isn't handed out"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "surat.doc", "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "surat.docx", "old Word"),
        (docx(), "makro.docm", "macros"),
        (docx(word__vbaProject_bin=b"x"), "surat.docx", "macros"),
        (
            zipped(
                {
                    "[Content_Types].xml": b"ms-word.document.macroEnabled.main+xml",
                    "word/document.xml": b"<w/>",
                }
            ),
            "surat.docx",
            "macros",
        ),
        (docx(), "daftar.xlsx", "something else"),
        (docx(), "surat.odt", "something else"),
        (odt(Basic__Standard=b"Sub Main"), "surat.odt", "macros"),
        (docx()[:-30], "surat.docx", "damaged"),
        (zipped({"a/pasang.EXE": EXE}), "paket.zip", "pasang.EXE"),
        (zipped({"dalam.zip": zipped({"a": b""})}), "paket.zip", "dalam.zip"),
        (zipped({"../../a.txt": b"x"}), "paket.zip", "a.txt"),
        (EXE, "daftar.csv", "a program"),
        (b"a\x00b", "catatan.txt", "don't know"),
        (b"<html><script>1</script>", "catatan.txt", "a web page"),
    ],
)
def test_everything_else_is_refused_in_words(
    content: bytes, name: str, says: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        check(content, name)

    assert name in str(refused.value)
    assert says in str(refused.value)


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zipped({"a.txt": b"\x00" * (20 * 1024 * 1024)})
    assert len(bomb) < 50_000

    with pytest.raises(FileRefused, match="far too large"):
        check(bomb, "paket.zip")


def test_a_zip_that_lies_about_its_size_is_damaged() -> None:
    content = bytearray(zipped({"a.txt": b"x" * 100_000}))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 10)

    with pytest.raises(FileRefused, match="damaged"):
        check(bytes(content), "paket.zip")


def test_a_locked_zip_is_of_no_use() -> None:
    content = bytearray(zipped({"a.txt": b"x"}))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(FileRefused, match="password"):
        check(bytes(content), "paket.zip")


def test_thousands_of_files_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_ENTRIES", 3)

    with pytest.raises(FileRefused, match="one by one"):
        check(zipped({f"{n}.txt": b"" for n in range(4)}), "paket.zip")


def test_a_broken_compression_is_damaged() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(range(256)) * 40)
    content = bytearray(buffer.getvalue())
    content[60:90] = b"\xff" * 30

    with pytest.raises(FileRefused, match="damaged"):
        check(bytes(content), "paket.zip")
