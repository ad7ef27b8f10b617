"""What of a PDF can be read aloud, found by a process of its own."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfWriter
from wagtail.documents.models import Document
from weasyprint import HTML

from gerai.files.legibility import hard_to_hear, look_at_files
from gerai.files.models import Legibility

WORDS = "<html lang=id><h1>Formulir</h1><p>Nama lengkap sesuai KTP elektronik</p>"


def tagged() -> bytes:
    content = HTML(string=WORDS).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(content, bytes)
    return content


def untagged() -> bytes:
    content = HTML(string=WORDS).write_pdf()
    assert isinstance(content, bytes)
    return content


def scan() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (400, 600), "white").save(buffer, "PDF")
    return buffer.getvalue()


def locked() -> bytes:
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("rahasia", algorithm="RC4-128")
    writer.write(buffer)
    return buffer.getvalue()


def stored(name: str, content: bytes) -> Document:
    document = Document(title=name, file=ContentFile(content, name=f"{name}.pdf"))
    document._set_document_file_metadata()
    document.save()
    return document


@pytest.mark.django_db
def test_scans_and_files_without_tags_are_told_apart() -> None:
    scanned = scan()  # it carries the second in which it was made
    documents = {
        "baik": stored("baik", tagged()),
        "polos": stored("polos", untagged()),
        "pindai": stored("pindai", scanned),
        "terkunci": stored("terkunci", locked()),
        "rusak": stored("rusak", b"%PDF-1.7 rusak %%EOF"),
    }
    stored("kembar", scanned)

    assert look_at_files() == 5, "the same file is looked at once"
    assert look_at_files() == 0

    hard = hard_to_hear(documents.values())
    assert hard == {
        documents["polos"].pk: "structure",
        documents["pindai"].pk: "text",
    }
    assert Legibility.objects.filter(is_known=False).count() == 2
