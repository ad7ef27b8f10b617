"""Packs for tests: the example pack in a folder of its own, changed by text."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import translation

CONTENT = Path(__file__).resolve().parents[4] / "content"
EXAMPLE = CONTENT / "contoh"
SAMARINDA = CONTENT / "samarinda"


@dataclass(frozen=True)
class PackFactory:
    """A copy of the example pack. ``PackFactory.create(tmp_path)``"""

    root: Path

    @classmethod
    def create(cls, folder: Path, source: Path = EXAMPLE) -> PackFactory:
        root = folder / "paket"
        shutil.copytree(source, root)
        return cls(root)

    def read(self, name: str) -> str:
        return (self.root / name).read_text()

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace the one place where ``old`` stands."""
        text = self.read(name)
        assert text.count(old) >= 1, f"{old!r} isn't in {name}"
        self.write(name, text.replace(old, new, 1))

    def delete(self, name: str) -> None:
        (self.root / name).unlink()

    def line_of(self, name: str, text: str) -> int:
        """The line on which ``text`` stands first."""
        before, found, _after = self.read(name).partition(text)
        assert found, f"{text!r} isn't in {name}"
        return before.count("\n") + 1


def load(root: Path, **options: Any) -> str:
    """Run ``gerai load``; what it printed."""
    out = StringIO()
    call_command("load", str(root), stdout=out, **options)
    return out.getvalue()


def refused(root: Path, **options: Any) -> list[str]:
    """The faults for which ``gerai load`` refuses a pack."""
    out, err = StringIO(), StringIO()
    try:
        with translation.override("en"):
            call_command("load", str(root), stdout=out, stderr=err, **options)
    except CommandError as problem:
        assert "Traceback" not in err.getvalue()
        lines = err.getvalue().splitlines()
        assert str(problem).startswith(str(len(lines)))
        return lines
    raise AssertionError(f"the pack was accepted: {out.getvalue()}")


def dump(root: Path) -> str:
    out = StringIO()
    call_command("dump", str(root), stdout=out)
    return out.getvalue()


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def database_state() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }
