"""What the page of a service puts together from the values that it is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gerai.directory.choices import FeeKind
from gerai.directory.models import AgencyPage, LifeEventPage, ServicePage
from gerai.directory.presentation import TrustLine, background, pieces, trust_line
from gerai.directory.presentation.downloads import downloads_of
from gerai.directory.standard import (
    Component,
    FactKey,
    Origin,
    ServiceFact,
    ServiceStandard,
    StandardPart,
)
from gerai.directory.standard.wording import capitalised, duration_text
from gerai.place.choices import TrustLevel
from gerai.theme.addresses import localized_path
from gerai.theme.parts import FactRow, FeeRow, FormFile

register = template.Library()

CONTACT_PATH = "/kontak/"
_SHORT_NOTE = 24
"""Characters of a remark that fit on one line beside its label at 360 px."""


@register.simple_tag
def quick_lines() -> SafeString:
    """The ways to ask the mall that answer at once: telephone and WhatsApp."""
    return pieces.quick_lines()


@register.simple_tag
def service_facts(page: ServicePage) -> SafeString:
    """The five facts at the top of the page of a service."""
    return pieces.facts(page)


@register.simple_tag
def service_place(page: ServicePage) -> SafeString:
    """Where in the mall a service is had, and when."""
    return pieces.place(page)


@register.simple_tag
def service_hours(page: ServicePage) -> SafeString:
    """What the script of the open pill reads of when a service is had at the mall."""
    return pieces.hours_script(page)


@register.simple_tag
def complaints(page: AgencyPage | ServicePage) -> SafeString:
    """Where to complain about a service or an agency, if anybody says so."""
    return background.complaints(page)


@register.inclusion_tag("directory/includes/behind_it.html")
def service_background(page: ServicePage) -> dict[str, Any]:
    """What stands behind the page: law, decree, management, sources."""
    return {"page": page, "behind": background.background_of(page)}


@register.simple_tag
def beside_service(page: ServicePage) -> SafeString:
    """What people need before, after or along with this service."""
    return pieces.beside(page)


@register.simple_tag
def other_life_events(page: LifeEventPage) -> SafeString:
    """What else may have happened to the reader of a life event's page."""
    return pieces.other_ways_in(page)


@register.simple_tag
def scan_code(address: str) -> SafeString:
    """The code on paper that leads to an address."""
    return pieces.scan_code(address)


@register.simple_tag
def report_url(title: str) -> str:
    """The contact page with the subject named, for "this is wrong or unclear"."""
    path = localized_path(CONTACT_PATH, get_language() or "id")
    return f"{path}?{urlencode({'tentang': title})}"


@register.simple_tag
def checklist_key(page: ServicePage) -> str:
    """Names the ticks on the device; the same in all languages."""
    return f"{page.agency.slug}/{page.slug}"


@register.simple_tag
def downloads(page: ServicePage) -> list[FormFile]:
    """What other rooms make of a service for taking away: sheets to print."""
    if not isinstance(page, ServicePage):
        return []  # an agency's page has the same part, and no sheet of its own
    return downloads_of(page, get_language() or "id")


@dataclass(frozen=True, slots=True)
class DurationRow:
    """One case with its time; ``is_in_words`` if nobody has put it in numbers."""

    label: str
    time: str
    note: str = ""
    is_in_words: bool = False


@register.simple_tag
def duration_rows(standard: ServiceStandard) -> list[DurationRow]:
    """How long it takes, one row per case, each with its starting point."""
    return [
        DurationRow(
            label=standard.case_labels(one.cases) or _("Until it is finished"),
            time=capitalised(duration_text(one)),
            note=_sentences(
                _("counted from %(start)s") % {"start": one.starts_from}
                if one.starts_from
                else "",
                one.note if one.length is not None else "",
            ),
            is_in_words=one.length is None,
        )
        for one in standard.durations
    ]


@register.simple_tag
def short_facts(facts: Iterable[ServiceFact]) -> list[ServiceFact]:
    """The five facts as they fit on the first screen of a phone.

    Each keeps one remark; the page below says the rest. What only the script of the
    open pill would add, that hours are not confirmed, joins the words without script.
    """
    return [_short(fact) for fact in facts]


@register.simple_tag
def common_basis(rows: Sequence[FeeRow]) -> FeeRow | None:
    """A fee whose basis is that of all of them; None if they differ."""
    bases = {(row.basis, row.basis_url) for row in rows}
    return rows[0] if len(rows) > 1 and len(bases) == 1 and rows[0].basis else None


@register.simple_tag
def without_basis(rows: Sequence[FeeRow], common: FeeRow | None) -> list[FeeRow]:
    """The fees without the basis that is said once for all of them."""
    return [replace(row, basis="", basis_url="") if common else row for row in rows]


@register.simple_tag
def source_of(
    component: Component[Any], standard: ServiceStandard | None
) -> TrustLine | None:
    """Where one component comes from, if elsewhere than the rest of the record.

    ``standard``: that record's; None where the rest of it isn't shown beside.
    """
    if component.is_unknown:
        return None
    if standard is not None and component.provenance == standard.provenance:
        return None
    return trust_line(component.provenance)


@register.simple_tag
def source_rows(parts: Iterable[StandardPart]) -> list[FactRow]:
    """The sources of components, each with those that rest on it; ``facts_table``.

    In the order of the law, by the first component of each source.
    """
    grouped: dict[tuple[TrustLine, str], list[str]] = {}
    line_of = cache(trust_line)  # most parts have the same source
    for part in parts:
        line = line_of(part.component.provenance)
        if line is not None:
            shared = shared_by(part.component)
            grouped.setdefault((line, shared), []).append(part.label)
    return [
        FactRow(
            label=", ".join(labels),
            value=_joined(line.text, shared),
            level=line.level,
            source=line.source_label,
            source_url=line.source_url,
        )
        for (line, shared), labels in grouped.items()
    ]


@register.simple_tag
def document_rows(page: ServicePage) -> list[FactRow]:
    """The decree behind the standard, and who checks it when; ``facts_table``.

    What is not known stands in one row without a value.
    """
    rows = [
        FactRow(label=_("Decree"), value=_decree(page)),
        FactRow(label=_("In force since"), value=_day(page.effective_from)),
        FactRow(label=_("Version"), value=page.version),
        FactRow(label=_("Last checked"), value=_checked(page)),
        FactRow(label=_("Next check"), value=_day(page.next_review_on)),
    ]
    known = [row for row in rows if row.value]
    unknown = [str(row.label) for row in rows if not row.value]
    return [*known, FactRow(", ".join(unknown), "")] if unknown else known


@register.simple_tag
def review_words(page: AgencyPage | ServicePage) -> str:
    """Who checked the page when, and when it is due again; "" if nobody has.

    Only a service has a day for its next check.
    """
    checked = _checked(page)
    if not checked:
        return ""
    words = _("Last checked: %(when)s.") % {"when": checked}
    due_on = page.next_review_on if isinstance(page, ServicePage) else None
    if due_on is None:
        return words
    due = _("Next check: %(day)s.") % {"day": _day(due_on)}
    return f"{words} {due}"


@register.filter
def shared_by(component: Component[Any]) -> str:
    """Says that an inherited component holds for more than this service; else ""."""
    return {
        Origin.AGENCY: _("the same for all services of this agency"),
        Origin.MALL: _("the same for all services in the mall"),
    }.get(component.inherited_from or Origin.SERVICE, "")


@register.filter
def has_no_other_fees(standard: ServiceStandard) -> bool:
    """Whether it may be said that nothing else is charged.

    Only if the agency itself vouches for the fees and none is left open.
    """
    fees = standard.fees
    return bool(
        fees.provenance
        and fees.provenance.trust == TrustLevel.CONFIRMED
        and all(fee.kind != FeeKind.FORMULA for fee in fees)
    )


def _short(fact: ServiceFact) -> ServiceFact:
    remarks = [remark for remark in fact.note.split(", ") if remark]
    if fact.key == FactKey.WHEN and fact.pill_key:
        return replace(fact, value=" · ".join([fact.value, *remarks]), note="")
    if fact.key == FactKey.WHERE:
        # "Ask first whether it is offered here" comes last and matters most.
        return replace(fact, note=remarks[-1]) if remarks else fact
    if fact.key == FactKey.BRING:
        # A number says enough; words such as "depends" need their remark.
        return replace(fact, note="") if fact.value[:1].isdigit() else fact
    return fact if len(fact.note) <= _SHORT_NOTE else replace(fact, note="")


def _decree(page: ServicePage) -> str:
    if page.decree_number and page.decree_date:
        return _("%(number)s of %(day)s") % {
            "number": page.decree_number,
            "day": _day(page.decree_date),
        }
    return page.decree_number or _day(page.decree_date)


def _checked(page: AgencyPage | ServicePage) -> str:
    day = _day(page.reviewed_on)
    if day and page.confirmed_by_name:
        return _("%(day)s, by %(name)s") % {"day": day, "name": page.confirmed_by_name}
    return day


def _day(day: Any) -> str:
    return formats.date_format(day, "j F Y") if day else ""


def _sentences(*texts: str) -> str:
    return " ".join(f"{capitalised(text).rstrip('.')}." for text in texts if text)


def _joined(*texts: str) -> str:
    return ", ".join(text.rstrip(".") for text in texts if text)
