"""The visit as a message that one can send: complete, and short enough to be read."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext as _

from gerai.guidance.visit import showing, wording
from gerai.guidance.visit.planning import Plan
from gerai.theme.parts import RequirementItem

MAX_LINKED_CHARACTERS = 1_800
"""Longer texts are refused by some phones as part of an address."""


def message_text(plan: Plan, *, title: str, language: str) -> str:
    """Plain text: when, which services where, what to bring, what to pay.

    The address of the page isn't part of it; whoever sends the text puts it below.
    """
    lines = [f"*{title}*"]
    if plan.day is not None and plan.common is not None:
        day = wording.day_text(plan.day, plan.common, language)
        lines.append(_("Earliest day: %(day)s") % {"day": day})
    lines += ["", *_services(plan)]
    papers = [
        _line(item)
        for group in showing.requirement_groups(plan)
        for item in group.items
    ]
    if papers:
        lines += ["", _("Bring this:"), *papers]
    if missing := showing.without_requirements(plan):
        lines.append(_("Ask what to bring for: %(services)s") % {"services": missing})
    total = wording.total_text(plan.total, len(plan.stops))
    note = wording.total_note(plan.total) if len(plan.stops) > 1 else ""
    lines += ["", _("Cost: %(cost)s") % {"cost": f"{total}, {note}" if note else total}]
    return "\n".join(lines)


def whatsapp_url(text: str, url: str) -> str:
    """A link that opens WhatsApp with the text and the address of the page.

    A text that is too long for a link ends early and leads to the page.
    """
    if len(text) > MAX_LINKED_CHARACTERS:
        kept = text[:MAX_LINKED_CHARACTERS].rpartition("\n")[0]
        text = "\n".join([kept, _("… the whole list:")])
    whole = "\n".join([text, url])
    return f"https://wa.me/?text={quote(whole, safe='')}"


def _services(plan: Plan) -> list[str]:
    lines, number = [], 0
    for station in plan.stations:
        for stop in station.stops:
            number += 1
            case = f" ({stop.case.label})" if stop.case else ""
            place = wording.place_text(stop)
            agency = stop.page.agency.short_name
            where = place if agency in place else f"{agency}, {place}"
            lines.append(f"{number}. {stop.page.title}{case}: {where}")
    return lines


def _line(item: RequirementItem) -> str:
    text = f"{item.condition}: {item.text}" if item.condition else str(item.text)
    wanted = [str(mark) for mark in item.marks]
    if item.is_optional:
        wanted.append(_("if you have it"))
    return f"- {text} ({', '.join(wanted)})" if wanted else f"- {text}"
