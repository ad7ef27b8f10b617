"""No reader meets an untranslated string, and no gettext tools are needed to run."""

from __future__ import annotations

import gettext
import os
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.apps import apps

from gerai.operations import messages

ROOMS = sorted(
    (
        Path(app.path)
        for app in apps.get_app_configs()
        if app.name.startswith("gerai.") and app.name.count(".") == 1
    ),
    key=lambda path: path.name,
)
LANGUAGE = "id"

Key = tuple[str | None, str]


def catalogue_of(room: Path) -> Path:
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def key_of(message: Message) -> Key:
    words = message.id if isinstance(message.id, str) else message.id[0]
    return message.context, words


def keys_in(path: Path) -> set[Key]:
    if not path.exists():
        return set()
    with path.open("rb") as file:
        return {key_of(message) for message in read_po(file) if message.id}


def copy_of_code(room: Path, target: Path) -> Path:
    """The room without its tests; an empty ``locale`` makes gettext write into it."""
    shutil.copytree(
        room,
        target,
        ignore=shutil.ignore_patterns("tests", "migrations", "static", "*.mo", "*.pyc"),
    )
    catalogue_of(target).parent.mkdir(parents=True, exist_ok=True)
    return target


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_string_of_the_code_is_in_the_catalogue(
    room: Path, tmp_path: Path
) -> None:
    if not shutil.which("xgettext"):
        assert not os.environ.get("CI"), "CI must install gettext: .ci/run does"
        pytest.skip("xgettext is not installed: apt-get install gettext")
    copy = copy_of_code(room, tmp_path / room.name)

    messages.collect(copy, language=LANGUAGE)

    in_code, in_catalogue = keys_in(catalogue_of(copy)), keys_in(catalogue_of(room))
    assert sorted(map(str, in_code - in_catalogue)) == [], "run: make messages"
    assert sorted(map(str, in_catalogue - in_code)) == [], "run: make messages"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_string_is_translated(room: Path) -> None:
    path = catalogue_of(room)
    unfinished = messages.unfinished(path) if path.exists() else []

    assert [message.id for message in unfinished] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_translations_keep_the_placeholders(room: Path) -> None:
    path = catalogue_of(room)
    if not path.exists():
        return
    wrong = [
        (message.id, str(problem))
        for message in messages.read_catalogue(path)
        if message.id
        for problem in message.check()
    ]

    assert wrong == []


CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Open until %(time)s"
msgstr "Buka sampai %(time)s"

#, fuzzy
msgid "Closed"
msgstr "Tutup"

msgid "Free"
msgstr ""

msgid "%(count)s service"
msgid_plural "%(count)s services"
msgstr[0] "%(count)s layanan"
"""


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = catalogue_of(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE)
    monkeypatch.setattr(messages, "catalogues", lambda: iter([path]))
    return path


def test_compiling_gives_what_gettext_reads(catalogue: Path) -> None:
    assert messages.compile_catalogues() == [catalogue]

    with catalogue.with_suffix(".mo").open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert translations.gettext("Open until %(time)s") == "Buka sampai %(time)s"
    assert (
        translations.ngettext("%(count)s service", "%(count)s services", 3)
        == "%(count)s layanan"
    )
    # An unsure translation is no translation.
    assert translations.gettext("Closed") == "Closed"


def test_compiling_is_skipped_until_the_catalogue_changes(catalogue: Path) -> None:
    messages.compile_catalogues()
    assert messages.compile_catalogues() == []

    later = catalogue.with_suffix(".mo").stat().st_mtime_ns + 1_000_000
    os.utime(catalogue, ns=(later, later))
    assert messages.compile_catalogues() == [catalogue]


def test_unfinished_are_the_empty_and_the_unsure(catalogue: Path) -> None:
    assert [message.id for message in messages.unfinished(catalogue)] == [
        "Closed",
        "Free",
    ]


def test_one_string_says_the_same_in_every_room() -> None:
    """Django merges the catalogues: of two translations one would win everywhere."""
    said: dict[Key, dict[str, set[str]]] = {}
    for room in ROOMS:
        path = catalogue_of(room)
        if not path.exists():
            continue
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    words = said.setdefault(key_of(message), {})
                    words.setdefault(str(message.string), set()).add(room.name)
    assert {key: words for key, words in said.items() if len(words) > 1} == {}
