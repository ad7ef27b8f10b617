"""What a service is made of, and the building."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django import template

register = template.Library()

_FOLDER = "theme/components"


@register.inclusion_tag(f"{_FOLDER}/requirement_list.html")
def requirement_list(groups: Sequence[Any], key: str = "") -> dict[str, Any]:
    """What to bring, to be ticked off; ticks stay on the device.

    Usage: ``{% requirement_list groups page.slug %}`` below its own heading.
    Variables: ``groups`` (of ``RequirementGroup``), ``key`` (names this list on the
    device; the same in all languages), by ``checklist.js``.
    """
    return {"groups": groups, "key": key}


@register.inclusion_tag(f"{_FOLDER}/step_list.html")
def step_list(steps: Sequence[Any]) -> dict[str, Any]:
    """Steps in order, along one line: who, where, how long.

    Usage: ``{% step_list steps %}`` with ``StepItem`` values.
    """
    return {"steps": steps}


@register.inclusion_tag(f"{_FOLDER}/fee_table.html")
def fee_table(
    fees: Sequence[Any], caption: str = "", closing: str = ""
) -> dict[str, Any]:
    """What it costs, amounts under each other.

    Usage: ``{% fee_table fees closing=_("There are no other fees.") %}``.
    Variables: ``fees`` (of ``FeeRow``), ``caption`` (for screen readers), ``closing``.
    """
    return {"fees": fees, "caption": caption, "closing": closing}


@register.inclusion_tag(f"{_FOLDER}/weekly_table.html")
def weekly_table(rows: Sequence[Any], caption: str = "") -> dict[str, Any]:
    """Opening hours by day, or by date for the coming closures.

    Usage: ``{% weekly_table rows caption %}`` with ``DayRow`` values. A script may set
    ``data-today`` on the row of ``data-weekday`` (1 is Monday).
    """
    return {"rows": rows, "caption": caption}


@register.inclusion_tag(f"{_FOLDER}/share_bar.html")
def share_bar(url: str, title: str, text: str = "") -> dict[str, Any]:
    """Send to WhatsApp; with a script also: share, copy the address, print.

    Usage: ``{% share_bar frame.canonical_url page.title text %}``.
    Variables: ``url`` (absolute), ``title``, ``text`` (goes before the address; the
    title if empty); ``share.js`` shows its buttons.
    """
    words = f"{text or title}\n{url}"
    return {
        "url": url,
        "title": title,
        "text": text or title,
        "whatsapp_url": f"https://wa.me/?text={quote(words, safe='')}",
    }


@register.inclusion_tag(f"{_FOLDER}/floor_band.html")
def floor_band(floor: Any) -> dict[str, Any]:
    """One floor of the building with its counters. Inside ``<ol class="floors">``.

    Usage: ``{% for floor in floors %}{% floor_band floor %}{% endfor %}`` with
    ``FloorPlan`` values, highest floor first.
    """
    return {"floor": floor}


@register.inclusion_tag(f"{_FOLDER}/feature_list.html")
def feature_list(features: Sequence[Any]) -> dict[str, Any]:
    """Facilities with their icons; what is out of order says so.

    Usage: ``{% feature_list features %}`` with ``Feature`` values.
    """
    return {"features": features}
