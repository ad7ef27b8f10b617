"""A new file in the place of an old one: same address, and nothing is thrown away."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.crypto import get_random_string
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, ReferenceIndex

from gerai.files.models import EarlierFile, Replacement

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


def propose_replacement(
    *, old: AbstractDocument, new: AbstractDocument, page: Page, by: Any
) -> None:
    """Note that ``new`` takes the place of ``old`` once ``page`` is published with it."""
    Replacement.objects.get_or_create(
        old=old, new=new, page=page, defaults={"by": by if by and by.pk else None}
    )


def proposed_instead_of(document: AbstractDocument, page: Page) -> set[int]:
    """Keys of ``document`` and of all that a page's drafts had in its place since."""
    pairs = list(Replacement.objects.filter(page=page).values_list("old", "new"))
    found = {document.pk}
    while more := {new for old, new in pairs if old in found} - found:
        found |= more
    return found


def settle_replacements(page: Page, documents: Collection[int]) -> None:
    """Bring into force what a page is published with; take back what it went back on.

    Args:
        documents: keys of all documents that the published page hands out.
    """
    for row in Replacement.objects.filter(page=page):
        is_in_force = row.new_id in documents or (
            row.is_in_force and row.old_id not in documents
        )
        if is_in_force != row.is_in_force:
            row.is_in_force = is_in_force
            row.save(update_fields=["is_in_force"])


def present_document(document: AbstractDocument) -> AbstractDocument:
    """The document that is handed out at this one's address: itself, or its successor."""
    seen = {document.pk}
    while True:
        row = (
            Replacement.objects.filter(old=document, is_in_force=True)
            .exclude(new__in=seen)
            .select_related("new")
            .first()
        )
        if row is None:
            return document
        document = row.new
        seen.add(document.pk)
