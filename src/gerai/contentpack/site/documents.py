"""Documents of the site and their names in a pack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

from gerai.contentpack.models import LoadedRecord


def title_from_name(name: str) -> str:
    """What a document is called if nobody says otherwise: ``formulir-ktp`` → Formulir ktp."""
    words = re.sub(r"[-_]+", " ", PurePosixPath(name).stem).strip()
    return words[:1].upper() + words[1:]


class DocumentNames:
    """Gives each document one name in ``files/``, and remembers which were asked for."""

    def __init__(self, known: Mapping[int, str]) -> None:
        loaded = LoadedRecord.objects.filter(key__startswith="file/").order_by("key")
        self._names: dict[int | None, str] = {
            record.object_id: record.key.removeprefix("file/") for record in loaded
        }
        for key, name in known.items():
            self._names[key] = name
        self._documents: dict[int, AbstractDocument] = {}
        self.used: dict[str, AbstractDocument] = {}

    def name(self, key: int) -> str | None:
        """The pack's name of a document; ``None`` if it was deleted."""
        if not self._documents:
            found = get_document_model().objects.order_by("pk")
            self._documents = {document.pk: document for document in found}
        document = self._documents.get(key)
        if document is None:
            return None
        if key not in self._names:
            self._names[key] = self._new_name(document)
        self.used[self._names[key]] = document
        return self._names[key]

    def _new_name(self, document: AbstractDocument) -> str:
        path = PurePosixPath(document.file.name)
        stem = slugify(path.stem) or "dokumen"
        taken, number = set(self._names.values()), 1
        name = f"files/{stem}{path.suffix.lower()}"
        while name in taken:
            number += 1
            name = f"files/{stem}-{number}{path.suffix.lower()}"
        return name
