"""English is all or nothing per record: a translated title needs translated texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from gerai.contentpack.format import PageText
from gerai.contentpack.format.base import ArticleWords, LineWords, SummaryWords, Words
from gerai.contentpack.format.directory import (
    AgencyFile,
    CounterItem,
    LifeEventItem,
    ServiceItem,
)
from gerai.contentpack.format.hours import HolidayChange, Season
from gerai.contentpack.format.mall import Floor, MallStandard, PackFileHead
from gerai.contentpack.format.newsroom import (
    DocumentRecord,
    EventItem,
    FrequentQuestion,
    NewsItem,
    NoticeItem,
)
from gerai.contentpack.format.pages import HomeFile
from gerai.contentpack.format.provenance import Provenance
from gerai.contentpack.format.questions import QuestionItem
from gerai.contentpack.format.search import ElsewhereItem
from gerai.contentpack.format.standard import ComponentProvenance
from gerai.contentpack.reading.faults import field_name
from gerai.contentpack.reading.names import Sources
from gerai.contentpack.reading.problems import Problems
from gerai.contentpack.reading.yaml_files import Path

WordsValue = Words | LineWords | SummaryWords | ArticleWords
_WORDS = (Words, LineWords, SummaryWords, ArticleWords)
# Records that exist in a language or don't, and the field that decides it.
_DECIDED_BY: dict[type[BaseModel], str] = {
    AgencyFile: "name",
    CounterItem: "name",
    ElsewhereItem: "title",
    Floor: "name",
    HolidayChange: "name",
    HomeFile: "title",
    DocumentRecord: "title",
    EventItem: "title",
    FrequentQuestion: "question",
    LifeEventItem: "title",
    NewsItem: "title",
    NoticeItem: "title",
    Season: "name",
    QuestionItem: "title",
    ServiceItem: "title",
}
# Remarks on sources are written for those who check them: Indonesian is enough.
_INDONESIAN_ONLY = (Provenance, ComponentProvenance)


def check_language(
    values: dict[str, BaseModel],
    pages: Sequence[PageText],
    sources: Sources,
    problems: Problems,
) -> None:
    """Note every text without English in a record whose title has English."""
    head = values.get("pack.yaml")
    has_english = not isinstance(head, PackFileHead) or "en" in head.languages
    for page in pages:
        if page.english_head and not has_english:
            problems.add(page.english_file, 1, "", _not_in_english())
    for file, value in values.items():
        check = _Check(file, sources, problems)
        if not has_english:
            check.refuse_english(value, ())
            continue
        check.require_english(value, (), is_needed=False)
        if isinstance(value, AgencyFile) and value.name.en is None:
            check.refuse_english_services(value)


def _not_in_english() -> str:
    return _(
        "has English text, but pack.yaml says `languages: [id]`; write [id, en] there"
    )


class _Check:
    def __init__(self, file: str, sources: Sources, problems: Problems) -> None:
        self._file, self._sources, self._problems = file, sources, problems

    def require_english(self, value: Any, path: Path, *, is_needed: bool) -> None:
        if isinstance(value, _WORDS):
            if is_needed and value.en is None:
                self._note(
                    path,
                    _("has no English text, but the title of this record has one; write "
                      "{id: …, en: …} here, or take the English title away"),
                )  # fmt: skip
            return
        if isinstance(value, _INDONESIAN_ONLY):
            return
        if isinstance(value, MallStandard):
            is_needed = _has_english(value)
        decided_by = _DECIDED_BY.get(type(value))
        if decided_by:
            title = getattr(value, decided_by)
            is_needed = title is not None and title.en is not None
        for name, child in _children(value):
            self.require_english(child, (*path, name), is_needed=is_needed)

    def refuse_english(self, value: Any, path: Path) -> None:
        if isinstance(value, _WORDS):
            if value.en is not None:
                self._note(path, _not_in_english())
            return
        for name, child in _children(value):
            self.refuse_english(child, (*path, name))

    def refuse_english_services(self, agency: AgencyFile) -> None:
        for index, service in enumerate(agency.services):
            if service.title.en is not None:
                self._note(
                    ("services", index, "title"),
                    _("has English, but the agency's name has none; an English service "
                      "needs an English agency: give its name as {id: …, en: …}"),
                )  # fmt: skip

    def _note(self, path: Path, text: str) -> None:
        line = self._sources.line(self._file, path)
        self._problems.add(self._file, line, field_name(path), text)


def _has_english(value: Any) -> bool:
    if isinstance(value, _WORDS):
        return value.en is not None
    return any(_has_english(child) for _name, child in _children(value))


def _children(value: Any) -> list[tuple[str | int, Any]]:
    """What lies directly inside ``value``, under the names that the file uses."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        if list(fields) == ["root"]:
            return list(enumerate(value.root))  # type: ignore[attr-defined]
        return [
            (info.alias or name, getattr(value, name)) for name, info in fields.items()
        ]
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, list):
        return list(enumerate(value))
    return []
