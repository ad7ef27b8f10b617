"""Reads pages/<path>.md: front matter between two ``---`` lines, then Markdown."""

from __future__ import annotations

import re
from typing import TypeVar

from django.utils.translation import gettext as _

from gerai.contentpack.format import PageText
from gerai.contentpack.format.blocks import Block
from gerai.contentpack.format.pages import EnglishPageHead, PageHead
from gerai.contentpack.format.values import SLUG_PATTERN
from gerai.contentpack.reading.faults import check
from gerai.contentpack.reading.folder import PackFolder
from gerai.contentpack.reading.problems import Problems
from gerai.contentpack.reading.yaml_files import YamlRefused, read_yaml
from gerai.contentpack.texts.body import BodyReader
from gerai.contentpack.texts.likeness import differences

M = TypeVar("M", PageHead, EnglishPageHead)

_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|$)", re.DOTALL | re.MULTILINE)


def read_pages(folder: PackFolder, problems: Problems) -> list[PageText]:
    """All pages with their English twins, ordered by path."""
    names = folder.below("pages", ".md")
    pages = []
    for name in names:
        if name.endswith(".en.md"):
            if name.removesuffix(".en.md") + ".md" not in names:
                problems.add(
                    name,
                    0,
                    "",
                    _("has no Indonesian page beside it; add %(name)s")
                    % {"name": name.removesuffix(".en.md") + ".md"},
                )
            continue
        page = _read_page(folder, name, problems)
        if page:
            pages.append(page)
    return sorted(pages, key=lambda page: page.path)


def _read_page(folder: PackFolder, name: str, problems: Problems) -> PageText | None:
    path = name.removeprefix("pages/").removesuffix(".md")
    for part in path.split("/"):
        if not re.fullmatch(SLUG_PATTERN, part):
            problems.add(
                name,
                0,
                "",
                _("“%(part)s” becomes part of an address: use small letters, digits "
                  "and hyphens")
                % {"part": part},
            )  # fmt: skip
            return None
    indonesian = _read_text(folder, name, PageHead, problems)
    english_name = f"pages/{path}.en.md"
    english = None
    if folder.has(english_name):
        english = _read_text(folder, english_name, EnglishPageHead, problems)
        if english is None:
            return None
    if indonesian is None:
        return None
    head, blocks = indonesian
    if english is None:
        return PageText(path=path, head=head, blocks=blocks)
    english_head, english_blocks = english
    page = PageText(
        path=path,
        head=head,
        blocks=blocks,
        english_head=english_head,
        english_blocks=english_blocks,
    )
    for text in differences(blocks, english_blocks):
        problems.add(english_name, 0, "body", text)
    return page


def _read_text(
    folder: PackFolder, name: str, model: type[M], problems: Problems
) -> tuple[M, tuple[Block, ...]] | None:
    text = folder.text(name)
    if text is None:
        return None
    text = text.replace("\r\n", "\n")
    match = _FRONT.match(text)
    if not match:
        problems.add(
            name,
            1,
            "",
            _("must begin with a line ---, then title: …, then a line ---"),
        )
        return None
    try:
        document = read_yaml(match[1], first_line=2)
    except YamlRefused as refused:
        problems.add(name, refused.line, "", refused.text)
        return None
    head = check(model, document, name, problems)
    before = len(problems.faults)
    reader = BodyReader(name, problems, is_english=model is EnglishPageHead)
    blocks = reader.read(text[match.end() :], text[: match.end()].count("\n") + 1)
    if head is None or len(problems.faults) > before:
        return None
    return head, tuple(blocks)
