"""Message catalogues, compiled without the gettext tools.

Compiled catalogues (``.mo``) are not kept in the repository: whoever starts Gerai
makes them from the ``.po`` files, which needs nothing but Babel.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed


def catalogues() -> Iterator[Path]:
    """All ``.po`` files that Gerai brings along, in a fixed order."""
    yield from own_catalogues()
    yield from upstream_catalogues()


def own_catalogues() -> Iterator[Path]:
    """Those of Gerai's own rooms."""
    for app in apps.get_app_configs():
        if app.name.startswith("gerai."):
            yield from sorted(Path(app.path).glob("locale/*/LC_MESSAGES/*.po"))


def upstream_catalogues() -> Iterator[Path]:
    """Those that complete what Wagtail and other libraries say in Indonesian."""
    for folder in settings.LOCALE_PATHS:
        yield from sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))


def is_compiled(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return (
        compiled.exists()
        and compiled.stat().st_mtime_ns >= catalogue.stat().st_mtime_ns
    )


def read_catalogue(path: Path) -> Catalog:
    # Without the language, Babel would drop the rule for plurals.
    language = path.parents[1].name
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def compile_catalogues() -> list[Path]:
    """Compile what is out of date and let this process use it.

    Returns:
        The catalogues that were compiled.
    """
    compiled = [path for path in catalogues() if not is_compiled(path)]
    for path in compiled:
        content = BytesIO()
        write_mo(content, read_catalogue(path))
        target = path.with_suffix(".mo")
        beside = target.with_suffix(f".mo.{os.getpid()}")
        beside.write_bytes(content.getvalue())
        beside.replace(target)
    # Also where another process compiled them after this one had looked.
    translation_file_changed(sender=None, file_path=Path("django.mo"))
    return compiled


def unfinished(path: Path) -> list[Message]:
    """Messages that a reader would see untranslated: empty, half or unsure ones."""
    return [message for message in read_catalogue(path) if _is_unfinished(message)]


def _is_unfinished(message: Message) -> bool:
    if not message.id:
        return False
    words = [message.string] if isinstance(message.string, str) else message.string
    return message.fuzzy or not words or not all(words)


def collect(room: Path, *, language: str) -> None:
    """Bring the room's catalogue up to date with its code and templates.

    Needs ``xgettext``. Runs in a process of its own because the command works on the
    current folder.
    """
    subprocess.run(  # noqa: S603  # our own interpreter and constants
        [
            # -P: a room's "selectors" must not stand in for Python's.
            *(sys.executable, "-P", "-m", "django", "makemessages"),
            *("--locale", language, "--no-location", "--no-wrap"),
            *("--ignore", "tests/*", "--verbosity", "0"),
        ],
        cwd=room,
        env={
            name: value
            for name, value in os.environ.items()
            if name != "DJANGO_SETTINGS_MODULE"
        },
        check=True,
        capture_output=True,
        text=True,
    )
