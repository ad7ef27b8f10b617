"""News, notices, events, documents, questions and banners as the pack says them."""

from __future__ import annotations

from typing import Any

from gerai.contentpack.format.newsroom import (
    BannerItem,
    DocumentRecord,
    EventItem,
    FrequentQuestion,
    NewsItem,
    NewsroomFiles,
    NoticeItem,
    TopicItem,
    newest_first,
)
from gerai.contentpack.site.common import (
    Data,
    one_line,
    without_nothing,
    words,
)
from gerai.contentpack.site.context import SiteContext, present, twin
from gerai.contentpack.site.directory import page_data
from gerai.contentpack.texts.articles import markdown_of
from gerai.directory.models import AgencyPage
from gerai.newsroom.models import (
    Banner,
    DocumentPage,
    EventPage,
    NewsPage,
    NoticePage,
    Question,
    Topic,
)


def read_newsroom(context: SiteContext) -> NewsroomFiles:
    """Everything of the newsroom; after the agencies, whose services it names."""
    return _Reader(context).read()


class _Reader:
    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._agencies = dict(AgencyPage.objects.values_list("pk", "slug"))

    def read(self) -> NewsroomFiles:
        topics = Topic.objects.order_by("slug")
        return NewsroomFiles(
            topics=tuple(
                present(
                    [
                        self._context.model(
                            f"topic/{row.slug}",
                            TopicItem,
                            {"slug": row.slug, "name": words(row.name, row.name_en)},
                            row,
                        )
                        for row in topics
                    ]
                )
            ),
            news=self._pages("news", NewsPage, NewsItem, self._news),
            notices=self._pages("notice", NoticePage, NoticeItem, self._notice),
            events=self._pages("event", EventPage, EventItem, self._event),
            documents=self._pages(
                "document", DocumentPage, DocumentRecord, self._document
            ),
            questions=tuple(present(self._questions())),
            banners=tuple(present(self._banners())),
        )

    def _pages(self, kind: str, model: Any, item: Any, facts: Any) -> tuple[Any, ...]:
        english = self._context.english(model)
        found = []
        for page in self._context.pages(model.objects.all()):
            other = twin(page, english)
            data = self._shared(page, other) | facts(page, other)
            found.append(self._context.model(f"{kind}/{page.slug}", item, data, page))
        return tuple(sorted(present(found), key=newest_first))

    def _shared(self, page: Any, english: Any) -> Data:
        data = page_data(page, english)
        data.pop("reviewed_on", None)
        text = words(
            self._markdown(page.body),
            self._markdown(english.body) if english else None,
            has_english=english is not None,
        )
        agency = self._agencies.get(page.agency_id)
        return data | without_nothing({"text": text, "agency": agency})

    def _news(self, page: NewsPage, english: Any) -> Data:
        source = without_nothing(
            {"name": one_line(page.source_name), "url": page.source_url}
        )
        return without_nothing(
            {
                "published_on": page.published_on,
                "topic": page.topic.slug if page.topic else None,
                "source": source if page.source_url else None,
            }
        )

    def _notice(self, page: NoticePage, english: Any) -> Data:
        return without_nothing(
            {
                "urgency": page.urgency,
                "starts_at": page.starts_at,
                "ends_at": page.ends_at,
                "below_agency": page.is_below_agency or None,
            }
        )

    def _event(self, page: EventPage, english: Any) -> Data:
        place = words(
            one_line(page.place),
            one_line(english.place) if english else None,
            has_english=english is not None,
        )
        return without_nothing(
            {
                "starts_at": page.starts_at,
                "ends_at": page.ends_at,
                "all_day": page.is_all_day or None,
                "place": place,
                "more_url": page.more_url,
            }
        )

    def _document(self, page: DocumentPage, english: Any) -> Data:
        name = self._context.documents.name
        versions = [
            without_nothing(
                {
                    "file": name(row.document_id),
                    "issued_on": row.issued_on,
                    "note": one_line(row.note),
                }
            )
            for row in page.versions.all()
        ]
        return without_nothing(
            {
                "kind": page.kind,
                "year": page.year,
                "information_class": page.information_class,
                "versions": [one for one in versions if one.get("file")],
            }
        )

    def _questions(self) -> list[Any]:
        rows = Question.objects.order_by("order", "pk")
        return [
            self._context.model(
                "faq",
                FrequentQuestion,
                without_nothing(
                    {
                        "question": words(row.question, row.question_en),
                        "answer": words(
                            self._markdown(row.answer), self._markdown(row.answer_en)
                        ),
                        "service": self._context.service_paths.get(row.service_id or 0),
                        "order": row.order or None,
                    }
                )
                | ({} if row.is_shown else {"shown": False}),
            )
            for row in rows
        ]

    def _banners(self) -> list[Any]:
        rows = Banner.objects.order_by("starts_at", "pk")
        return [
            self._context.model(
                "banners",
                BannerItem,
                without_nothing(
                    {
                        "kind": row.kind,
                        "text": words(row.text, row.text_en),
                        "agency": self._agencies.get(row.agency_id or 0),
                        "starts_at": row.starts_at,
                        "ends_at": row.ends_at,
                    }
                ),
            )
            for row in rows
        ]

    def _markdown(self, html: str) -> str:
        return markdown_of(str(html or ""), self._context.link_target)
