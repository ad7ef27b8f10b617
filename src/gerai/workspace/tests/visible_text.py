"""The words that somebody sees or hears from an answer of the desk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.http.response import HttpResponseBase

SILENT = {"script", "style", "svg", "code", "pre", "kbd"}
VOID = {"img", "input", "br", "hr", "meta", "link", "source", "wbr", "col", "area"}
SPOKEN = ("aria-label", "aria-description", "title", "placeholder", "alt", "label")
BUTTONS = {"submit", "button", "reset"}
# Attributes of Wagtail's scripts that never become words on the screen.
WIRING = re.compile(
    r"data-(action|controller|contentpath|.*-(target|selector|class|outlet|url|id|"
    r"accept|src|href|name|param|pattern|reading-order)(-value)?|chosen-.*)$"
)


@dataclass(frozen=True)
class Text:
    """Some words, and the element or attribute that has them."""

    words: str
    place: str


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[Text] = []
        self.silent: list[str] = []
        self.open: list[str] = []
        self.is_json = False
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if self.silent:
            if tag in SILENT:
                self.silent.append(tag)
            return
        if tag in SILENT:
            self.silent.append(tag)
            self.is_json = named.get("type") == "application/json"
        if tag not in VOID and tag not in SILENT:
            self.open.append(tag)
            # A part in a language of its own says so: names of languages, content.
            if self.foreign or ("lang" in named and tag != "html"):
                self.foreign.append(tag)
        if self.foreign:
            return
        for name in SPOKEN:
            if named.get(name):
                self._add(named[name], f"<{tag} {name}>")
        if tag == "input" and named.get("type") in BUTTONS:
            self._add(named.get("value", ""), "<input value>")
        for name, value in named.items():
            if name.startswith("data-") and not WIRING.match(name):
                self.texts += _of_data(value, f"<{tag} {name}>")

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag == self.silent[-1]:
                self.silent.pop()
            return
        if tag in self.open:
            while self.open.pop() != tag:
                pass
            del self.foreign[len(self.open) :]

    def handle_data(self, data: str) -> None:
        if self.silent:
            if self.is_json and self.silent == ["script"]:
                self.texts += _of_data(data, "<script json>")
            return
        if not self.foreign:
            self._add(data, f"<{self.open[-1] if self.open else ''}>")

    def _add(self, words: str, place: str) -> None:
        if words.strip():
            self.texts.append(Text(" ".join(words.split()), place))


def texts_in_html(html: str) -> list[Text]:
    """Text nodes, and attributes and data that become text."""
    page = _Page()
    page.feed(html)
    page.close()
    return page.texts


def texts_in_answer(answer: HttpResponseBase) -> list[Text]:
    """Of a page, a dialog, or a catalogue of messages for scripts."""
    kind = str(answer.headers.get("Content-Type", ""))
    if getattr(answer, "streaming", False):
        return []
    body = answer.content.decode(errors="replace")  # type: ignore[attr-defined]
    if kind.startswith("text/html"):
        return texts_in_html(body)
    if kind.startswith("application/json"):
        return list(_of_data(body, "json"))
    if kind.startswith("text/javascript"):
        return list(_of_script_catalogue(body))
    return []


def _of_script_catalogue(body: str) -> Iterator[Text]:
    """Django's JavaScriptCatalog holds one object of messages."""
    found = re.search(r"const newcatalog = (\{.*?\});", body, re.DOTALL)
    for words in json.loads(found.group(1)).values() if found else ():
        for each in [words] if isinstance(words, str) else words:
            yield Text(each, "catalogue for scripts")


def _of_data(value: str, place: str) -> Iterator[Text]:
    try:
        data = json.loads(value)
    except ValueError:
        data = value
    for words in _strings(data):
        if "<" in words and ">" in words:
            yield from texts_in_html(words)
        elif _may_be_shown(words):
            yield Text(" ".join(words.split()), place)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def _may_be_shown(words: str) -> bool:
    """Data hold names for scripts, too: those have no spaces and no capital."""
    if re.search(r"->|#|://|^/|[{}=;]|\bw-", words):
        return False
    return " " in words.strip() or bool(re.match(r"[A-Z][a-z]+$", words))
