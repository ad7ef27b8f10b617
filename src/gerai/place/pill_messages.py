"""The words of the open pill, for the script that fills it in."""

from __future__ import annotations

from typing import TypedDict

from django.utils import translation
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gerai.publishing.reading import once_per_snapshot


class PillMessages(TypedDict):
    """Templates with ``{time}``, ``{day}``, ``{reason}`` or ``{phone}`` in them."""

    open: str
    openUnconfirmed: str
    openOnly: str
    openOnlyUnconfirmed: str
    closed: str
    closedToday: str
    closedNow: str
    onBreak: str
    notToday: str
    opens: str
    opensTomorrow: str
    opensDay: str
    opensUnconfirmed: str
    opensTomorrowUnconfirmed: str
    opensDayUnconfirmed: str
    unconfirmed: str
    unknown: str
    call: str
    time: str
    date: str
    weekdays: list[str]
    months: list[str]


@once_per_snapshot
def pill_messages(language: str) -> PillMessages:
    """All texts that ``open-now.js`` puts together, in ``language``.

    ``weekdays`` starts on Monday, ``months`` in January. ``time`` and ``date`` are how
    the language writes them.
    """
    with translation.override(language):
        return {
            "open": _("Open until {time}"),
            "openUnconfirmed": _("Usually open until {time}"),
            "openOnly": pgettext("open pill", "Open"),
            "openOnlyUnconfirmed": _("Usually open now"),
            "closed": pgettext("open pill", "Closed"),
            "closedToday": _("Closed today: {reason}"),
            "closedNow": _("Closed for now: {reason}"),
            "onBreak": _("On a break"),
            "notToday": _("No service today"),
            "opens": _("opens again at {time}"),
            "opensTomorrow": _("opens again tomorrow at {time}"),
            "opensDay": _("opens again on {day} at {time}"),
            "opensUnconfirmed": _("usually opens again at {time}"),
            "opensTomorrowUnconfirmed": _("usually opens again tomorrow at {time}"),
            "opensDayUnconfirmed": _("usually opens again on {day} at {time}"),
            "unconfirmed": _("hours not confirmed"),
            "unknown": _("Hours not known"),
            "call": _("call {phone}"),
            "time": pgettext("time of day", "{hour}:{minute}"),
            "date": pgettext("day without a year", "{weekday}, {day} {month}"),
            "weekdays": [str(WEEKDAYS[number]) for number in range(7)],
            "months": [str(MONTHS[number]) for number in range(1, 13)],
        }
