"""The words of services, agencies, life events, pages and of what isn't offered here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F
from django.utils.html import strip_tags
from wagtail.models import Page

from gerai.directory.models import AgencyPage, LifeEventPage, ServicePage
from gerai.directory.policies import (
    visible_agencies,
    visible_life_events,
    visible_services,
)
from gerai.directory.standard.parsing import raw_items
from gerai.finder.documents import Source
from gerai.finder.models import ElsewhereTopic
from gerai.finder.showing import (
    show_agencies,
    show_life_events,
    show_pages,
    show_services,
    show_topics,
)
from gerai.finder.sources import (
    AGENCY,
    ELSEWHERE,
    LIFE_EVENT,
    PAGE,
    SERVICE,
    key_of,
    page_models,
)

Keys = Collection[str] | None
_LAST = 9999
_BODY_LENGTH = 4_000
_DETAILS = {"requirements": ("text", "condition"), "products": ("name",)}


def collect_services(keys: Keys) -> Iterator[Source]:
    """One document for a service, with its words in all languages."""
    services = visible_services().annotate(agency_path=F("agency_path"))
    records = list(_chosen(services.select_related("locale"), keys))
    versions = _versions(ServicePage, records)
    agencies = _agency_names({record.agency_path for record in records})
    for record, shown in zip(records, show_services(records), strict=True):
        texts: dict[str, list[str]] = defaultdict(list)
        for page in versions[record.translation_key]:
            texts["title"].append(page.title)
            texts["official"].append(page.official_name)
            texts["alias"] += page.other_name_list
            texts["case"] += _labels(page)
            texts["summary"] += [page.summary, page.audience]
            texts["detail"] += [page.category.replace("-", " "), *_details(page)]
        texts["agency"] = agencies.get(record.agency_path, [])
        yield Source(
            key=key_of(SERVICE, record.translation_key),
            kind=SERVICE,
            target=str(record.pk),
            rank=record.popular_order or _LAST,
            texts=_written(texts),
            shown=shown,
        )


def collect_agencies(keys: Keys) -> Iterator[Source]:
    """Agencies by their names in all languages."""
    records = list(_chosen(visible_agencies().select_related("floor", "locale"), keys))
    versions = _versions(AgencyPage, records)
    for record, shown in zip(records, show_agencies(records), strict=True):
        pages = versions[record.translation_key]
        yield Source(
            key=key_of(AGENCY, record.translation_key),
            kind=AGENCY,
            shown=shown,
            target=str(record.pk),
            texts=_written(
                {
                    "title": [page.title for page in pages],
                    "alias": [page.short_name for page in pages],
                    "summary": [page.summary for page in pages],
                }
            ),
        )


def collect_life_events(keys: Keys) -> Iterator[Source]:
    """Life events by title and summary."""
    records = list(_chosen(visible_life_events().select_related("locale"), keys))
    versions = _versions(LifeEventPage, records)
    for record, shown in zip(records, show_life_events(records), strict=True):
        pages = versions[record.translation_key]
        yield Source(
            key=key_of(LIFE_EVENT, record.translation_key),
            kind=LIFE_EVENT,
            shown=shown,
            target=str(record.pk),
            texts=_written(
                {
                    "title": [page.title for page in pages],
                    "summary": [page.summary for page in pages],
                }
            ),
        )


def collect_pages(keys: Keys) -> Iterator[Source]:
    """All other public pages: of text, of hours, of floors."""
    hidden = tuple(
        Page.objects.filter(live=False, depth__gte=2).values_list("path", flat=True)
    )
    records = [
        record
        for record in _chosen(
            Page.objects.live()
            .public()
            .filter(depth__gte=3, locale__language_code=settings.LANGUAGE_CODE)
            .not_type(*page_models())
            .select_related("locale")
            .specific(),
            keys,
        )
        if not record.path.startswith(hidden)
    ]
    versions = _specific(_versions(Page, records))
    shown_pages = show_pages([versions[record.translation_key] for record in records])
    for record, shown in zip(records, shown_pages, strict=True):
        pages = versions[record.translation_key]
        yield Source(
            key=key_of(PAGE, record.translation_key),
            kind=PAGE,
            shown=shown,
            target=str(record.pk),
            texts=_written(
                {
                    "title": [page.title for page in pages],
                    "summary": [
                        getattr(page, "summary", "") or page.search_description
                        for page in pages
                    ],
                    "body": [_body(page) for page in pages],
                }
            ),
        )


def collect_topics(keys: Keys) -> Iterator[Source]:
    """What people look for in vain."""
    chosen = ElsewhereTopic.objects.order_by("pk")
    if keys is not None:
        chosen = chosen.filter(pk__in=[key for key in keys if key.isdigit()])
    topics = list(chosen)
    for topic, shown in zip(topics, show_topics(topics), strict=True):
        yield Source(
            key=key_of(ELSEWHERE, topic.pk),
            kind=ELSEWHERE,
            shown=shown,
            target=str(topic.pk),
            texts=_written(
                {
                    "title": [topic.title, topic.title_en],
                    "alias": topic.words.splitlines(),
                }
            ),
        )


def _chosen(records: Any, keys: Keys) -> Any:
    if keys is not None:
        records = records.filter(translation_key__in=list(keys))
    return records.order_by("path")


def _versions(model: type[Any], records: Iterable[Any]) -> dict[Any, list[Any]]:
    """Each record followed by its live translations; an alias has no own words."""
    given = list(records)
    found: dict[Any, list[Any]] = {record.translation_key: [record] for record in given}
    others = (
        model.objects.filter(live=True, alias_of__isnull=True)
        .filter(translation_key__in=list(found))
        .exclude(locale__language_code=settings.LANGUAGE_CODE)
        .select_related("locale")
        .order_by("locale__language_code", "pk")
    )
    for page in others if given else ():
        found[page.translation_key].append(page)
    return found


def _specific(versions: dict[Any, list[Any]]) -> dict[Any, list[Any]]:
    """The same as pages of their types, without those that are just being deleted."""
    return {
        key: [record, *filter(None, map(_specific_or_none, others))]
        for key, (record, *others) in versions.items()
    }


def _specific_or_none(page: Page) -> Page | None:
    """Of a page that is being deleted, the row that all pages have is the last to go."""
    try:
        return page.specific
    except ObjectDoesNotExist:
        return None


def _agency_names(paths: set[str]) -> dict[str, list[str]]:
    """Names of agencies in all languages, by the path of the record."""
    records = AgencyPage.objects.filter(path__in=paths).order_by("path")
    versions = _versions(AgencyPage, records)
    return {
        record.path: [
            text
            for page in versions[record.translation_key]
            for text in (page.title, page.short_name)
        ]
        for record in records
    }


def _labels(page: ServicePage) -> list[str]:
    return [str(child.value.get("label") or "") for child in page.cases]


def _details(page: ServicePage) -> list[str]:
    found = []
    for component, names in _DETAILS.items():
        for item in raw_items(page, component):
            value = item.get("value")
            if isinstance(value, dict):
                found += [str(value.get(name) or "") for name in names]
    return found


def _body(page: Any) -> str:
    body = getattr(page, "body", None)
    if body is None or not hasattr(body, "stream_block"):
        return ""
    parts = body.stream_block.get_searchable_content(body)
    return strip_tags(" ".join(str(part) for part in parts))[:_BODY_LENGTH]


def _written(texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """Without what is empty or there twice."""
    found = {
        name: list(dict.fromkeys(text.strip() for text in given if text.strip()))
        for name, given in texts.items()
    }
    return {name: given for name, given in found.items() if given}
