"""The folder of uploads: files that no record knows, and files that were exchanged.

Originals carry the digest that Wagtail took when they came in. What a server might run
has no business there and is moved to the quarantine; all else is only told of.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

from gerai.defacement.choices import Place
from gerai.defacement.holding import Held
from gerai.defacement.intruders import examine_file
from gerai.defacement.reasons import Reason
from gerai.defacement.scale import Verdict, mark_of
from gerai.defacement.services import write_down
from gerai.files.elsewhere import uploads_are_on_this_disk
from gerai.publishing.quarantine import Quarantine

# A file is stored before its record is.
_YOUNG_SECONDS = 600
_BYTES_A_LOOK = 50_000_000
_LARGEST_TEXT = 300_000
_WEIGHT = 3.0
_next_original = 0


def look_at_uploads() -> None:
    """The chore: names every time, contents some at a time."""
    if not uploads_are_on_this_disk():
        return
    root = Path(settings.MEDIA_ROOT)
    if root.exists():
        write_down([*_strangers(root), *_exchanged(root)])


def unknown_files(root: Path) -> list[str]:
    """Names of uploads that no record knows, and that aren't just being stored."""
    known = known_names()
    oldest = time.time() - _YOUNG_SECONDS
    return sorted(
        name
        for name in _names(root)
        if name not in known and (root / name).lstat().st_mtime < oldest
    )


def known_names() -> set[str]:
    """What the records of all models say that there is."""
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                rows = model._default_manager.values_list(field.name, flat=True)
                names.update(name for name in rows.iterator() if name)
    return names


def _names(root: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(root, followlinks=False):
        base = Path(folder)
        links = [name for name in folders if (base / name).is_symlink()]
        for name in [*files, *links]:
            yield (base / name).relative_to(root).as_posix()


def _strangers(root: Path) -> Iterator[Held]:
    for name in unknown_files(root):
        path = root / name
        is_link = path.is_symlink()
        body = b"" if is_link else path.read_bytes()[:_LARGEST_TEXT]
        verdict = examine_file(path.name, body)
        if is_link:
            verdict.reasons.append(
                Reason("link_file", name[:120], "", _WEIGHT, mark_of(f"link {name}"))
            )
        if not verdict.reasons or (not verdict.is_suspicious and not is_link):
            continue
        quarantine = Quarantine(settings.PUBLISHER_FOLDER / "uploads")
        quarantine.keep(root, {name: "added"})
        path.unlink()
        verdict.reasons.insert(
            0,
            Reason("media_unknown", name[:120], "", _WEIGHT, mark_of(f"media {name}")),
        )
        yield _held(name, verdict, quarantine)


def _exchanged(root: Path) -> Iterator[Held]:
    """Originals whose digest isn't the recorded one; goes on where it stopped."""
    global _next_original  # noqa: PLW0603 - one follower in one process
    left = _BYTES_A_LOOK
    originals = list(_originals())
    if _next_original >= len(originals):
        _next_original = 0
    for name, digest in originals[_next_original:]:
        _next_original += 1
        path = root / name
        try:
            body = path.read_bytes()
        except OSError:
            continue
        if hashlib.sha1(body, usedforsecurity=False).hexdigest() != digest:
            quarantine = Quarantine(settings.PUBLISHER_FOLDER / "uploads")
            quarantine.keep(root, {name: "changed"})
            mark = mark_of(f"changed {name} {hashlib.sha256(body).hexdigest()}")
            reason = Reason("media_changed", name[:120], "", _WEIGHT, mark)
            yield _held(name, Verdict(_WEIGHT, [reason]), quarantine)
        left -= len(body)
        if left <= 0:
            return


def _originals() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        fields = {field.name for field in model._meta.local_concrete_fields}
        if {"file", "file_hash"} <= fields:
            rows = model._default_manager.exclude(file_hash="").order_by("pk")
            yield from rows.values_list("file", "file_hash").iterator()


def _held(name: str, verdict: Verdict, quarantine: Quarantine) -> Held:
    return Held(
        place=Place.MEDIA,
        label=name[-200:],
        verdict=verdict,
        is_public=True,
        evidence=str(quarantine.folder),
    )
