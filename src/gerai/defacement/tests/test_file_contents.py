"""Advertising in files to download: PDF, office, text; hostile files."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

import pytest
from django.core.files.base import ContentFile
from pypdf import PdfWriter
from pypdf.actions import JavaScript
from pypdf.annotations import Link
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    RectangleObject,
)
from wagtail.documents import get_document_model

from gerai.defacement.exceptions import HeldBack
from gerai.defacement.words_of_files import parts_of

SPAM = "Slot gacor maxwin, daftar situs togel"
HONEST = "Syarat memperpanjang paspor: KTP asli dan paspor lama"


def pdf(
    words: str, *, link: str = "", pages_before: int = 0, script: str = ""
) -> bytes:
    writer = PdfWriter()
    for _ in range(pages_before):
        writer.add_blank_page(200, 200)
    page = writer.add_blank_page(400, 400)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F 12 Tf 20 200 Td ({words}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    if link:
        note = Link(rect=RectangleObject((0, 0, 9, 9)), url=link)
        writer.add_annotation(pages_before, note)
    if script:
        writer.add_open_action(JavaScript(script))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def office(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


DOCX = "<w:p><w:r><w:t>{}</w:t></w:r><w:r><w:t>{}</w:t></w:r></w:p>"
SPAM_LINK = "https://gacor88.vip/daftar"


def said(kind: str, content: bytes) -> str:
    return repr(list(parts_of(kind, content)))


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("docx", office(**{"word/document.xml": DOCX.format("Slot ga", "cor maxwin")})),
        (
            "xlsx",
            office(**{"xl/sharedStrings.xml": "<si><t>Slot gacor maxwin</t></si>"}),
        ),
        (
            "pptx",
            office(
                **{"ppt/slides/slide1.xml": "<a:p><a:t>Slot gacor maxwin</a:t></a:p>"}
            ),
        ),
        ("odt", office(**{"content.xml": "<text:p>Slot gacor&#32;maxwin</text:p>"})),
        ("txt", b"Slot gacor maxwin"),
        ("zip", office(**{"Slot gacor maxwin.pdf": ""})),
        ("pdf", pdf("Slot gacor maxwin", pages_before=100)),
    ],
)
def test_words_are_found_in_every_kind(kind: str, content: bytes) -> None:
    assert "Slot gacor maxwin" in said(kind, content)


def test_links_are_found_where_no_word_shows_them() -> None:
    rels = f'<Relationship Target="{SPAM_LINK}" TargetMode="External"/>'
    assert SPAM_LINK in said("pptx", office(**{"ppt/slides/_rels/s.xml.rels": rels}))
    odf = f'<text:a xlink:href="{SPAM_LINK}">klik</text:a>'
    assert SPAM_LINK in said("odt", office(**{"content.xml": odf}))
    assert SPAM_LINK in said("pdf", pdf("klik", link=SPAM_LINK))
    program = f"app.launchURL('{SPAM_LINK}')"
    assert SPAM_LINK in said("pdf", pdf("klik", script=program))


def test_no_xml_is_parsed_and_no_part_is_unpacked_whole() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha">]><text:p>&a;&a;</text:p>'
    assert "haha" not in said("odt", office(**{"content.xml": bomb}))
    huge = office(**{"content.xml": "<text:p>" + " " * 50_000_000})
    started = time.process_time()
    assert len(said("odt", huge)) < 6_000_000
    assert time.process_time() - started < 5


@pytest.mark.django_db
class TestGate:
    def document(self, content: bytes, name: str, title: str = "Formulir") -> Any:
        model = get_document_model()
        return model(title=title, file=ContentFile(content, name=name))

    def test_what_sells_is_held_and_what_informs_is_taken(self) -> None:
        for content, name in (
            (pdf(SPAM), "a.pdf"),
            (pdf("Formulir", link=SPAM_LINK), "b.pdf"),
            (office(**{"word/document.xml": DOCX.format(SPAM, "")}), "c.docx"),
        ):
            with pytest.raises(HeldBack):
                self.document(content, name).save()
        good = self.document(pdf(HONEST, link="https://www.imigrasi.go.id/"), "d.pdf")
        good.save()
        assert good.file.size > 100

    def test_a_file_is_read_when_it_comes_and_not_with_each_title(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        good = self.document(pdf(HONEST), "d.pdf")
        good.save()
        from gerai.defacement import file_contents

        def never(*_: Any) -> Any:
            raise AssertionError("read again")

        with monkeypatch.context() as patch:
            patch.setattr(file_contents, "_parts", never)
            good.title = "Formulir paspor"
            good.save()
        good.file = ContentFile(pdf(SPAM), name="d.pdf")
        with pytest.raises(HeldBack):
            good.save()

    def test_broken_files_stop_nothing(self) -> None:
        for content in (b"%PDF-1.7 broken", b"x", pdf(HONEST)[:300]):
            self.document(content, "e.pdf").save()
