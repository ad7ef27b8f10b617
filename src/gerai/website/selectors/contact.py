"""Where the mall is and how to reach it, with what isn't settled yet."""

from __future__ import annotations

from dataclasses import dataclass

from gerai.directory.presentation import TrustLine, trust_line
from gerai.place.choices import FactKind
from gerai.place.contacts import contact_lines, geo_url, map_url
from gerai.place.models import MallFact
from gerai.theme.frame import ContactLine
from gerai.theme.parts import FactRow
from gerai.website.sourced import sourced_row
from gerai.website.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class SourcedText:
    """A text with where it comes from; ``when`` in words, "" if the source bears none."""

    text: str
    trust: TrustLine | None
    when: str


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """What the contact page shows.

    Attributes:
        address: the shown one, None if none is known.
        other_addresses: what other sources say; the visitor should make sure.
        map_url: a page of OpenStreetMap, "" if there is nothing to look for.
        geo_url: opens the phone's own map; "" if the position is not known.
        phone: the line to call to make sure, None if none is known.
    """

    address: SourcedText | None
    other_addresses: tuple[SourcedText, ...]
    map_url: str
    geo_url: str
    channels: tuple[FactRow, ...]
    phone: ContactLine | None
    operator: str


def contact_details(around: Surroundings) -> ContactDetails:
    """Everything about reaching the mall; needs no query."""
    facts = around.facts
    address = facts.shown.get(FactKind.ADDRESS)
    position = facts.value(FactKind.COORDINATES)
    lines = contact_lines(facts.contacts, around.language)
    return ContactDetails(
        address=_sourced(address, around) if address else None,
        other_addresses=tuple(
            _sourced(fact, around)
            for fact in facts.conflicts.get(FactKind.ADDRESS, ())
            if not fact.is_shown
        ),
        map_url=map_url(position, address.value if address else ""),
        geo_url=geo_url(position),
        channels=tuple(
            sourced_row(line.label, line.text, fact.provenance_value(), url=line.url)
            for fact, line in zip(facts.contacts, lines, strict=True)
        ),
        phone=phone_line(around),
        operator=around.mall.operator_name if around.mall else "",
    )


def phone_line(around: Surroundings) -> ContactLine | None:
    """The number to call to make sure; None if none is known."""
    fact = around.facts.shown.get(FactKind.PHONE)
    if fact is None:
        return None
    return contact_lines([fact], around.language)[0]


def _sourced(fact: MallFact, around: Surroundings) -> SourcedText:
    provenance = fact.provenance_value()
    return SourcedText(
        text=around.text(fact.value, fact.value_en),
        trust=trust_line(provenance),
        when=provenance.as_of.format() if provenance.as_of else "",
    )
