"""The content pack format: strict models of every file, and the whole pack.

Pure values: nothing here reads files or the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gerai.contentpack.format.blocks import Block
from gerai.contentpack.format.directory import (
    AgencyFile,
    LifeEventsFile,
    RegulationsFile,
)
from gerai.contentpack.format.hours import HoursFile
from gerai.contentpack.format.mall import (
    FORMAT_VERSION,
    MallFile,
    PackFileHead,
    PlacesFile,
)
from gerai.contentpack.format.newsroom import NewsroomFiles
from gerai.contentpack.format.pages import EnglishPageHead, HomeFile, PageHead
from gerai.contentpack.format.questions import QuestionsFile
from gerai.contentpack.format.search import SynonymsFile


@dataclass(frozen=True, slots=True)
class PageText:
    """One page: its address below the home page, and its text in both languages."""

    path: str
    head: PageHead
    blocks: tuple[Block, ...] = ()
    english_head: EnglishPageHead | None = None
    english_blocks: tuple[Block, ...] = ()

    @property
    def file(self) -> str:
        return f"pages/{self.path}.md"

    @property
    def english_file(self) -> str:
        return f"pages/{self.path}.en.md"


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack whose every file is right in itself."""

    head: PackFileHead
    mall: MallFile
    places: PlacesFile
    hours: HoursFile
    regulations: RegulationsFile
    agencies: tuple[AgencyFile, ...]
    life_events: LifeEventsFile
    home: HomeFile
    questions: QuestionsFile = field(default_factory=lambda: QuestionsFile(root=[]))
    pages: tuple[PageText, ...] = ()
    newsroom: NewsroomFiles = field(default_factory=NewsroomFiles)
    files: dict[str, bytes] = field(default_factory=dict)
    file_titles: dict[str, str] = field(default_factory=dict)
    synonyms: SynonymsFile = field(default_factory=SynonymsFile)


__all__ = ["FORMAT_VERSION", "NewsroomFiles", "Pack", "PageText"]
