"""Writes the site as a pack."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from gerai.contentpack.format import Pack
from gerai.contentpack.loading.rows import file_of
from gerai.contentpack.reading.problems import PackRefused, Problem
from gerai.contentpack.site.reader import read_site
from gerai.contentpack.writing.files import pack_files
from gerai.contentpack.writing.folder import write_folder


@dataclass(frozen=True, slots=True)
class DumpReport:
    """What was written."""

    pack: Pack
    files: int


def dump_site(root: Path) -> DumpReport:
    """Write a pack that loads to the same site.

    Raises:
        PackRefused: if the folder holds something else, if nothing was loaded yet, or
            if a record says what a pack can't hold (each is named).
    """
    with transaction.atomic():
        contents = read_site()
    if contents is None:
        text = _("there is nothing to write yet; load a pack first")
        raise PackRefused([Problem(str(root), 0, "", text)])
    if contents.notes.unreadable:
        raise PackRefused(
            [
                Problem(
                    file_of(key), 0, f"{key}: {fault.field}".rstrip(": "), fault.text
                )
                for key, faults in contents.notes.unreadable.items()
                for fault in faults
            ]
        )
    files = pack_files(contents.pack)
    write_folder(files, root)
    return DumpReport(contents.pack, len(files))
