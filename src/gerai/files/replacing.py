"""A new file in the place of an old one: same address, and nothing is thrown away."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.crypto import get_random_string
from wagtail.documents.models import AbstractDocument
from wagtail.models import ReferenceIndex

from gerai.files.models import EarlierFile

_LONGEST_NAME = 100
"""Of Wagtail's column."""


def keep_present_file(document: AbstractDocument, file: Any, *, by: Any) -> EarlierFile:
    """Note what a document is until now; ``file`` is its present file."""
    return EarlierFile.objects.create(
        document_id=document.pk,
        file=file.name,
        name=PurePosixPath(file.name).name,
        file_size=document.file_size,
        file_hash=document.file_hash,
        replaced_by=by if by is not None and by.pk else None,
    )


def take_its_place(document: AbstractDocument, before: Any) -> str:
    """Store the new file of a document under the name that its address has.

    The address ends in the name of the file; a folder of its own for each version lets
    the name be the same. Only another kind of file changes the ending.

    Returns:
        where it is stored.
    """
    known = PurePosixPath(before.name)
    suffix = PurePosixPath(document.file.name).suffix.lower()
    if suffix in {"", known.suffix.lower()}:
        suffix = known.suffix
    folder = get_random_string(12)
    name = f"documents/{folder}/{known.stem}{suffix}"
    storage = document.file.storage
    sent: File[bytes] = document.file.file
    sent.seek(0)
    stored = str(storage.save(name, sent, max_length=_LONGEST_NAME))
    document.file = stored
    return stored


@transaction.atomic
def replace_file(
    document: AbstractDocument, content: IO[bytes] | bytes, name: str, *, by: Any
) -> str:
    """Give a document another file; public.

    Returns:
        where it is stored, for whoever wants to take it back when a transaction fails.
    """
    before = document.file
    if not isinstance(content, bytes):
        content = content.read()
    keep_present_file(document, before, by=by)
    document.file = ContentFile(content, name=PurePosixPath(name).name)
    stored = take_its_place(document, before)
    document._set_document_file_metadata()
    document.save()
    return stored


def bring_back(earlier: EarlierFile, *, by: Any) -> AbstractDocument:
    """Make an earlier file the present one again; the present one becomes earlier."""
    document: AbstractDocument = earlier.document
    with earlier.file.open("rb") as file:
        replace_file(document, file.read(), earlier.name, by=by)
    return document


def places_of(record: Any) -> list[tuple[Any, list[Any]]]:
    """Where a picture or a file is used: each record with its references."""
    return list(ReferenceIndex.get_grouped_references_to(record))
