"""Says in one line where something comes from and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from gerai.place.choices import TrustLevel
from gerai.place.provenance import ProvenanceValue


@dataclass(frozen=True, slots=True)
class TrustLine:
    """What the component ``trust_line`` draws."""

    level: str
    text: str
    source_url: str = ""
    source_label: str = ""


def trust_line(value: ProvenanceValue | None) -> TrustLine | None:
    """The line for a statement; None if nothing is known about its origin."""
    if value is None:
        return None
    url = value.link
    titles = [one for one in value.sources if not one.startswith("http")]
    return TrustLine(
        level=value.trust.value,
        text=_sentence(value),
        source_url=url,
        source_label=titles[0] if titles else _host(url),
    )


def _sentence(value: ProvenanceValue) -> str:
    when = value.as_of.format() if value.as_of else ""
    if value.trust == TrustLevel.CONFIRMED:
        if value.confirmed_by_name:
            return _("Confirmed by %(name)s") % {"name": value.confirmed_by_name}
        return _("Confirmed")
    texts = {
        TrustLevel.LOCAL: (
            _("From a source about this mall, not confirmed yet"),
            _("From a source about this mall of %(when)s, not confirmed yet"),
        ),
        TrustLevel.UNIFORM: (
            _("From the agency's uniform standard, not confirmed here yet"),
            _("From the agency's uniform standard of %(when)s, not confirmed here yet"),
        ),
        TrustLevel.GENERAL: (
            _("A general reference: make sure before you come"),
            _("A general reference of %(when)s: make sure before you come"),
        ),
    }
    undated, dated = texts[value.trust]
    return dated % {"when": when} if when else undated


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
