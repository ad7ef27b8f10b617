"""Pages that show what the room ``place`` knows: floors, hours, contact."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gerai.theme.pages import SitePage
from gerai.website.selectors.contact import contact_details
from gerai.website.selectors.floors import floor_directory
from gerai.website.selectors.hours import (
    by_pill_key,
    different_hours,
    opening_hours,
)
from gerai.website.surroundings import surroundings_of


class _PlacePage(SitePage):
    """One of its kind, right below the home page."""

    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True


class FloorDirectoryPage(_PlacePage):
    """Who is on which floor, in walking order."""

    template = "website/floor_directory.html"
    page_description = _("Each floor with its agencies, counters and facilities.")

    class Meta:
        verbose_name = _("floor directory")
        verbose_name_plural = _("floor directories")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add the floors, with the hours of the agencies on them."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        around = surroundings_of(request)
        own_hours = by_pill_key(different_hours(around))
        context["directory"] = floor_directory(around, own_hours)
        context["hours_data"] = around.hours_data(own_hours)
        return context


class OpeningHoursPage(_PlacePage):
    """When the mall and its agencies are open."""

    template = "website/opening_hours.html"
    page_description = _("Weekly hours, agencies that differ, coming closures.")

    class Meta:
        verbose_name = _("opening hours page")
        verbose_name_plural = _("opening hours pages")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add the hours, as of today in the mall's time zone."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        around = surroundings_of(request)
        context["hours"] = hours = opening_hours(around)
        context["hours_data"] = around.hours_data(hours.timetables)
        return context


class ContactPage(_PlacePage):
    """Where the mall is and how to reach it."""

    template = "website/contact.html"
    page_description = _("Address, map link, telephone and other channels.")

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add what is known about the mall."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["contact"] = contact_details(surroundings_of(request))
        return context
