"""Says in one line where something comes from and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.utils import formats
from django.utils.translation import gettext as _

from gerai.place.choices import TrustLevel
from gerai.place.provenance import ProvenanceValue
from gerai.place.selectors import mall_timezone


@dataclass(frozen=True, slots=True)
class TrustLine:
    """What the component ``trust_line`` draws."""

    level: str
    text: str
    source_url: str = ""
    source_label: str = ""


def trust_line(value: ProvenanceValue | None) -> TrustLine | None:
    """The line for a statement; None if there is no statement."""
    if value is None:
        return None
    titles = [one for one in value.sources if not one.startswith("http")]
    return TrustLine(
        level=value.trust.value,
        text=_sentence(value),
        source_url=value.link,
        source_label=titles[0] if titles else _host(value.link),
    )


def review_text(reviewed_on: date | None) -> str:
    """When somebody last checked the page; "" if nobody has."""
    if reviewed_on is None:
        return ""
    return _("Last checked on %(day)s.") % {
        "day": formats.date_format(reviewed_on, "j F Y")
    }


def _sentence(value: ProvenanceValue) -> str:
    if value.trust == TrustLevel.CONFIRMED:
        return _confirmed(value)
    when = value.as_of.format() if value.as_of else ""
    undated, dated = {
        TrustLevel.LOCAL: (
            _("From a source about this mall, not confirmed by the agency yet"),
            _(
                "From a source about this mall of %(when)s, not confirmed by the "
                "agency yet"
            ),
        ),
        TrustLevel.UNIFORM: (
            _("From the agency's uniform standard, not confirmed here yet"),
            _("From the agency's uniform standard of %(when)s, not confirmed here yet"),
        ),
        TrustLevel.GENERAL: (
            _("A general reference: make sure at the counter"),
            _("A general reference of %(when)s: make sure at the counter"),
        ),
    }[value.trust]
    return dated % {"when": when} if when else undated


def _confirmed(value: ProvenanceValue) -> str:
    if value.confirmed_at is None:
        return _("Confirmed by the agency")
    day = value.confirmed_at.astimezone(mall_timezone()).date()
    text = formats.date_format(day, "j F Y")
    if not value.confirmed_by_name:
        return _("Confirmed by the agency on %(day)s") % {"day": text}
    return _("Confirmed by %(name)s on %(day)s") % {
        "name": value.confirmed_by_name,
        "day": text,
    }


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
