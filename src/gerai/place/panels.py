"""What the desk shows of the mall's records, in the order in which one fills them in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    Panel,
)

from gerai.place.selectors import holiday_calendar, mall_today
from gerai.place.wording import date_text

DAYS_LISTED = 400


def provenance_panel() -> MultiFieldPanel:
    """Where a fact comes from; the same on every screen."""
    return MultiFieldPanel(
        [
            FieldPanel("source"),
            FieldRowPanel([FieldPanel("source_as_of"), FieldPanel("trust")]),
            FieldPanel("provenance_note"),
        ],
        heading=_("Where this comes from"),
        help_text=_("Visitors see how far they can rely on it."),
    )


class HolidayListPanel(Panel):
    """The coming holidays as they stand now, to choose from."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "place/panels/holiday_list.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            today = mall_today()
            language = get_language() or settings.LANGUAGE_CODE
            found = holiday_calendar().between(
                today, today + timedelta(days=DAYS_LISTED)
            )
            context["holidays"] = [
                {
                    "day": date_text(day, language),
                    "name": holiday.name.in_language(language),
                    "kind": holiday.kind.label,
                    "is_estimated": holiday.is_estimated,
                }
                for day, holiday in found
            ]
            return context


MALL_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("short_name"), FieldPanel("timezone")]),
            FieldPanel("tagline"),
            FieldPanel("tagline_en"),
            FieldRowPanel([FieldPanel("city"), FieldPanel("province")]),
        ],
        heading=_("The mall"),
    ),
    MultiFieldPanel(
        [FieldPanel("operator_name"), FieldPanel("operator_short_name")],
        heading=_("Who runs it"),
    ),
    FieldPanel("schedule"),
    FieldPanel("theme"),
    MultiFieldPanel([FieldPanel("has_offline_copy")], heading=_("Without a signal")),
    MultiFieldPanel([FieldPanel("security_contact")], heading=_("Security")),
]

FACT_PANELS = [
    FieldPanel("mall"),
    FieldPanel("kind"),
    FieldPanel("value"),
    FieldPanel("value_en"),
    FieldRowPanel([FieldPanel("is_shown"), FieldPanel("order")]),
    provenance_panel(),
]

FLOOR_PANELS = [
    FieldRowPanel([FieldPanel("number"), FieldPanel("name"), FieldPanel("name_en")]),
    FieldPanel("description"),
    FieldPanel("description_en"),
    provenance_panel(),
]

FACILITY_PANELS = [
    FieldRowPanel([FieldPanel("kind"), FieldPanel("floor"), FieldPanel("status")]),
    FieldPanel("note"),
    FieldPanel("note_en"),
    provenance_panel(),
]

SEASON_PANELS = [
    FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
    FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
    FieldPanel("weekly"),
    FieldPanel("source"),
    FieldRowPanel([FieldPanel("source_as_of"), FieldPanel("trust")]),
    FieldPanel("provenance_note"),
]

CLOSURE_PANELS = [
    FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
    FieldRowPanel([FieldPanel("from_time"), FieldPanel("until_time")]),
    FieldRowPanel([FieldPanel("reason"), FieldPanel("reason_en")]),
]

SCHEDULE_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("label"),
            FieldPanel("follows_parent"),
            FieldPanel("weekly"),
            FieldPanel("note"),
            FieldPanel("note_en"),
        ],
        heading=_("Usual hours"),
    ),
    InlinePanel(
        "closures",
        panels=CLOSURE_PANELS,
        heading=_("Closed once"),
        label=_("Closure"),
        help_text=_("Visitors see the reason. A closure is stronger than all else."),
    ),
    InlinePanel(
        "seasons",
        panels=SEASON_PANELS,
        heading=_("Other hours for a time"),
        label=_("Season"),
        help_text=_("For example Ramadan. They replace the usual hours."),
    ),
    provenance_panel(),
]

HOLIDAY_CHANGE_PANELS = [
    FieldPanel("action"),
    FieldRowPanel([FieldPanel("day"), FieldPanel("moved_to")]),
    FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
    FieldPanel("kind"),
    HolidayListPanel(heading=_("Holidays as they stand now")),
]
