"""What the installed packages say, and what Gerai says for them in Indonesian."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from django.apps import apps

LANGUAGE = "id"
UPSTREAM = Path(__file__).parents[1] / "upstream"
DOMAINS = ("django", "djangojs")
# Positions of the words in the arguments of gettext's functions.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **{f"gettext{ending}": None for ending in ("", "_lazy", "_noop")},
    "_": None,
    **{f"ngettext{ending}": (1, 2) for ending in ("", "_lazy")},
    **{f"pgettext{ending}": ((1, "c"), 2) for ending in ("", "_lazy")},
    **{f"npgettext{ending}": ((1, "c"), 2, 3) for ending in ("", "_lazy")},
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{[\w.]*\}|<[^<>]*>|&\w+;")

Key = tuple[str | None, str]


@dataclass(frozen=True)
class Component:
    """A Django app of somebody else, or a part of Wagtail that isn't installed."""

    name: str
    folder: Path

    def catalogue(self, language: str, domain: str) -> Path:
        return self.folder / "locale" / language / "LC_MESSAGES" / f"{domain}.po"

    def completed(self, domain: str) -> Path:
        """Where Gerai completes it."""
        here = UPSTREAM.joinpath(*self.name.split("."))
        return here / "locale" / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"

    def said(self, domain: str) -> set[Key]:
        """All that it says, as its own English catalogue or else its code has it."""
        english = self.catalogue("en", domain)
        if english.exists():
            return keys_in(english)
        return set(self._in_code()) if domain == "django" else set()

    def _in_code(self) -> Iterator[Key]:
        for path, _line, words, _comments, context in extract_from_dir(
            str(self.folder), method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            if not {"tests", "migrations"} & set(Path(path).parts):
                yield context, words if isinstance(words, str) else words[0]


def installed_components() -> list[Component]:
    """The apps of this site that aren't Gerai's own."""
    return [
        Component(app.name, Path(app.path))
        for app in apps.get_app_configs()
        if not app.name.startswith("gerai.")
    ]


def completed_components() -> list[Component]:
    """Every component that has a catalogue here, installed or not."""
    names = {path.relative_to(UPSTREAM).parts[:-4] for path in completed_catalogues()}
    return [_component(".".join(parts)) for parts in sorted(names)]


def _component(name: str) -> Component:
    spec = find_spec(name)
    assert spec is not None, f"{name} is not installed: remove its catalogue"
    assert spec.submodule_search_locations
    return Component(name, Path(next(iter(spec.submodule_search_locations))))


def completed_catalogues() -> list[Path]:
    return sorted(UPSTREAM.glob("**/*.po"))


def own_catalogues() -> list[Path]:
    return [
        path
        for app in apps.get_app_configs()
        if app.name.startswith("gerai.")
        for path in sorted(Path(app.path).glob(f"locale/{LANGUAGE}/LC_MESSAGES/*.po"))
    ]


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def messages_in(path: Path) -> Iterator[Message]:
    return (message for message in read(path) if message.id)


def keys_in(path: Path) -> set[Key]:
    return (
        {key_of(message) for message in messages_in(path)} if path.exists() else set()
    )


def key_of(message: Message) -> Key:
    return message.context, texts_of(message.id)[0]


def texts_of(words: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [words] if isinstance(words, str) else list(words or [""])


def translated_in(path: Path) -> dict[Key, list[str]]:
    """What a reader would really see from a catalogue."""
    if not path.exists():
        return {}
    return {
        key_of(message): texts_of(message.string)
        for message in messages_in(path)
        if not message.fuzzy and all(texts_of(message.string))
    }


def without_names(text: str) -> str:
    """The words of a text, without placeholders, markup and addresses."""
    return re.sub(r"https?:\S+", " ", PLACEHOLDER.sub(" ", text))
