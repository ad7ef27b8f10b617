"""The folder of a pack: which files belong to it, and guarded reading of each."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from gerai.contentpack.reading.problems import Problems

REQUIRED = (
    "pack.yaml",
    "mall.yaml",
    "places.yaml",
    "hours.yaml",
    "regulations.yaml",
    "life-events.yaml",
    "home.yaml",
)
OPTIONAL = (
    "questions.yaml",
    "news.yaml",
    "notices.yaml",
    "events.yaml",
    "documents.yaml",
    "faq.yaml",
    "banners.yaml",
    "files.yaml",
    "synonyms.yaml",
)
# Beside a pack there may be words for the people who keep it.
IGNORED = frozenset({"README.md", "SUMBER.md", "LICENSE", "LICENSE.md"})
MAX_TEXT = 2 * 1024 * 1024
MAX_PAGE = 256 * 1024
MAX_FILE = 20 * 1024 * 1024
MAX_FILES = 5_000
DOCUMENT_ENDINGS = frozenset(
    {".pdf", ".docx", ".xlsx", ".odt", ".ods", ".csv", ".txt", ".zip"}
)
IMAGE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})


class PackFolder:
    """The files of a pack, listed once; symbolic links are never followed."""

    def __init__(self, root: Path, problems: Problems) -> None:
        self.root = root
        self._problems = problems
        self.names: list[str] = []
        if root.is_symlink() or not root.is_dir():
            problems.add(str(root), 0, "", _("is not a folder; name a pack's folder"))
            return
        self._list()
        if not problems:
            self._check_names()

    def _list(self) -> None:
        for folder, folders, files in os.walk(self.root, followlinks=False):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted([*files, *folders]):
                path = Path(folder, name)
                relative = path.relative_to(self.root).as_posix()
                mode = path.lstat().st_mode
                if stat.S_ISLNK(mode):
                    self._problems.add(
                        relative,
                        0,
                        "",
                        _("is a symbolic link; put the file itself into the pack"),
                    )
                elif stat.S_ISREG(mode) and not name.startswith("."):
                    self.names.append(relative)
                elif not stat.S_ISDIR(mode) and not name.startswith("."):
                    self._problems.add(relative, 0, "", _("is not an ordinary file"))
            if len(self.names) > MAX_FILES:
                self._problems.add(
                    str(self.root),
                    0,
                    "",
                    _("holds more than %(limit)d files; is this a pack?")
                    % {"limit": MAX_FILES},
                )
                return
        self.names.sort()

    def _check_names(self) -> None:
        present = set(self.names)
        for name in REQUIRED:
            if name not in present:
                self._problems.add(
                    name,
                    0,
                    "",
                    _("is missing; a pack needs this file (it may hold an empty list "
                      "or the few fields that are known)"),
                )  # fmt: skip
        if not self.below("agencies", ".yaml"):
            self._problems.add(
                "agencies/", 0, "", _("is missing; a pack has at least one agency file")
            )
        for name in self.names:
            if not _belongs(name):
                self._problems.add(
                    name,
                    0,
                    "",
                    _("doesn't belong to a pack; remove it, or correct its name or "
                      "folder (see docs/content-pack.md)"),
                )  # fmt: skip

    def below(self, folder: str, ending: str) -> list[str]:
        return [
            name
            for name in self.names
            if name.startswith(f"{folder}/") and name.endswith(ending)
        ]

    def pack_names(self) -> list[str]:
        """The files that are part of a pack, without those beside it."""
        return [name for name in self.names if _belongs(name) and name not in IGNORED]

    def has(self, name: str) -> bool:
        return name in self.names

    def text(self, name: str) -> str | None:
        """The text of a file, or ``None`` after noting why it can't be read."""
        limit = MAX_PAGE if name.endswith(".md") else MAX_TEXT
        content = self.content(name, limit=limit)
        if content is None:
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            line = content[: problem.start].count(b"\n") + 1
            self._problems.add(
                name, line, "", _("is not text in UTF-8; save it again as UTF-8 text")
            )
            return None
        if "\x00" in text:
            line = text[: text.index("\x00")].count("\n") + 1
            self._problems.add(name, line, "", _("is not a text file"))
            return None
        return text

    def content(self, name: str, *, limit: int = MAX_FILE) -> bytes | None:
        """The bytes of a file of the pack, at most ``limit``."""
        path = self.root / name
        # O_NOFOLLOW: the file may have been replaced by a link since it was listed.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(limit + 1)
        if len(content) > limit:
            self._problems.add(
                name,
                0,
                "",
                _("is larger than %(limit)s; make it smaller")
                % {"limit": filesizeformat(limit)},
            )
            return None
        return content


def _belongs(name: str) -> bool:
    if name in REQUIRED or name in OPTIONAL or name in IGNORED:
        return True
    folder, _slash, rest = name.partition("/")
    ending = Path(name).suffix.lower()
    if folder == "agencies":
        return ending == ".yaml" and "/" not in rest
    if folder == "pages":
        return ending == ".md"
    if folder == "files":
        return ending in DOCUMENT_ENDINGS
    return folder == "images" and ending in IMAGE_ENDINGS
