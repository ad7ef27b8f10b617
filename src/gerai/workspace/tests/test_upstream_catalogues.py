"""Nothing that Wagtail or a library says stays English, and all speak in one voice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from gerai.workspace.tests.catalogues import (
    DOMAINS,
    LANGUAGE,
    PLACEHOLDER,
    UPSTREAM,
    Component,
    completed_catalogues,
    completed_components,
    installed_components,
    keys_in,
    messages_in,
    own_catalogues,
    read,
    texts_of,
    translated_in,
    without_names,
)

GLOSSARY = Path(__file__).parents[4] / "docs" / "glossary-id.md"
MORE = (
    "Translate them in the catalogue named above, in the words of docs/glossary-id.md."
)


def name_of(path: Path) -> str:
    return str(path.relative_to(UPSTREAM.parents[1]))


# --- complete ----------------------------------------------------------------------


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize(
    "component", installed_components(), ids=lambda each: each.name
)
def test_all_that_an_installed_app_says_is_translated(
    component: Component, domain: str
) -> None:
    missing = component.said(domain) - _translated(domain)

    where = name_of(component.completed(domain))
    assert not missing, f"{where}:\n{sorted(map(str, missing))}\n{MORE}"


@cache
def _translated(domain: str) -> set[tuple[str | None, str]]:
    """All that somebody translated; Django merges what its apps and we bring along."""
    shipped = (
        component.catalogue(LANGUAGE, domain)
        for component in [*installed_components(), *completed_components()]
    )
    paths = [
        *shipped,
        *(path for path in completed_catalogues() if path.stem == domain),
    ]
    return {key for path in paths for key in translated_in(path)}


@pytest.mark.parametrize(
    "component", completed_components(), ids=lambda each: each.name
)
def test_a_catalogue_has_what_its_component_says_and_no_more(
    component: Component,
) -> None:
    for domain in DOMAINS:
        path = component.completed(domain)
        # Django has a complete catalogue; ours holds only what we say differently.
        is_partial = component.catalogue(LANGUAGE, domain).exists()
        missing = set() if is_partial else component.said(domain) - keys_in(path)
        gone = keys_in(path) - component.said(domain) if path.exists() else set()
        gone -= _in_templates(component)

        assert not missing, f"{name_of(path)}: add {sorted(map(str, missing))}\n{MORE}"
        assert not gone, f"{name_of(path)}: remove {sorted(map(str, gone))}"


def _in_templates(component: Component) -> set[tuple[str | None, str]]:
    """Where there is no English catalogue, templates are not extracted by Babel."""
    if component.catalogue("en", "django").exists():
        return set()
    text = "".join(
        path.read_text() for path in component.folder.glob("**/templates/**/*.html")
    )
    return {key for key in keys_in(component.completed("django")) if key[1] in text}


@pytest.mark.parametrize("path", completed_catalogues(), ids=name_of)
def test_every_message_is_translated_and_sure(path: Path) -> None:
    catalogue = read(path)

    assert catalogue.num_plurals == 1
    assert catalogue.header_comment.count("license") == 1
    unsure = [
        message.id
        for message in messages_in(path)
        if message.fuzzy or not all(texts_of(message.string))
    ]
    assert not unsure


@pytest.mark.parametrize("path", completed_catalogues(), ids=name_of)
def test_placeholders_and_markup_are_kept(path: Path) -> None:
    wrong = [
        f"{message.id!r}\n  {message.string!r}"
        for message in messages_in(path)
        # With one form for all numbers, that is the one that stands for many.
        if Counter(PLACEHOLDER.findall(texts_of(message.id)[-1]))
        != Counter(PLACEHOLDER.findall(texts_of(message.string)[0]))
        or _edges(texts_of(message.id)[0]) != _edges(texts_of(message.string)[0])
    ]
    assert not wrong, "\n".join(wrong)


def _edges(text: str) -> tuple[bool, bool]:
    """Labels such as ``"Status: "`` are put together with what follows."""
    return text[:1].isspace(), text[-1:].isspace()


# --- in one voice ------------------------------------------------------------------


def test_one_message_says_the_same_wherever_it_stands() -> None:
    """Django merges all catalogues: of two translations one would win everywhere."""
    said: dict[object, dict[str, set[str]]] = {}
    for path in [*own_catalogues(), *completed_catalogues()]:
        for key, words in translated_in(path).items():
            said.setdefault((path.stem, key), {}).setdefault(words[0], set()).add(
                name_of(path)
            )
    differing = {key: words for key, words in said.items() if len(words) > 1}
    assert not differing, "\n".join(
        f"{key}: {words}" for key, words in differing.items()
    )


@dataclass(frozen=True)
class Term:
    english: tuple[str, ...]
    indonesian: tuple[str, ...]
    forbidden: tuple[str, ...]


@cache
def glossary() -> list[Term]:
    rows = [
        [
            tuple(filter(None, map(str.strip, cell.split(","))))
            for cell in line.split("|")
        ]
        for line in GLOSSARY.read_text().splitlines()
        if re.match(r"\| (?!English|---)", line)
    ]
    return [Term(*row[1:4]) for row in rows]


@cache
def said_differently() -> list[str]:
    _, _, section = GLOSSARY.read_text().partition("## Said differently on purpose")
    return re.findall(r"^- (.+)$", section, re.MULTILINE)


def test_the_glossary_is_read() -> None:
    terms = {english: term for term in glossary() for english in term.english}

    assert len(terms) > 80
    assert terms["e-mail"].indonesian == ("surel",)
    assert "email" in terms["e-mail"].forbidden
    assert len(said_differently()) > 30


@pytest.mark.parametrize(
    "path", [*own_catalogues(), *completed_catalogues()], ids=name_of
)
def test_no_catalogue_uses_a_forbidden_word(path: Path) -> None:
    used = [
        f"“{word}” for “{', '.join(term.english)}”: write {term.indonesian}\n  {text}"
        for message in messages_in(path)
        for text in texts_of(message.string)
        for term in glossary()
        for word in term.forbidden
        if re.search(
            rf"(?<![\w/.-]){word}(?![\w/-])", without_names(text), re.IGNORECASE
        )
    ]
    assert not used, f"{name_of(path)}:\n" + "\n".join(used)


@pytest.mark.parametrize(
    "path", [*own_catalogues(), *completed_catalogues()], ids=name_of
)
def test_readers_are_addressed_with_respect(path: Path) -> None:
    small = [
        text
        for message in messages_in(path)
        for text in texts_of(message.string)
        if re.search(r"\banda\b", text)
    ]
    assert not small


@pytest.mark.parametrize("path", completed_catalogues(), ids=name_of)
def test_one_thing_has_one_name(path: Path) -> None:
    wrong = [
        f"“{term.english[0]}” is {term.indonesian}:\n  {message.id}\n  {message.string}"
        for message in messages_in(path)
        for term in _terms_in(message)
        if not any(
            form.lower() in texts_of(message.string)[0].lower()
            for form in term.indonesian
        )
    ]
    assert not wrong, f"{name_of(path)}:\n" + "\n".join(wrong)


def _terms_in(message: Message) -> Iterator[Term]:
    text = texts_of(message.id)[-1]
    if any(part in text for part in said_differently()):
        return
    words = without_names(text)
    for term in glossary():
        english = "|".join(map(re.escape, term.english))
        if english.startswith(r"\("):  # listed for its forbidden words only
            continue
        if re.search(rf"\b({english})(s|es|d|ed|ing)?\b", words, re.IGNORECASE):
            yield term


def test_what_is_said_differently_still_exists() -> None:
    text = "\n".join(
        words
        for path in completed_catalogues()
        for message in messages_in(path)
        for words in texts_of(message.id)
    )
    assert [part for part in said_differently() if part not in text] == []
