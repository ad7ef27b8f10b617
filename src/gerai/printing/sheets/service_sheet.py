"""What the templates of a service's sheets are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from gerai.directory.models import ServicePage
from gerai.directory.presentation import (
    TrustLine,
    channel_lines,
    day_rows,
    fee_rows,
    product_lines,
    requirement_groups,
    step_items,
    trust_line,
)
from gerai.directory.selectors import HoursBook
from gerai.directory.standard import (
    Component,
    ServiceStandard,
    StandardPart,
    five_facts,
    standards_of,
)
from gerai.place.models import Mall
from gerai.place.selectors import MallFacts
from gerai.printing.sheets.stand import Stand, stand_of
from gerai.theme.addresses import localized_url
from gerai.theme.frame import ContactLine


@dataclass(frozen=True, slots=True)
class Around:
    """What the sheets of one file share; read once for all of them."""

    mall: Mall | None
    facts: MallFacts
    book: HoursBook
    language: str


@dataclass(frozen=True, slots=True)
class PartOnPaper:
    """One component of the law's fourteen, with what is to be said of its source.

    ``source`` is set if it comes from elsewhere than the rest of the record.
    """

    number: int
    key: str
    label: str
    component: Component[Any]
    source: TrustLine | None

    @property
    def is_unknown(self) -> bool:
        return self.component.is_unknown


def service_contexts(
    services: Sequence[ServicePage], around: Around, *, is_draft: bool = False
) -> list[dict[str, Any]]:
    """For ``printing/<kind>.html``, one of each service; words in the active language."""
    return [
        _context(service, standard, around, is_draft=is_draft)
        for service, standard in zip(services, standards_of(services), strict=True)
    ]


def public_address(service: ServicePage, language: str) -> str:
    """Where the page of a service is read, from ``https://`` on."""
    path = localized_url(service, language)
    return f"{settings.GERAI_BASE_URL}{iri_to_uri(path)}"


def shown_address(address: str) -> str:
    """An address as people type it: without ``https://`` and the slash at the end."""
    return address.partition("://")[2].rstrip("/")


def _context(
    service: ServicePage, standard: ServiceStandard, around: Around, *, is_draft: bool
) -> dict[str, Any]:
    agency, language = service.agency, around.language
    timetable = around.book.of_service(service)
    address = public_address(service, language)
    stand = stand_of(service, agency, is_draft=is_draft)
    channels = channel_lines(standard)
    management = [_on_paper(part, standard) for part in standard.management_parts]
    return {
        "page": service,
        "agency": agency,
        "mall": around.mall,
        "language": language,
        "is_untranslated": service.locale.language_code != language,
        "standard": standard,
        "facts": five_facts(service, standard=standard, timetable=timetable),
        "requirement_groups": requirement_groups(standard),
        "step_items": step_items(standard),
        "fee_rows": fee_rows(standard),
        "product_lines": product_lines(standard),
        "channel_lines": channels,
        "quick_channels": _reachable(channels),
        "hours_rows": day_rows(timetable, language),
        "hours_are_confirmed": bool(timetable and timetable.is_usually_confirmed),
        "trust": trust_line(standard.provenance),
        "parts": {part.key: _on_paper(part, standard) for part in standard.parts},
        "management": management,
        "unknown_management": [part for part in management if part.is_unknown],
        "stand": stand,
        "stand_text": stand.text(shown_address(address)),
        "address": address,
        "shown_address": shown_address(address),
        "title_class": title_class(service.title),
        "running": running_text(service.title, stand, address),
        "note": _note(service, language),
    }


def title_class(title: str) -> str:
    """Long names get smaller letters."""
    if len(title) <= 48:
        return ""
    return "title--long" if len(title) <= 96 else "title--longest"


def running_text(title: str, stand: Stand, address: str) -> str:
    """The line at the foot of each page of a sheet."""
    return " · ".join(text for text in (title, stand.text("")) if text)


def _on_paper(part: StandardPart, standard: ServiceStandard) -> PartOnPaper:
    component = part.component
    differs = not component.is_unknown and component.provenance != standard.provenance
    return PartOnPaper(
        number=part.number,
        key=part.key,
        label=part.label,
        component=component,
        source=trust_line(component.provenance) if differs else None,
    )


def _reachable(channels: Iterable[ContactLine]) -> list[ContactLine]:
    """The channels that fit a poster: first those that answer at once."""
    quick = ("tel:", "https://wa.me/", "sms:", "mailto:")
    return sorted(channels, key=lambda line: not str(line.url).startswith(quick))


def _note(service: ServicePage, language: str) -> str:
    """What the reader of a sheet in another language should know."""
    if service.locale.language_code == language:
        return ""
    return _("The agency's own text exists in Indonesian only so far.")
