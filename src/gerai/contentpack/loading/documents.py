"""Loads documents, and takes their files back if the load fails."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

from gerai.contentpack.loading.rows import save
from gerai.files.replacing import keep_present_file, take_its_place


class DocumentWriter:
    """Writes files into the media folder; :meth:`take_back` removes what it wrote."""

    def __init__(self) -> None:
        self._written: list[tuple[Storage, str]] = []

    def save(
        self,
        document: AbstractDocument | None,
        *,
        name: str,
        title: str,
        content: bytes,
    ) -> AbstractDocument:
        """Create a document, or replace its file; its address stays the same."""
        row = document or get_document_model()()
        row.title = title
        if document is None or _content(document) != content:
            self._replace_file(row, PurePosixPath(name).name, content)
        return save(row, f"file/{name}")

    def _replace_file(self, row: AbstractDocument, name: str, content: bytes) -> None:
        sent = ContentFile(content, name=name)
        if row.pk:
            before = row.file
            keep_present_file(row, before, by=None)
            row.file = sent
            take_its_place(row, before)
        else:
            row.file.save(name, sent, save=False)
        self._written.append((row.file.storage, row.file.name))
        row._set_document_file_metadata()

    def take_back(self) -> None:
        """Remove the files of a load that failed."""
        for storage, name in self._written:
            storage.delete(name)
        self._written.clear()


def _content(document: AbstractDocument) -> bytes | None:
    try:
        with document.file.open("rb") as file:
            return bytes(file.read())
    except OSError:
        return None
