"""news.yaml, notices.yaml, events.yaml, documents.yaml, faq.yaml and banners.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, RootModel, ValidationInfo, field_validator

from gerai.contentpack.format.base import (
    ArticleText,
    ArticleWords,
    Line,
    PackModel,
    ShortText,
    SummaryText,
    at_most,
    refuse,
)
from gerai.contentpack.format.directory import Order, PageSettings, Status
from gerai.contentpack.format.values import (
    Day,
    Moment,
    PackFile,
    ServicePath,
    Slug,
    WebAddress,
)
from gerai.contentpack.texts.articles import canonical
from gerai.contentpack.texts.markdown_check import check_line
from gerai.newsroom.choices import LIST_WORDS


def _markdown(words: ArticleWords) -> ArticleWords:
    """Refuse what no text may hold; else the text as a dump would write it."""
    for text in (words.id, words.en or ""):
        for number, line in enumerate(text.split("\n"), start=1):
            for fault in check_line(line):
                raise refuse(
                    _("line %(number)d of the text: %(fault)s")
                    % {"number": number, "fault": fault}
                )
    return ArticleWords(
        id=canonical(words.id), en=canonical(words.en) if words.en else None
    )


Markdown = Annotated[ArticleText, AfterValidator(_markdown)]
Title = Annotated[ShortText, at_most(120)]


def _after_start(value: Any, info: ValidationInfo) -> Any:
    starts = info.data.get("starts_at")
    if value is not None and starts is not None and value <= starts:
        raise refuse(_("must be later than starts_at"))
    return value


class _Item(PageSettings):
    """What news, notices, events and documents share."""

    slug: Slug
    title: Title
    summary: SummaryText | None = None
    status: Status = "shown"
    agency: Slug | None = None
    text: Markdown | None = None

    @field_validator("slug")
    @classmethod
    def _is_free(cls, value: str) -> str:
        if value.isdigit() or value in LIST_WORDS:
            raise refuse(
                _("“%(slug)s” is the address of a list; choose another one")
                % {"slug": value}
            )
        return value


class TopicItem(PackModel):
    """What a piece of news is about."""

    slug: Annotated[Slug, Field(max_length=60)]
    name: Annotated[ShortText, at_most(60)]


class NewsSource(PackModel):
    """Who told it, if not the mall itself."""

    name: Annotated[Line, Field(max_length=120)] | None = None
    url: WebAddress


class NewsItem(_Item):
    """A piece of news; without a date only if nobody knows it."""

    published_on: Day | None = None
    topic: Slug | None = None
    source: NewsSource | None = None


class NewsFile(PackModel):
    """news.yaml"""

    topics: list[TopicItem] = []
    items: list[NewsItem] = []


class NoticeItem(_Item):
    """Something to know from a start until an end."""

    urgency: Literal["urgent", "important", "normal"] = "normal"
    starts_at: Moment
    ends_at: Moment | None = None
    # Below its agency's page, where the agency's own editors work; else /pengumuman/.
    below_agency: bool = False

    _ends = field_validator("ends_at")(_after_start)


class NoticesFile(RootModel[list[NoticeItem]]):
    """notices.yaml"""


class EventItem(_Item):
    """Something that takes place."""

    starts_at: Moment
    ends_at: Moment | None = None
    all_day: bool = False
    place: Annotated[ShortText, at_most(200)]
    more_url: WebAddress | None = None

    _ends = field_validator("ends_at")(_after_start)


class EventsFile(RootModel[list[EventItem]]):
    """events.yaml"""


class DocumentVersion(PackModel):
    """A file of a document."""

    file: PackFile
    issued_on: Day | None = None
    note: Annotated[Line, Field(max_length=200)] | None = None


class DocumentRecord(_Item):
    """A form, regulation or report; its files, the newest first."""

    kind: Literal["form", "regulation", "report", "other"]
    year: Annotated[int, Field(ge=1945, le=2100)] | None = None
    information_class: Literal["periodic", "immediate", "anytime", "exempt"] = "anytime"
    versions: list[DocumentVersion] = []

    @field_validator("versions")
    @classmethod
    def _none_if_exempt(cls, value: list[Any], info: ValidationInfo) -> list[Any]:
        if value and info.data.get("information_class") == "exempt":
            raise refuse(_("exempted information may not be handed out"))
        return value


def newest_first(item: NewsItem | NoticeItem | EventItem | DocumentRecord) -> Any:
    """By this key a dump lists pages of the newsroom, and a load puts them in the tree.

    Visitors get them by their dates, so their order in a file says nothing.
    """
    if isinstance(item, NoticeItem | EventItem):
        return -item.starts_at.timestamp(), item.slug
    day = item.published_on if isinstance(item, NewsItem) else None
    return (-float(day.toordinal()) if day else 0.0), item.slug


class DocumentsFile(RootModel[list[DocumentRecord]]):
    """documents.yaml"""


class FrequentQuestion(PackModel):
    """A question with its answer; general, or about one service."""

    question: Annotated[ShortText, at_most(250)]
    answer: Markdown
    service: ServicePath | None = None
    order: Order = 0
    shown: bool = True


class FaqFile(RootModel[list[FrequentQuestion]]):
    """faq.yaml"""


class BannerItem(PackModel):
    """A sentence above all pages, or above those of one agency."""

    kind: Literal["closed", "warning", "info"] = "info"
    text: Annotated[ShortText, at_most(300)]
    agency: Slug | None = None
    starts_at: Moment
    ends_at: Moment | None = None

    _ends = field_validator("ends_at")(_after_start)


class BannersFile(RootModel[list[BannerItem]]):
    """banners.yaml"""


@dataclass(frozen=True, slots=True)
class NewsroomFiles:
    """Everything of a pack that is new; each file may be missing."""

    topics: tuple[TopicItem, ...] = ()
    news: tuple[NewsItem, ...] = ()
    notices: tuple[NoticeItem, ...] = ()
    events: tuple[EventItem, ...] = ()
    documents: tuple[DocumentRecord, ...] = ()
    questions: tuple[FrequentQuestion, ...] = ()
    banners: tuple[BannerItem, ...] = ()


NEWSROOM_FILES: dict[str, Any] = {
    "news.yaml": NewsFile,
    "notices.yaml": NoticesFile,
    "events.yaml": EventsFile,
    "documents.yaml": DocumentsFile,
    "faq.yaml": FaqFile,
    "banners.yaml": BannersFile,
}
