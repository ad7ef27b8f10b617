"""What is in each list, and which addresses the lists have.

``at`` is an instant in the zone of the mall (``policies.mall_now``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.functions import ExtractYear
from wagtail.models import Site

from gerai.newsroom.choices import (
    CLASS_SLUGS,
    DOCUMENT_KIND_SLUGS,
    URGENCY_RANK,
)
from gerai.newsroom.models import (
    INDEX_TYPES,
    AlbumPage,
    DocumentPage,
    EventPage,
    ListIndexPage,
    NewsPage,
    NoticePage,
    Topic,
)
from gerai.newsroom.policies import day_start, mall_now, not_over_today, visible
from gerai.newsroom.selectors.localized import in_reader_language
from gerai.newsroom.spans import has_ended, is_current
from gerai.publishing.reading import once_per_snapshot
from gerai.theme.addresses import localized_path

PER_PAGE = 12
_MODELS: dict[str, Any] = {
    "news": NewsPage,
    "notices": NoticePage,
    "events": EventPage,
    "albums": AlbumPage,
    "documents": DocumentPage,
}
_DATES = {"news": "published_on", "albums": "taken_on"}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part of a list: all of it, a year, or a group such as a topic."""

    year: int | None = None
    group: str = ""
    value: str = ""

    @property
    def path(self) -> str:
        """Its address below the list's own: ``2026/``, ``topik/antrean/``."""
        if self.year is not None:
            return f"{self.year:04d}/"
        return f"{self.group}/{self.value}/" if self.group else ""


@dataclass(frozen=True, slots=True)
class GroupValue:
    """A group that a list has, with its words."""

    choice: Choice
    title: Any


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list."""

    items: list[Any]
    number: int
    pages: int
    total: int


def listed(kind: str, choice: Choice, *, number: int, at: datetime) -> Listed | None:
    """One page of a list in the reader's language; None if there is no such page.

    The first page of the whole list exists even if there is nothing in it.
    """
    records = _records(kind, choice, at)
    total, pages = _size(records, choice)
    if number > pages:
        return None
    part = records[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Listed(in_reader_language(part), number, pages, total)


def _size(records: Any, choice: Choice) -> tuple[int, int]:
    """How many records a list has, and how many pages; no page if there is no list."""
    if records is None:
        return 0, 0
    total = len(records) if isinstance(records, list) else records.count()
    if total == 0 and choice != Choice():
        return 0, 0
    return total, max(1, -(-total // PER_PAGE))


def years(kind: str, at: datetime) -> list[int]:
    """The years of which a list has something, newest first."""
    if kind == "notices":
        return []
    if kind == "events":
        return sorted(
            {event.starts_at.astimezone(at.tzinfo).year for event in _past(at)},
            reverse=True,
        )
    return _dated_years(kind)


@once_per_snapshot
def _dated_years(kind: str) -> list[int]:
    field = "year" if kind == "documents" else _DATES[kind]
    rows = visible(_MODELS[kind]).filter(**{f"{field}__isnull": False}).order_by()
    value = F("year") if kind == "documents" else ExtractYear(field)
    found = rows.annotate(of_year=value).values_list("of_year", flat=True).distinct()
    return sorted(found, reverse=True)


@once_per_snapshot
def groups(kind: str) -> dict[str, list[GroupValue]]:
    """Topics of news; kinds and classes of documents: those that are in use."""
    if kind == "news":
        used = visible(NewsPage).filter(topic__isnull=False).order_by()
        topics = Topic.objects.filter(pk__in=used.values("topic")).order_by(
            "name", "pk"
        )
        return {"topik": [_group("topik", one.slug, one) for one in topics]}
    if kind == "documents":
        rows = visible(DocumentPage).order_by()
        pairs = set(rows.values_list("kind", "information_class").distinct())
        kinds, classes = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
        return {
            "jenis": [
                _group("jenis", slug, member.label)
                for member, slug in DOCUMENT_KIND_SLUGS.items()
                if member.value in kinds
            ],
            "golongan": [
                _group("golongan", slug, member.label)
                for member, slug in CLASS_SLUGS.items()
                if member.value in classes
            ],
        }
    return {}


def list_addresses() -> list[str]:
    """Every address of every list in every language, beside those of the pages."""
    at = mall_now()
    found = []
    for base, kind in _list_paths():
        for choice, pages in _choices(kind, at):
            first = 2 if choice == Choice() else 1
            for number in range(first, pages + 1):
                page = f"halaman/{number}/" if number > 1 else ""
                found.append(f"{base}{choice.path}{page}")
    return [
        localized_path(address, language)
        for address in found
        for language, _name in settings.LANGUAGES
    ]


def _list_paths() -> Iterator[tuple[str, str]]:
    for root in Site.get_site_root_paths():
        if root.language_code != settings.LANGUAGE_CODE:
            continue
        for model in INDEX_TYPES:
            pages: QuerySet[ListIndexPage] = model.objects.live().public()
            for url_path in pages.filter(
                locale__language_code=settings.LANGUAGE_CODE,
                url_path__startswith=root.root_path,
            ).values_list("url_path", flat=True):
                yield "/" + url_path[len(root.root_path) :], model.kind


def _choices(kind: str, at: datetime) -> Iterator[tuple[Choice, int]]:
    every = [Choice(), *(Choice(year=year) for year in years(kind, at))]
    every += [one.choice for values in groups(kind).values() for one in values]
    for choice in every:
        _total, pages = _size(_records(kind, choice, at), choice)
        if pages:
            yield choice, pages


def _group(group: str, slug: str, title: Any) -> GroupValue:
    return GroupValue(Choice(group=group, value=slug), title)


def _records(kind: str, choice: Choice, at: datetime) -> Any:
    """A queryset or list of records in their order; None for what no list has."""
    if kind == "notices":
        return _notices(at) if choice == Choice() else None
    if kind == "events":
        return _events(choice, at)
    rows = visible(_MODELS[kind])
    if kind == "documents":
        rows = rows.order_by(F("year").desc(nulls_last=True), "title", "-pk")
        return _documents(rows, choice)
    date_field = _DATES[kind]
    rows = rows.order_by(F(date_field).desc(nulls_last=True), "-pk")
    if kind in {"news", "albums"}:
        rows = rows.prefetch_related("pictures__image__renditions")
    if kind == "news":
        rows = rows.select_related("locale", "agency", "topic")
    if choice.year is not None:
        return rows.filter(**{f"{date_field}__year": choice.year})
    if choice.group:
        is_topic = kind == "news" and choice.group == "topik"
        return rows.filter(topic__slug=choice.value) if is_topic else None
    return rows


def _documents(rows: QuerySet[Any], choice: Choice) -> Any:
    rows = rows.prefetch_related("versions__document")
    if choice.year is not None:
        return rows.filter(year=choice.year)
    if not choice.group:
        return rows
    slugs: dict[Any, str] = (
        dict(DOCUMENT_KIND_SLUGS) if choice.group == "jenis" else dict(CLASS_SLUGS)
    )
    if choice.group == "topik":
        return None
    field = "kind" if choice.group == "jenis" else "information_class"
    value = next((key for key, slug in slugs.items() if slug == choice.value), None)
    return rows.filter(**{field: value}) if value is not None else None


def _notices(at: datetime) -> list[NoticePage]:
    """Those that count at ``at``: the most urgent first, then the newest."""
    rows = _notices_since(day_start(at))
    current = [row for row in rows if is_current(row.starts_at, row.ends_at, at)]
    return sorted(current, key=lambda notice: URGENCY_RANK[notice.urgency])


@once_per_snapshot
def _notices_since(day: datetime) -> list[NoticePage]:
    """Notices that are not over when the day begins, the newest first."""
    rows = visible(NoticePage).filter(not_over_today(day))
    return list(rows.order_by("-starts_at", "-pk"))


def _events(choice: Choice, at: datetime) -> Any:
    if choice.group:
        return None
    if choice.year is None:
        return _coming(at)
    return [
        event
        for event in _past(at)
        if event.starts_at.astimezone(at.tzinfo).year == choice.year
    ]


def end_of(event: EventPage, zone: tzinfo | None) -> datetime:
    """When an event is over; without an end, at the end of its day in ``zone``."""
    if event.ends_at is not None and not event.is_all_day:
        return event.ends_at
    last = (event.ends_at or event.starts_at).astimezone(zone)
    return last.replace(hour=23, minute=59, second=59, microsecond=0)


def _coming(at: datetime) -> list[EventPage]:
    """Events that are not over at ``at``, soonest first."""
    rows = visible(EventPage).order_by("starts_at", "pk")
    return [row for row in rows if not has_ended(end_of(row, at.tzinfo), at)]


def _past(at: datetime) -> list[EventPage]:
    rows: Iterable[EventPage] = visible(EventPage).order_by("-starts_at", "-pk")
    return [row for row in rows if has_ended(end_of(row, at.tzinfo), at)]


def current_notices(
    at: datetime, *, agency_key: Any = None, limit: int | None = None
) -> list[NoticePage]:
    """Current notices in the reader's language, of one agency or of all."""
    found = _notices(at)
    if agency_key is not None:
        found = [
            n for n in found if n.agency and n.agency.translation_key == agency_key
        ]
    return in_reader_language(found[:limit])


def coming_events(at: datetime, *, limit: int | None = None) -> list[EventPage]:
    """Events that are not over, soonest first, in the reader's language."""
    return in_reader_language(_coming(at)[:limit])


def newest_news(*, limit: int) -> list[NewsPage]:
    """The newest news in the reader's language."""
    return in_reader_language(_records("news", Choice(), mall_now())[:limit])
