"""As of when a sheet is true: the moment at which its record was last published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from gerai.directory.models import AgencyPage, ServicePage
from gerai.place.selectors import mall_timezone


@dataclass(frozen=True, slots=True)
class Stand:
    """As of when, in words and for machines.

    Attributes:
        at: when the record was last published or, of a draft, saved; None if nobody
            knows.
        version: as the agency numbers its standard; may be empty.
        is_draft: not what visitors see.
    """

    at: datetime | None
    version: str
    is_draft: bool

    @property
    def day(self) -> str:
        """``24 November 2026`` in the mall's zone, or ""."""
        if self.at is None:
            return ""
        day = self.at.astimezone(mall_timezone()).date()
        return formats.date_format(day, "j F Y")

    @property
    def iso(self) -> str:
        """For the metadata of a file; to the second, in UTC; or ""."""
        return self.at.strftime("%Y-%m-%dT%H:%M:%SZ") if self.at else ""

    def text(self, address: str) -> str:
        """``Dicetak dari data 24 November 2026; versi 2; …``, for the foot of a sheet."""
        parts: list[str] = []
        if self.day:
            parts.append(_("Printed from the record of %(day)s") % {"day": self.day})
        if self.version:
            parts.append(_("version %(version)s") % {"version": self.version})
        if address:
            parts.append(_("see the latest at %(address)s") % {"address": address})
        text = "; ".join(parts)
        return text[:1].upper() + text[1:]


def stand_of(service: ServicePage, agency: AgencyPage, *, is_draft: bool) -> Stand:
    """As of when a service's sheet is true; what it inherits counts too."""
    moments = [_moment(agency, is_draft=False), _moment(service, is_draft=is_draft)]
    known = [moment for moment in moments if moment is not None]
    return Stand(max(known, default=None), service.version, is_draft)


def _moment(page: AgencyPage | ServicePage, *, is_draft: bool) -> datetime | None:
    if is_draft:
        return page.latest_revision_created_at or page.last_published_at
    return page.last_published_at or page.first_published_at
