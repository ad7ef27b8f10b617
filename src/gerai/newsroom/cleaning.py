"""Cleans text that was pasted from Word, WhatsApp or the web; keeps its structure.

The editor (Draftail) keeps only the marks that a field allows. What is left over are
characters that nobody sees, empty paragraphs, and lists and bold words that WhatsApp
writes with signs.
"""

from __future__ import annotations

import re
import unicodedata

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.utils.html import escape, urlize

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffc\x00-\x08\x0b\x0c\x0e-\x1f]"
)
# The joiner that holds the parts of one emoji together is not rubbish.
_JOINER = re.compile("(?<=[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d")
_BULLET = re.compile(r"^\s*[-–—*•·▪◦●]\s+")
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")
_SIGNS = (
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), "b"),
    (re.compile(r"(?<![\w_/])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), "i"),
)


def clean_text(text: str) -> str:
    """One kind of space and line end, no invisible characters, lines without tails."""
    text = unicodedata.normalize("NFC", text or "")
    text = _JOINER.sub("\ue000", text)
    text = _INVISIBLE.sub("", text).replace("\ue000", "\u200d")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]", " ", text)
    lines = [re.sub(r" {2,}", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_line(text: str) -> str:
    """The same, as one line: a title."""
    return " ".join(clean_text(text).split())


def clean_rich_text(html: str) -> str:
    """Tidy stored rich text; the same again for what is tidy already."""
    soup = BeautifulSoup(html or "", "html.parser")
    for string in list(soup.find_all(string=True)):
        _clean_string(string)
    _lines_to_paragraphs(soup)
    _drop_empty(soup)
    _lists_from_signs(soup)
    for string in list(soup.find_all(string=True)):
        _marks_from_signs(soup, string)
    _drop_empty(soup)
    return str(soup)


def rich_text_of(text: str) -> str:
    """Plain text as somebody typed or pasted it, as tidy rich text.

    Empty lines part paragraphs; lists, bold words and addresses are recognised.
    """
    paragraphs = [part for part in clean_text(text).split("\n\n") if part.strip()]
    html = "".join(
        "<p>{}</p>".format(
            "<br/>".join(urlize(escape(line)) for line in part.split("\n"))
        )
        for part in paragraphs
    )
    return clean_rich_text(html)


def plain_text_of(html: str) -> str:
    """The inverse of :func:`rich_text_of`, for a form that shows what was stored."""
    soup = BeautifulSoup(html or "", "html.parser")
    for tag in soup.find_all(["b", "strong", "i", "em"]):
        sign = "*" if tag.name in {"b", "strong"} else "_"
        tag.replace_with(f"{sign}{tag.get_text()}{sign}")
    for listed in soup.find_all(["ul", "ol"]):
        for number, item in enumerate(listed.find_all("li", recursive=False), start=1):
            sign = "-" if listed.name == "ul" else f"{number}."
            item.replace_with(f"{sign} {item.get_text()}\n")
        listed.append("\n")
    for tag in soup.find_all(["p", "h2", "h3"]):
        tag.append("\n\n")
    return clean_text(soup.get_text())


def _drop_empty(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(["p", "h2", "h3", "li", "b", "i", "a"]):
        if not tag.get_text(strip=True) and tag.find(["img", "embed"]) is None:
            tag.decompose()
    for tag in soup.find_all(["ul", "ol"]):
        if tag.find("li") is None:
            tag.decompose()


def _clean_string(string: NavigableString) -> None:
    text = str(string)
    tidy = _INVISIBLE.sub("", _JOINER.sub("\ue000", text)).replace("\ue000", "\u200d")
    tidy = re.sub(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\s]+", " ", tidy)
    if tidy != text:
        string.replace_with(NavigableString(unicodedata.normalize("NFC", tidy)))


def _lines_to_paragraphs(soup: BeautifulSoup) -> None:
    """A message from WhatsApp is one paragraph with line breaks: make them paragraphs."""
    for paragraph in soup.find_all("p"):
        breaks = paragraph.find_all("br", recursive=False)
        if not breaks:
            continue
        current = soup.new_tag("p")
        for child in list(paragraph.contents):
            if isinstance(child, Tag) and child.name == "br":
                paragraph.insert_before(current)
                current = soup.new_tag("p")
            else:
                current.append(child.extract())
        paragraph.insert_before(current)
        paragraph.decompose()


def _lists_from_signs(soup: BeautifulSoup) -> None:
    """Two or more paragraphs in a row that begin with "- " or "1. " are a list."""
    run: list[Tag] = []
    kind = ""
    for paragraph in [*soup.find_all("p", recursive=False), None]:
        found = _sign_of(paragraph) if paragraph is not None else ""
        follows = (
            bool(run) and paragraph is not None and _next_tag(run[-1]) is paragraph
        )
        if found and found == kind and follows:
            assert paragraph is not None  # noqa: S101 - narrows the type
            run.append(paragraph)
            continue
        _make_list(soup, run, kind)
        run, kind = (
            ([paragraph], found) if found and paragraph is not None else ([], "")
        )


def _sign_of(paragraph: Tag) -> str:
    first = paragraph.contents[0] if paragraph.contents else None
    if not isinstance(first, NavigableString):
        return ""
    if _BULLET.match(first):
        return "ul"
    return "ol" if _NUMBER.match(first) else ""


def _next_tag(tag: Tag) -> Tag | None:
    for sibling in tag.next_siblings:
        if isinstance(sibling, Tag):
            if sibling.name == "p" and not sibling.get_text(strip=True):
                continue
            return sibling
    return None


def _make_list(soup: BeautifulSoup, run: list[Tag], kind: str) -> None:
    if len(run) < 2:
        return
    listed = soup.new_tag(kind)
    run[0].insert_before(listed)
    sign = _BULLET if kind == "ul" else _NUMBER
    for paragraph in run:
        first = paragraph.contents[0]
        first.replace_with(NavigableString(sign.sub("", str(first))))
        paragraph.name = "li"
        listed.append(paragraph.extract())


def _marks_from_signs(soup: BeautifulSoup, string: NavigableString) -> None:
    """``*tebal*`` and ``_miring_`` of WhatsApp."""
    if string.find_parent("a") is not None:
        return
    found = [
        (match, name) for pattern, name in _SIGNS if (match := pattern.search(string))
    ]
    if not found:
        return
    match, name = min(found, key=lambda pair: pair[0].start())
    mark = soup.new_tag(name)
    mark.string = match[1]
    rest = NavigableString(string[match.end() :])
    string.replace_with(NavigableString(string[: match.start()]), mark, rest)
    _marks_from_signs(soup, rest)
