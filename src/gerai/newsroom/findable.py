"""What of the newsroom a search finds: news, notices, events, documents, questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from functools import partial
from html import unescape
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from gerai.finder.documents import Source
from gerai.finder.keeping import refresh
from gerai.finder.showing import in_all_languages
from gerai.finder.sources import Findable, Shown, key_of, register
from gerai.newsroom.models import (
    AlbumPage,
    DocumentPage,
    EventPage,
    NewsPage,
    NoticePage,
    Question,
)
from gerai.newsroom.policies import mall_now, visible
from gerai.newsroom.spans import is_current
from gerai.theme.addresses import localized_path, localized_url

NOTICE = "notice"
QUESTION = "question"
# "event" is the finder's word for a life event.
PAGE_KINDS: dict[str, tuple[Any, Any]] = {
    "news": (NewsPage, _("News")),
    NOTICE: (NoticePage, _("Notices")),
    "agenda": (EventPage, _("Events")),
    "document": (DocumentPage, _("Documents")),
    "album": (AlbumPage, _("Photo albums")),
}
QUESTIONS_PATH = "/tanya-jawab/"
_BODY_LENGTH = 4_000

Keys = Collection[str] | None


def register_findables() -> None:
    """Let all of them be found (from ``apps.ready``)."""
    for kind, (model, title) in PAGE_KINDS.items():
        collect = partial(collect_pages, kind, model)
        register(Findable(kind, collect, title=title, page_model=model))
    register(Findable(QUESTION, collect_questions, title=_("Frequent questions")))


def collect_pages(kind: str, model: type[Any], keys: Keys) -> Iterator[Source]:
    """Visible items, each with its words in every language that it is written in."""
    chosen = visible(model).order_by("path")
    if keys is not None:
        chosen = chosen.filter(translation_key__in=list(keys))
    now = mall_now()
    records = [
        record
        for record in chosen
        if model is not NoticePage or is_current(record.starts_at, record.ends_at, now)
    ]
    versions = _versions(model, records)

    def show(language: str) -> list[Shown]:
        return [
            _shown(versions[record.translation_key], language, now)
            for record in records
        ]

    for record, shown in zip(records, in_all_languages(show), strict=True):
        pages = versions[record.translation_key].values()
        yield Source(
            key=key_of(kind, record.translation_key),
            kind=kind,
            target=str(record.pk),
            texts=_written(
                title=[page.title for page in pages],
                summary=[page.summary for page in pages],
                body=[plain_text(page.body)[:_BODY_LENGTH] for page in pages],
                agency=[record.agency.title] if record.agency else [],
            ),
            shown=shown,
        )


def collect_questions(keys: Keys) -> Iterator[Source]:
    """General questions; those about a service stand on its page."""
    chosen = Question.objects.filter(is_shown=True, service__isnull=True)
    if keys is not None:
        chosen = chosen.filter(pk__in=[key for key in keys if key.isdigit()])
    rows = list(chosen.order_by("pk"))

    def show(language: str) -> list[Shown]:
        path = localized_path(QUESTIONS_PATH, language)
        return [_shown_question(row, language, path) for row in rows]

    for row, shown in zip(rows, in_all_languages(show), strict=True):
        yield Source(
            key=key_of(QUESTION, row.pk),
            kind=QUESTION,
            target=str(row.pk),
            texts=_written(
                title=[row.question, row.question_en],
                body=[plain_text(row.answer), plain_text(row.answer_en)],
            ),
            shown=shown,
        )


_looked_at: datetime | None = None


def refresh_notices() -> None:
    """Let notices that have begun or ended since the last time come and go.

    A chore: time alone changes them, and nothing is saved then.
    """
    global _looked_at  # noqa: PLW0603 - what this process has seen
    now, before = mall_now(), _looked_at
    _looked_at = now
    if before is None or now < before:  # or the clock was set back
        refresh(NOTICE)
        return
    passed = Q(starts_at__gt=before, starts_at__lte=now) | Q(
        ends_at__gt=before, ends_at__lte=now
    )
    changed = NoticePage.objects.filter(passed).values_list("translation_key")
    refresh(NOTICE, {str(key) for (key,) in changed})


@receiver(
    [post_save, post_delete], sender=Question, dispatch_uid="newsroom.question_found"
)
def question_changed(sender: type[Any], instance: Question, **kwargs: Any) -> None:
    """A question came, went, or has another answer."""
    if not kwargs.get("raw"):
        refresh(QUESTION, {str(instance.pk)})


def plain_text(html: str) -> str:
    """Stored rich text without marks, words kept apart."""
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())


def _versions(model: type[Any], records: list[Any]) -> dict[Any, dict[str, Any]]:
    """By translation key, the record and its live translations by language."""
    found = {
        record.translation_key: {settings.LANGUAGE_CODE: record} for record in records
    }
    others = (
        model.objects.live()
        .filter(translation_key__in=list(found), alias_of__isnull=True)
        .exclude(locale__language_code=settings.LANGUAGE_CODE)
        .select_related("locale")
        .order_by("pk")
    )
    for page in others if records else ():
        found[page.translation_key][page.locale.language_code] = page
    return found


def _shown(versions: dict[str, Any], language: str, now: datetime) -> Shown:
    record = versions[settings.LANGUAGE_CODE]
    page = versions.get(language, record)
    day = _date_of(record, now)
    return Shown(
        title=page.title,
        url=localized_url(record, language),
        text=page.summary,
        agency=record.agency.title if record.agency else "",
        language="" if page is not record else _foreign(language),
        meta=date_format(day, "DATE_FORMAT") if day else "",
    )


def _shown_question(row: Question, language: str, path: str) -> Shown:
    is_english = language == "en" and row.has_english
    answer = row.answer_en if is_english else row.answer
    return Shown(
        title=row.question_en if is_english else row.question,
        url=f"{path}#tanya-{row.pk}",
        text=plain_text(answer),
        language="" if is_english else _foreign(language),
    )


def _foreign(language: str) -> str:
    """The language of Indonesian words, where the reader's is another."""
    return "" if language == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE


def _date_of(page: Any, now: datetime) -> date | None:
    for name in ("published_on", "taken_on"):
        if hasattr(page, name):
            found: date | None = getattr(page, name)
            return found
    starts_at: datetime | None = getattr(page, "starts_at", None)
    return starts_at.astimezone(now.tzinfo).date() if starts_at else None


def _written(**texts: list[str]) -> dict[str, list[str]]:
    found = {
        name: list(dict.fromkeys(text for text in given if text))
        for name, given in texts.items()
    }
    return {name: given for name, given in found.items() if given}
