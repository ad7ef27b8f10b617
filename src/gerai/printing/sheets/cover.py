"""The first pages of a file of many services: whose it is, and what stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.encoding import iri_to_uri

from gerai.directory.models import ServicePage
from gerai.place.selectors import current_mall
from gerai.printing.choices import SheetKind
from gerai.printing.press import Sheet
from gerai.printing.sheets.service_sheet import shown_address, title_class
from gerai.printing.sheets.stand import Stand, stand_of
from gerai.theme.addresses import localized_url

_LETTERS = (11.0, (1.0, 0.92, 0.85))


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One service in the table of contents; ``number`` is that of its sheet."""

    title: str
    number: int


def cover_sheet(
    services: Sequence[ServicePage], kind: SheetKind, language: str, *, is_draft: bool
) -> Sheet:
    """The cover of a file with a sheet of each of ``services``, all of one agency.

    Raises:
        ValueError: for no service at all.
    """
    if not services:
        raise ValueError("a file of no services")
    agency = services[0].agency
    stands = [stand_of(one, one.agency, is_draft=is_draft) for one in services]
    latest = max((one.at for one in stands if one.at is not None), default=None)
    stand = Stand(latest, "", is_draft)
    path = localized_url(agency, language)
    address = f"{settings.GERAI_BASE_URL}{iri_to_uri(path)}" if path else ""
    with translation.override(language):
        html = render_to_string(
            "printing/cover.html",
            {
                "agency": agency,
                "mall": current_mall(),
                "language": language,
                "kind_label": kind.label,
                "lines": [
                    CoverLine(service.title, number)
                    for number, service in enumerate(services, start=1)
                ],
                "stand": stand,
                "stand_text": stand.text(shown_address(address)),
                "address": address,
                "shown_address": shown_address(address),
                "title_class": title_class(agency.title),
                "running": agency.title,
            },
        )
    return Sheet(html, *_LETTERS)
