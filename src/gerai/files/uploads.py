"""Files on their way in: checked and cleaned where they lie, before anybody keeps them."""

from __future__ import annotations

import re
from typing import IO, cast

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.crypto import get_random_string
from wagtail.utils.file import hash_filelike

from gerai.files.documents import check_document
from gerai.files.elsewhere import refuse_without_storage
from gerai.files.pictures import clean_picture
from gerai.files.scanning import refuse_infected

_RANDOM_LETTERS = 14
_RANDOM = re.compile(rf"[a-z2-9]{{{_RANDOM_LETTERS}}}-")


def clean_upload(upload: UploadedFile[bytes]) -> None:
    """Put the cleaned picture in the place of what was sent, under the same object.

    Wagtail keeps an upload aside, and asks for the rest, when only a text is missing.
    So it isn't enough to clean what a form returns: the upload itself must be clean.

    Raises:
        FileRefused: it is no picture that we take.
    """
    file = cast("IO[bytes]", upload.file)
    refuse_without_storage(upload.name or "")
    # Before anything reads into it: readers of pictures have had holes, too.
    refuse_infected(file, upload.name or "")
    clean = clean_picture(file, upload.name or "")
    file.seek(0)
    file.truncate()
    file.write(clean.content)
    file.flush()
    file.seek(0)
    upload.name = unguessable(clean.name)
    upload.size = len(clean.content)
    upload.content_type = clean.content_type


def unguessable(name: str) -> str:
    """A name for a picture that nobody finds by trying, before the page is published.

    Renditions lie where the web server hands them out to anybody, and are named after
    the picture; Wagtail cuts long names at their end, so what is random stands in front.

    >>> unguessable(unguessable("ruang-tunggu.jpg")).count("-")
    2
    """
    if _RANDOM.match(name):
        return name  # kept aside, and sent once more with what was missing
    token = get_random_string(_RANDOM_LETTERS, "abcdefghijkmnpqrstuvwxyz23456789")
    return f"{token}-{name}"


def check_upload(upload: UploadedFile[bytes]) -> None:
    """Look whether an upload may be kept as a file to download.

    Raises:
        FileRefused: it may not.
    """
    file = cast("IO[bytes]", upload.file)
    refuse_without_storage(upload.name or "")
    check_document(file, upload.name or "")
    refuse_infected(file, upload.name or "")


def fingerprint(file: File[bytes]) -> str:
    """What Wagtail stores as ``file_hash``: the same for the same bytes."""
    file.seek(0)
    found = str(hash_filelike(file))
    file.seek(0)
    return found
