"""The services that can be added to a visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from gerai.directory.models import ServicePage
from gerai.directory.policies import visible_services
from gerai.directory.selectors import agencies, in_language
from gerai.guidance.visit.state import Visit

MAX_CHOICES = 400
"""More than this nobody scrolls through; then the list of services is the way."""


@dataclass(frozen=True, slots=True)
class AgencyChoices:
    """The services of one agency: ``agency/service`` and title."""

    name: str
    services: tuple[tuple[str, str], ...]


def service_choices(visit: Visit, language: str) -> list[AgencyChoices]:
    """What isn't in the visit yet, by agency; empty if the visit is full or it is a lot.

    Reads names only: four queries at most.
    """
    if visit.is_full:
        return []
    rows = list(
        visible_services()
        .order_by("path")
        .values_list("path", "slug", "title", "translation_key")[: MAX_CHOICES + 1]
    )
    if len(rows) > MAX_CHOICES:
        return []
    titles = _titles([key for *_rest, key in rows], language)
    by_agency: dict[str, list[tuple[str, str, Any]]] = {}
    for path, slug, title, key in rows:
        agency_path = path[: -ServicePage.steplen]
        by_agency.setdefault(agency_path, []).append((slug, title, key))
    records = agencies(settings.LANGUAGE_CODE)
    found = []
    for record, shown in zip(records, in_language(records, language), strict=True):
        services = tuple(
            (f"{record.slug}/{slug}", titles.get(key, title))
            for slug, title, key in by_agency.get(record.path, ())
            if f"{record.slug}/{slug}" not in visit.services
        )
        if services:
            found.append(AgencyChoices(shown.short_name, services))
    return found


def _titles(keys: list[Any], language: str) -> dict[Any, str]:
    if language == settings.LANGUAGE_CODE:
        return {}
    translated = ServicePage.objects.filter(
        live=True,
        alias_of__isnull=True,
        locale__language_code=language,
        translation_key__in=keys,
    )
    return dict(translated.values_list("translation_key", "title"))
