"""Loads documents, and takes their files back if the load fails."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

from gerai.contentpack.loading.rows import save


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
        """Create or replace a document with the content of a pack's file."""
        row = document or get_document_model()()
        row.title = title
        if document is None or _content(document) != content:
            self._replace_file(row, PurePosixPath(name).name, content)
        return save(row, f"file/{name}")

    def _replace_file(self, row: AbstractDocument, name: str, content: bytes) -> None:
        old = row.file.name if row.pk else ""
        row.file.save(name, ContentFile(content), save=False)
        storage = row.file.storage
        self._written.append((storage, row.file.name))
        row.file_size = len(content)
        row._set_file_hash()
        if old:
            transaction.on_commit(lambda: storage.delete(old))

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
