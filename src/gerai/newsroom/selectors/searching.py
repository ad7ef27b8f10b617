"""What a search may find here, in one shape for all kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from html import unescape
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags

from gerai.newsroom.models import (
    AlbumPage,
    DocumentPage,
    EventPage,
    NewsPage,
    NoticePage,
)
from gerai.newsroom.policies import mall_now, visible
from gerai.newsroom.selectors.questions import general_questions
from gerai.newsroom.spans import is_current
from gerai.theme.addresses import localized_path, localized_url

_TYPES: dict[str, Any] = {
    "news": NewsPage,
    "notice": NoticePage,
    "event": EventPage,
    "document": DocumentPage,
    "album": AlbumPage,
}
QUESTIONS_PATH = "/tanya-jawab/"


@dataclass(frozen=True, slots=True)
class Searchable:
    """Something that can be found.

    Attributes:
        type: ``news``, ``notice``, ``event``, ``document``, ``album`` or ``question``.
        text: plain text, without marks.
        date: of the item, for ranking; None if it has none.
        language: code of the language of ``title`` and ``text``.
        key: the same for all languages of one item.
    """

    type: str
    title: str
    text: str
    url: str
    date: date | None
    language: str
    key: str


def searchable(at: datetime | None = None) -> Iterator[Searchable]:
    """Everything visible at ``at`` (now) in every language that it is written in."""
    moment = at or mall_now()
    for type_, model in _TYPES.items():
        records = list(visible(model))
        if model is NoticePage:
            records = [
                one for one in records if is_current(one.starts_at, one.ends_at, moment)
            ]
        keys = [record.translation_key for record in records]
        translations = (
            model.objects.live()
            .filter(translation_key__in=keys, alias_of__isnull=True)
            .exclude(locale__language_code=settings.LANGUAGE_CODE)
            .select_related("locale")
        )
        for page in [*records, *translations.order_by("pk")]:
            yield _of_page(type_, page, moment.tzinfo)
    yield from _questions()


def _of_page(type_: str, page: Any, zone: tzinfo | None) -> Searchable:
    language = str(page.locale.language_code)
    return Searchable(
        type=type_,
        title=page.title,
        text=" ".join(f"{page.summary} {plain_text(page.body)}".split()),
        url=localized_url(page, language),
        date=_date_of(page, zone),
        language=language,
        key=str(page.translation_key),
    )


def _date_of(page: Any, zone: tzinfo | None) -> date | None:
    for name in ("published_on", "taken_on"):
        if hasattr(page, name):
            found: date | None = getattr(page, name)
            return found
    starts_at: datetime | None = getattr(page, "starts_at", None)
    return starts_at.astimezone(zone).date() if starts_at else None


def _questions() -> Iterator[Searchable]:
    for row in general_questions():
        for language in ("id", "en"):
            if language == "en" and not row.has_english:
                continue
            suffix = "_en" if language == "en" else ""
            path = localized_path(QUESTIONS_PATH, language)
            yield Searchable(
                type="question",
                title=getattr(row, f"question{suffix}"),
                text=plain_text(getattr(row, f"answer{suffix}")),
                url=f"{path}#tanya-{row.pk}",
                date=None,
                language=language,
                key=f"question-{row.pk}",
            )


def plain_text(html: str) -> str:
    """Stored rich text without marks, words kept apart."""
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())
