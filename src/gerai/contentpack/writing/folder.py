"""Writes a pack into a folder, without harm to anything that isn't a pack."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from gerai.contentpack.reading.folder import PackFolder
from gerai.contentpack.reading.problems import PackRefused, Problem, Problems


def write_folder(files: dict[str, bytes], root: Path) -> None:
    """Make ``root`` hold exactly ``files``; what isn't part of a pack stays.

    Raises:
        PackRefused: if ``root`` is a file, or holds something that isn't a pack.
    """
    _refuse_strangers(root)
    root.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        _write(root / name, content)
    for name in _pack_names(root):
        if name not in files:
            (root / name).unlink()
            _remove_empty(root, (root / name).parent)


def _refuse_strangers(root: Path) -> None:
    if root.is_symlink() or (root.exists() and not root.is_dir()):
        raise _refused(root, _("is not a folder; name a new or empty one"))
    if not root.exists() or not any(root.iterdir()):
        return
    if not (root / "pack.yaml").is_file():
        raise _refused(
            root,
            _("is not empty and not a pack, so nothing is written there; name a new "
              "folder"),
        )  # fmt: skip
    problems = Problems()
    PackFolder(root, problems)
    links = [fault for fault in problems if (root / fault.file).is_symlink()]
    if links:
        raise PackRefused(links)


def _refused(root: Path, text: str) -> PackRefused:
    return PackRefused([Problem(str(root), 0, "", text)])


def _pack_names(root: Path) -> list[str]:
    return PackFolder(root, Problems()).pack_names()


def _write(path: Path, content: bytes) -> None:
    """A file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _remove_empty(root: Path, folder: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
