"""What a PDF or office file says and where it leads. A program of its own: it may be hostile.

``python -m gerai.defacement.words_of_files`` takes a line with the kind and then the file.
It prints one line of JSON for each part, at once, so that what was read before the time
is up counts.
It has no database, no settings, little memory and little time. Of XML nothing is parsed:
words are what stands between tags, links are attributes.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from pypdf import PdfReader

MOST_PAGES = 60
"""From the front; and half as many from the end, where nobody looks."""
MOST_PARTS = 200
MOST_BYTES_OF_A_PART = 4 * 1024 * 1024
MOST_LINKS = 2000
MEMORY = 1024 * 1024 * 1024
SECONDS = 10

Part = dict[str, list[str]]
# Where the words of office files are: DOCX, XLSX, PPTX, and OpenDocument.
_WORDS = re.compile(
    r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"
    r"|xl/(?:sharedStrings|comments\d*|worksheets/[^/]+)\.xml"
    r"|ppt/(?:slides|notesSlides)/[^/]+\.xml|docProps/core\.xml"
    r"|content\.xml|styles\.xml|meta\.xml"
)
_LINKS = re.compile(r".*\.rels")
_ADDRESS = re.compile(
    r"""(?:Target|xlink:href)\s*=\s*["']((?:https?:|//|javascript:|data:)[^"']{1,2000})"""
)
# The ends of paragraphs, cells, rows, slides' lines.
_LINE_END = re.compile(r"</(?:w:p|a:p|si|row|text:p|text:h|table:table-row|dc:\w+)>")
_TAG = re.compile(r"<[^>]*>")


def parts_of(kind: str, content: bytes) -> Iterator[Part]:
    """What it says, part by part: ``texts``, ``links``, ``names``, ``scripts``.

    Raises:
        Exception: whatever the readers raise for a broken file.
    """
    if kind == "pdf":
        yield from _parts_of_pdf(content)
    elif kind in {"txt", "csv"}:
        yield {"texts": [content[:MOST_BYTES_OF_A_PART].decode("utf-8", "replace")]}
    else:
        yield from _parts_of_archive(content)


def _parts_of_pdf(content: bytes) -> Iterator[Part]:
    reader = PdfReader(io.BytesIO(content))
    about: Mapping[str, Any] = reader.metadata or {}
    yield {
        "names": [str(value) for value in about.values()],
        "scripts": _programs(reader.root_object),
    }
    count = len(reader.pages)
    last = max(MOST_PAGES, count - MOST_PAGES // 2)
    for number in (*range(min(count, MOST_PAGES)), *range(last, count)):
        page = reader.pages[number]
        notes = page.get("/Annots") or ()
        links, said = [], [page.extract_text()]
        for note in list(notes)[:MOST_LINKS]:
            one = note.get_object()
            said.append(str(one.get("/Contents", "")))
            if (action := one.get("/A")) is not None:
                links.append(str(action.get_object().get("/URI", "")))
        yield {"texts": said, "links": links, "scripts": _programs(page)}


def _programs(holder: Any) -> list[str]:
    """JavaScript that runs when the file or a page of it is opened."""
    actions = [_resolved(holder.get("/OpenAction"))]
    actions += _values(_resolved(holder.get("/AA")))
    named = _resolved(_resolved(holder.get("/Names", {})).get("/JavaScript"))
    if isinstance(named, dict):
        actions += [_resolved(one) for one in _resolved(named.get("/Names", ()))]
    return [
        str(_resolved(action["/JS"]))
        for action in actions
        if isinstance(action, dict) and "/JS" in action
    ]


def _values(found: Any) -> list[Any]:
    return [_resolved(one) for one in found.values()] if isinstance(found, dict) else []


def _resolved(found: Any) -> Any:
    return found.get_object() if hasattr(found, "get_object") else found


def _parts_of_archive(content: bytes) -> Iterator[Part]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()[: 10 * MOST_PARTS]
        known = [name for name in names if _WORDS.fullmatch(name)]
        if not known:  # an ordinary ZIP: what its files are called
            yield {"names": names[:MOST_PARTS]}
        for name in known[:MOST_PARTS]:
            text = _start_of(archive, name)
            lines = _TAG.sub("", _LINE_END.sub("\n", text))
            yield {"texts": [unescape(lines)], "links": _addresses(text)}
        for name in [one for one in names if _LINKS.fullmatch(one)][:MOST_PARTS]:
            yield {"links": _addresses(_start_of(archive, name))}


def _start_of(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as file:
        return file.read(MOST_BYTES_OF_A_PART).decode("utf-8", "replace")


def _addresses(text: str) -> list[str]:
    return [unescape(found) for found in _ADDRESS.findall(text)[:MOST_LINKS]]


def main() -> None:
    """Read standard input within narrow limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    kind, _, content = sys.stdin.buffer.read().partition(b"\n")
    for part in parts_of(kind.decode(), content):
        sys.stdout.write(json.dumps(part) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
