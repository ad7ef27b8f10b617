"""What the checks of this room read, once for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Locale

from gerai.directory.choices import STANDARD_PARTS
from gerai.directory.models import AgencyPage, Counter, ServicePage
from gerai.directory.standard import ServiceStandard, standards_of
from gerai.truth.looking import Look
from gerai.truth.sections import Section

_KEYS = [key for key, _label in STANDARD_PARTS]
_DELIVERY, _MANAGEMENT = _KEYS[:6], _KEYS[6:]


@dataclass(frozen=True, slots=True)
class SeenService:
    """A published service with what visitors read of it."""

    page: ServicePage
    standard: ServiceStandard

    @property
    def weight(self) -> int:
        """Popular services hurt most when they are wrong."""
        order = self.page.popular_order
        return 0 if order is None else max(1000 - order, 1)


def agencies_seen(look: Look) -> dict[str, AgencyPage]:
    """Published agencies by path, those above the looked-at branches included."""
    rows = AgencyPage.objects.live().filter(
        locale__language_code=settings.LANGUAGE_CODE
    )
    if look.paths is not None:
        tops = {
            path[: end * 4]
            for path in look.paths
            for end in range(1, len(path) // 4 + 1)
        }
        above = rows.filter(path__in=tops)
        rows = look.within(rows) | above
    found = rows.select_related("locale", "floor", "schedule").order_by("path")
    return {agency.path: agency for agency in found}


def agencies_looked_at(look: Look) -> list[AgencyPage]:
    """The published agencies in the looked-at branches."""
    found = look.once(agencies_seen)
    if look.paths is None:
        return list(found.values())
    return [one for path, one in found.items() if path.startswith(look.paths)]


def services_seen(look: Look) -> list[SeenService]:
    """Published services of published agencies, with their standards."""
    agencies = look.once(agencies_seen)
    rows = ServicePage.objects.live().filter(
        locale__language_code=settings.LANGUAGE_CODE
    )
    rows = look.within(rows).select_related("counter__floor")
    locale = Locale.objects.filter(language_code=settings.LANGUAGE_CODE).first()
    pages = []
    for page in rows.order_by("path"):
        agency = agencies.get(page.path[: -page.steplen])
        if agency is not None:
            page.agency, page.locale = agency, locale
            pages.append(page)
    return [
        SeenService(page, standard)
        for page, standard in zip(pages, standards_of(pages), strict=True)
    ]


def parts_missing(look: Look) -> list[tuple[SeenService, list[str], list[str]]]:
    """Each service with the keys of what it lacks: for visitors, and of management.

    As ``completeness``, without the names of the parts, which take long to translate.
    """
    found = []
    for one in look.once(services_seen):
        missing = [
            [key for key in keys if one.standard.component(key).is_unknown]
            for keys in (_DELIVERY, _MANAGEMENT)
        ]
        found.append((one, missing[0], missing[1]))
    return found


def counters_seen(look: Look) -> list[Counter]:
    """All counters in the looked-at branches, whatever their agency is."""
    rows = Counter.objects.select_related("agency", "floor", "schedule")
    return list(look.within(rows, "agency__path").order_by("pk"))


def sections() -> list[Section]:
    """The agencies, by which findings are told apart; one query."""
    rows = AgencyPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    return [Section(*row) for row in rows.values_list("pk", "path", "short_name")]
