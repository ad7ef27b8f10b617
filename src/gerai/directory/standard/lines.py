"""One item of a component as one line of words, in the active language.

For the desk: what is inherited, what changed. Visitors read the components of ``theme``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gerai.directory.choices import ProductForm, RequirementKind, StepPlace
from gerai.directory.standard.values import (
    Case,
    ComplaintChannel,
    Component,
    Duration,
    Fee,
    LegalReference,
    ManagementText,
    Product,
    Requirement,
    ServiceStandard,
    Step,
)
from gerai.directory.standard.wording import (
    capitalised,
    copies_text,
    duration_text,
    fee_text,
    length_text,
    validity_text,
)


def component_lines(standard: ServiceStandard, key: str) -> list[str]:
    """The items of one of the 14 components, one line each; empty if unknown."""
    component: Component[Any] = standard.component(key)
    labels = {case.key: case.label for case in standard.cases}
    return [item_line(item, labels) for item in component]


def item_line(item: Any, case_labels: Mapping[str, str] | None = None) -> str:
    """One item of any component in a line.

    Args:
        case_labels: names of cases by key, for items of some cases only.
    """
    line = _LINES[type(item)](item)
    cases = [
        (case_labels or {}).get(key, key) for key in getattr(item, "cases", ()) or ()
    ]
    if cases:
        line = _("%(line)s (only: %(cases)s)") % {
            "line": line,
            "cases": ", ".join(cases),
        }
    return line


def _case(case: Case) -> str:
    return _joined(case.label, case.description)


def _requirement(one: Requirement) -> str:
    text = f"{one.condition.rstrip(': ')}: {one.text}" if one.condition else one.text
    kind = "" if one.kind == RequirementKind.DOCUMENT else str(one.kind.label)
    marks = [kind, copies_text(one)]
    if one.is_optional:
        marks.append(_("useful but not needed"))
    if one.form is not None:
        marks.append(_("form: %(title)s") % {"title": one.form.title})
    return _joined(_marked(text, *marks), one.note)


def _step(step: Step) -> str:
    where = step.place_note
    if not where and step.place != StepPlace.UNKNOWN:
        where = str(step.place.label)
    how_long = length_text(step.length) if step.length else ""
    return _marked(step.text, str(step.actor.label), where, how_long)


def _duration(duration: Duration) -> str:
    if duration.length is None:
        return duration.note
    start = ""
    if duration.starts_from:
        start = _("counted from %(start)s") % {"start": duration.starts_from}
    return _joined(_marked(capitalised(duration_text(duration)), start), duration.note)


def _fee(fee: Fee) -> str:
    amount = fee_text(fee)
    if fee.per:
        amount = f"{amount} {_('per %(unit)s') % {'unit': fee.per}}"
    line = f"{fee.label}: {amount}" if fee.label else amount
    basis = fee.basis.title if fee.basis is not None else ""
    return _joined(_marked(line, basis), fee.note)


def _product(product: Product) -> str:
    form = "" if product.form == ProductForm.UNKNOWN else str(product.form.label)
    return _joined(_marked(product.name, form, validity_text(product)), product.note)


def _channel(channel: ComplaintChannel) -> str:
    return _joined(f"{channel.kind.label}: {channel.value}", channel.note)


def _regulation(reference: LegalReference) -> str:
    return _joined(reference.title, reference.full_title)


def _management(text: ManagementText) -> str:
    return text.text


_LINES: Mapping[type[Any], Callable[[Any], str]] = {
    Case: _case,
    Requirement: _requirement,
    Step: _step,
    Duration: _duration,
    Fee: _fee,
    Product: _product,
    ComplaintChannel: _channel,
    LegalReference: _regulation,
    ManagementText: _management,
}


def _marked(text: str, *marks: str) -> str:
    known = [mark for mark in marks if mark]
    return f"{text} ({', '.join(known)})" if known else text


def _joined(text: str, more: str) -> str:
    return (
        pgettext("a line and its note", "%(line)s. %(note)s")
        % {
            "line": text.rstrip("."),
            "note": more,
        }
        if more
        else text
    )
