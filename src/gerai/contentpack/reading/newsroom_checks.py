"""References of the newsroom's files: agencies, topics, services, files, links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from gerai.contentpack.format.base import ArticleWords
from gerai.contentpack.format.blocks import TextBlock
from gerai.contentpack.format.newsroom import (
    BannersFile,
    DocumentsFile,
    EventsFile,
    FaqFile,
    NewsFile,
    NewsroomFiles,
    NoticesFile,
)
from gerai.contentpack.reading.file_checks import FileCheck
from gerai.contentpack.reading.page_checks import is_known_address
from gerai.contentpack.reading.yaml_files import Path
from gerai.contentpack.texts.articles import pack_html
from gerai.contentpack.texts.likeness import differences
from gerai.contentpack.texts.links import targets_of


def newsroom_files(values: dict[str, BaseModel]) -> NewsroomFiles:
    """The newsroom's files that the pack has."""
    news = values.get("news.yaml")
    roots = {
        name: tuple(getattr(values.get(f"{name}.yaml"), "root", ()))
        for name in ("notices", "events", "documents", "faq", "banners")
    }
    return NewsroomFiles(
        topics=tuple(news.topics) if isinstance(news, NewsFile) else (),
        news=tuple(news.items) if isinstance(news, NewsFile) else (),
        notices=roots["notices"],
        events=roots["events"],
        documents=roots["documents"],
        questions=roots["faq"],
        banners=roots["banners"],
    )


class NewsroomCheck(FileCheck):
    """Notes every dangling reference of one of the newsroom's files."""

    def check(self, value: BaseModel) -> bool:
        """Check a file of the newsroom; False if it is none of them."""
        match value:
            case NewsFile():
                self._news(value)
            case NoticesFile() | EventsFile():
                self._items(value.root, ())
            case DocumentsFile():
                self._items(value.root, ())
                for index, item in enumerate(value.root):
                    for number, version in enumerate(item.versions):
                        path: Path = (index, "versions", number, "file")
                        self.file_exists(version.file, path)
            case FaqFile():
                for index, question in enumerate(value.root):
                    if question.service:
                        self.service_exists(question.service, (index, "service"))
                    self._text(question.answer, (index, "answer"))
            case BannersFile():
                for index, banner in enumerate(value.root):
                    self._agency(banner.agency, (index, "agency"))
            case _:
                return False
        return True

    def _news(self, news: NewsFile) -> None:
        self.unique([topic.slug for topic in news.topics], ("topics",), "slug")
        self._items(news.items, ("items",))
        known = {topic.slug for topic in news.topics}
        for index, item in enumerate(news.items):
            if item.topic is not None and item.topic not in known:
                self.note(
                    ("items", index, "topic"),
                    _("“%(slug)s” is not a topic here; the topics are: %(known)s")
                    % {"slug": item.topic, "known": ", ".join(sorted(known)) or "–"},
                )

    def _items(self, items: Sequence[Any], path: Path) -> None:
        self.unique([item.slug for item in items], path, "slug")
        for index, item in enumerate(items):
            self._agency(item.agency, (*path, index, "agency"))
            if item.text is not None:
                self._text(item.text, (*path, index, "text"))

    def _agency(self, slug: str | None, path: Path) -> None:
        if slug is not None and slug not in self._sources.agencies:
            self.note(
                path,
                _("“%(slug)s”: there is no agencies/%(slug)s.yaml") % {"slug": slug},
            )

    def _text(self, words: ArticleWords, path: Path) -> None:
        original = [TextBlock(heading="", html=pack_html(words.id))]
        for target in targets_of(original):
            if target.startswith("files/"):
                self.file_exists(target, path)
            elif target.startswith("/") and not is_known_address(target, self._sources):
                self.note(
                    path,
                    _("the link %(target)s leads nowhere: no page of this pack has "
                      "that address")
                    % {"target": target},
                )  # fmt: skip
        if words.en is not None:
            english = [TextBlock(heading="", html=pack_html(words.en))]
            for text in differences(original, english):
                self.note((*path, "en"), text)
