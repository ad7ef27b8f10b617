"""Pages and snippets of the newsroom."""

from gerai.newsroom.models.albums import AlbumIndexPage, AlbumPage
from gerai.newsroom.models.banners import Banner
from gerai.newsroom.models.base import NewsroomPage
from gerai.newsroom.models.documents import (
    DocumentIndexPage,
    DocumentPage,
    DocumentVersion,
)
from gerai.newsroom.models.events import EventIndexPage, EventPage
from gerai.newsroom.models.lists import ListIndexPage
from gerai.newsroom.models.news import NewsIndexPage, NewsPage
from gerai.newsroom.models.notices import NoticeIndexPage, NoticePage
from gerai.newsroom.models.questions import Question, QuestionsPage
from gerai.newsroom.models.shared import AlbumPicture, NewsPicture, Topic

ITEM_TYPES = (AlbumPage, DocumentPage, EventPage, NewsPage, NoticePage)
INDEX_TYPES = (
    AlbumIndexPage,
    DocumentIndexPage,
    EventIndexPage,
    NewsIndexPage,
    NoticeIndexPage,
)
PAGE_TYPES = (*ITEM_TYPES, *INDEX_TYPES, QuestionsPage)

__all__ = [
    "INDEX_TYPES",
    "ITEM_TYPES",
    "PAGE_TYPES",
    "AlbumIndexPage",
    "AlbumPage",
    "AlbumPicture",
    "Banner",
    "DocumentIndexPage",
    "DocumentPage",
    "DocumentVersion",
    "EventIndexPage",
    "EventPage",
    "ListIndexPage",
    "NewsIndexPage",
    "NewsPage",
    "NewsPicture",
    "NewsroomPage",
    "NoticeIndexPage",
    "NoticePage",
    "Question",
    "QuestionsPage",
    "Topic",
]
