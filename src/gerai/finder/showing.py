"""How things look in a list of results, in every language; kept with the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from gerai.directory.models import AgencyPage, LifeEventPage, ServicePage
from gerai.directory.policies import visible_agencies
from gerai.directory.selectors import in_language
from gerai.directory.standard.five_facts import floor_name
from gerai.finder.models import ElsewhereTopic, SearchDocument
from gerai.finder.selectors import service_rows
from gerai.finder.sources import Shown
from gerai.theme.addresses import localized_url

ByLanguage = dict[str, dict[str, Any]]


def in_all_languages(show: Callable[[str], Sequence[Shown]]) -> list[ByLanguage]:
    """What ``show`` gives in each language, which is active then; one per thing."""
    found: list[ByLanguage] = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            shown = show(code)
        if not found:
            found = [{} for _one in shown]
        for place, one in enumerate(shown):
            found[place][code] = asdict(one)
    return found


def shown_by_key(keys: Iterable[str], language: str) -> dict[str, Shown]:
    """What the index keeps for these documents, in one language; one query."""
    rows = SearchDocument.objects.filter(key__in=list(keys))
    return {
        key: Shown(**shown[language])
        for key, shown in rows.values_list("key", "shown")
        if language in shown
    }


def show_services(records: Sequence[ServicePage]) -> list[ByLanguage]:
    """Services with their agency and two of the five facts."""

    def show(language: str) -> list[Shown]:
        return [
            Shown(
                title=row.title,
                url=row.url,
                text=row.text,
                agency=row.agency,
                language=row.language,
                facts=[
                    {"icon": fact.icon, "value": str(fact.value)} for fact in row.facts
                ],
                badges=[
                    {"text": str(one.text), "kind": one.kind, "icon": one.icon}
                    for one in row.badges
                ],
            )
            for row in service_rows(records)
        ]

    return in_all_languages(show)


def show_agencies(records: Sequence[AgencyPage]) -> list[ByLanguage]:
    """Agencies with the place where they are."""

    def show(language: str) -> list[Shown]:
        return [
            Shown(
                title=page.title,
                url=localized_url(page, language),
                text=page.summary,
                meta=place_of(page),
                plate=str(page.floor.number) if page.is_at_mall and page.floor else "",
            )
            for page in in_language(records)
        ]

    return in_all_languages(show)


def show_life_events(records: Sequence[LifeEventPage]) -> list[ByLanguage]:
    """Life events with their drawing."""

    def show(language: str) -> list[Shown]:
        return [
            Shown(
                title=page.title,
                url=localized_url(page, language),
                text=page.summary,
                icon=page.icon,
            )
            for page in in_language(records)
        ]

    return in_all_languages(show)


def show_pages(versions: Sequence[Sequence[Page]]) -> list[ByLanguage]:
    """Pages, each given as the record followed by its translations."""

    def show(language: str) -> list[Shown]:
        chosen = [
            next((p for p in pages if p.locale.language_code == language), pages[0])
            for pages in versions
        ]
        return [
            Shown(
                title=page.title,
                url=localized_url(page, language),
                text=getattr(page, "summary", "") or page.search_description,
            )
            for page in chosen
        ]

    return in_all_languages(show)


def show_topics(topics: Sequence[ElsewhereTopic]) -> list[ByLanguage]:
    """What isn't offered; leads to the agency, if visitors may see it."""
    agencies = visible_agencies().select_related("locale", "floor")
    found = agencies.in_bulk([topic.agency_id for topic in topics if topic.agency_id])

    def show(language: str) -> list[Shown]:
        shown = []
        for topic in topics:
            agency = found.get(topic.agency_id or 0)
            is_english = language == "en"
            shown.append(
                Shown(
                    title=(is_english and topic.title_en) or topic.title,
                    text=(is_english and topic.place_en) or topic.place,
                    url=localized_url(agency, language) if agency else "",
                    agency=(agency.short_name or agency.title) if agency else "",
                )
            )
        return shown

    return in_all_languages(show)


def place_of(page: AgencyPage) -> str:
    """Where an agency is, in a few words of the active language."""
    if page.is_elsewhere:
        return _("Not at this mall")
    return floor_name(page.floor) if page.floor else _("Floor not known yet")


def search_url(text: str) -> str:
    """The search for a text in the active language."""
    return f"{reverse('finder:search')}?q={quote(text)}"
