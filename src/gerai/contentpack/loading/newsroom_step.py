"""Loads news, notices, events, documents, questions and banners."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from wagtail.models import Page

from gerai.contentpack.components import text_in
from gerai.contentpack.format.newsroom import (
    DocumentRecord,
    EventItem,
    NewsItem,
    NoticeItem,
    newest_first,
)
from gerai.contentpack.loading.component_fields import (
    ENGLISH,
    INDONESIAN,
    page_words,
    set_words,
)
from gerai.contentpack.loading.pages_step import Links
from gerai.contentpack.loading.rows import both, save, sync_rows
from gerai.contentpack.loading.session import Session
from gerai.contentpack.texts.articles import site_html
from gerai.newsroom.models import (
    Banner,
    DocumentPage,
    DocumentVersion,
    EventPage,
    NewsPage,
    NoticePage,
    Question,
    Topic,
)

_Setter = Callable[[Session, Any, Any], None]


def load_newsroom(session: Session) -> None:
    """Everything of the newsroom; after the pages and services that it refers to."""
    files, links = session.pack.newsroom, Links(session)
    _load_topics(session)
    kinds: list[tuple[str, str, Any, Any, _Setter]] = [
        ("news", "berita", NewsPage, files.news, _set_news),
        ("notice", "pengumuman", NoticePage, files.notices, _set_notice),
        ("event", "agenda", EventPage, files.events, _set_event),
        ("document", "dokumen", DocumentPage, files.documents, _set_document),
    ]
    for kind, index, model, items, set_facts in kinds:
        for item in sorted(items, key=newest_first):
            key = f"{kind}/{item.slug}"
            if session.writes(key):
                parent = _agency_above(session, item) or session.structure.pages[index]
                _load_page(
                    session,
                    key,
                    parent=parent,
                    model=model,
                    item=item,
                    set_facts=set_facts,
                    links=links,
                )
    _load_questions(session, links)
    _load_banners(session)


def _agency_above(session: Session, item: Any) -> Page | None:
    is_below = isinstance(item, NoticeItem) and item.below_agency and item.agency
    return session.row(f"agency/{item.agency}") if is_below else None


def _load_topics(session: Session) -> None:
    for item in session.pack.newsroom.topics:
        key = f"topic/{item.slug}"
        if session.writes(key):
            row = session.row(key) or Topic.objects.filter(slug=item.slug).first()
            row = row or Topic()
            row.slug = item.slug
            for name, value in both(item.name, "name").items():
                setattr(row, name, value)
            session.rows[key] = save(row, key)


def _load_page(
    session: Session,
    key: str,
    *,
    parent: Page,
    model: Any,
    item: Any,
    set_facts: _Setter,
    links: Links,
) -> None:
    page = session.row(key)
    is_new = page is None
    page = model(locale=parent.locale) if is_new else _moved(page, parent)
    page.slug, page.is_indexed = item.slug, item.indexed
    page.agency = session.row(f"agency/{item.agency}") if item.agency else None
    _set_words(page, item, INDONESIAN, links)
    set_facts(session, page, item)
    is_shown = item.status == "shown"
    if is_new:
        session.adopt_english(key, page, parent)
        session.saver.add(parent, page, is_shown=is_shown, key=key)
    else:
        session.saver.update(page, is_shown=is_shown, key=key)
    english = partial(_to_english, item=item, links=links)
    session.finish(
        key, page, is_shown=is_shown, to_english=english if item.title.en else None
    )


def _moved(page: Any, parent: Page) -> Any:
    """The page below ``parent``, with its versions in other languages.

    A notice can begin to stand below its agency, or cease to.
    """
    if page.get_parent().pk == parent.pk:
        return page
    above = {one.locale_id: one for one in (parent, *parent.get_translations())}
    for one in (page, *page.get_translations()):
        target = above.get(one.locale_id)
        if target is not None:
            # Each move changes the paths of others.
            stored = Page.objects.get(pk=one.pk)
            stored.move(Page.objects.get(pk=target.pk), pos="last-child")
    return type(page).objects.get(pk=page.pk)


def _set_words(page: Any, item: Any, language: str, links: Links) -> None:
    set_words(page, page_words(item, item.title, item.summary), language)
    text = text_in(item.text, language)
    page.body = site_html(text, links.attributes) if text else ""
    if isinstance(item, EventItem):
        page.place = text_in(item.place, language)


def _to_english(page: Any, item: Any, links: Links) -> None:
    _set_words(page, item, ENGLISH, links)


def _set_news(session: Session, page: NewsPage, item: NewsItem) -> None:
    page.published_on = item.published_on
    page.topic = session.row(f"topic/{item.topic}") if item.topic else None
    page.source_name = (item.source.name or "") if item.source else ""
    page.source_url = item.source.url if item.source else ""


def _set_notice(session: Session, page: NoticePage, item: NoticeItem) -> None:
    page.urgency = item.urgency
    page.starts_at, page.ends_at = item.starts_at, item.ends_at


def _set_event(session: Session, page: EventPage, item: EventItem) -> None:
    page.starts_at, page.ends_at = item.starts_at, item.ends_at
    page.is_all_day, page.more_url = item.all_day, item.more_url or ""


def _set_document(session: Session, page: DocumentPage, item: DocumentRecord) -> None:
    page.kind, page.year = item.kind, item.year
    page.information_class = item.information_class
    page.versions = [
        DocumentVersion(
            sort_order=position,
            document_id=session.files[version.file],
            issued_on=version.issued_on,
            note=version.note or "",
        )
        for position, version in enumerate(item.versions)
    ]


def _load_questions(session: Session, links: Links) -> None:
    if not session.writes("faq"):
        return
    wanted = []
    for item in session.pack.newsroom.questions:
        service = session.row(f"service/{item.service}") if item.service else None
        if item.service and service is None:
            continue
        english = text_in(item.answer, ENGLISH) if item.answer.en else ""
        wanted.append(
            {
                **both(item.question, "question"),
                "answer": site_html(item.answer.id, links.attributes),
                "answer_en": site_html(english, links.attributes) if english else "",
                "service": service,
                "order": item.order,
                "is_shown": item.shown,
            }
        )
    existing = Question.objects.select_related("service").order_by("order", "pk")
    sync_rows(Question, existing, wanted, "faq")


def _load_banners(session: Session) -> None:
    if not session.writes("banners"):
        return
    wanted = [
        {
            "kind": item.kind,
            **both(item.text, "text"),
            "agency": session.row(f"agency/{item.agency}") if item.agency else None,
            "starts_at": item.starts_at,
            "ends_at": item.ends_at,
        }
        for item in session.pack.newsroom.banners
    ]
    existing = Banner.objects.select_related("agency").order_by("pk")
    sync_rows(Banner, existing, wanted, "banners")


__all__ = ["load_newsroom"]
