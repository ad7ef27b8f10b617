"""Agencies: who offers services in the mall, or where to go instead."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index

from gerai.directory.choices import AgencyKind, ComponentName, Presence
from gerai.directory.forms import RecordForm
from gerai.directory.models.cases import settle_cases
from gerai.directory.models.components import (
    PROVENANCE_FIELDS,
    ServiceComponents,
    is_record,
    synchronised,
)
from gerai.directory.panels import AGENCY_TABS, tabs
from gerai.publishing.prepared import PreparedQuery, as_others_show
from gerai.theme.pages import SitePage


class AgencyIndexPage(SitePage):
    """All agencies; right below the home page."""

    template = "directory/agency_index.html"
    max_count_per_parent = 1
    subpage_types: ClassVar[list[str]] = ["directory.AgencyPage"]
    page_description = _("The list of all agencies, by kind and by floor.")

    class Meta:
        verbose_name = _("list of agencies")
        verbose_name_plural = _("lists of agencies")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return bool(super().can_create_at(parent)) and is_home(parent)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add what the template shows; see ``presentation.contexts``."""
        from gerai.directory.presentation import contexts  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        context.update(contexts.agency_index_context())
        return context


class AgencyPage(ServiceComponents, SitePage):  # type: ignore[django-manager-missing]
    """An agency, with what all its services share.

    The Indonesian page is the record; counters and provenance hang on it. A page in
    another language is its translation and holds the same facts.
    """

    NOT_SHOWN_BY_OTHERS = (*SitePage.NOT_SHOWN_BY_OTHERS, "owner_name", "owner_email")

    short_name = models.CharField(
        _("short name"),
        max_length=80,
        help_text=_("As people call it: Imigrasi, Samsat, BPJS Kesehatan."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=AgencyKind.choices,
        default=AgencyKind.UNKNOWN,
    )
    presence = models.CharField(
        _("presence"),
        max_length=10,
        choices=Presence.choices,
        default=Presence.UNKNOWN,
        help_text=_("Agencies of which it is not known are not shown to visitors."),
    )
    floor = models.ForeignKey(
        "place.Floor",
        verbose_name=_("floor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
    )
    floor_is_inferred = models.BooleanField(
        _("floor is a guess"),
        default=False,
        help_text=_("Tick if no source names the floor. Visitors read it too."),
    )
    schedule = models.ForeignKey(
        "place.Schedule",
        verbose_name=_("opening hours"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
        help_text=_(
            "Hours of its own. Leave empty if nobody has said when it is there."
        ),
    )
    hours_note = models.TextField(
        _("note about the hours"),
        blank=True,
        help_text=_("What visitors should know: petugas bergantian, telepon dulu."),
    )
    office_address = models.TextField(
        _("address of the main office"),
        blank=True,
        help_text=_("For visitors who have to go there."),
    )
    office_phone = models.CharField(
        _("telephone of the main office"), max_length=80, blank=True
    )
    office_hours = models.TextField(
        _("hours of the main office"),
        blank=True,
        help_text=_("In words: Senin-Kamis 08.00-15.30."),
    )
    office_website = models.URLField(_("website"), max_length=500, blank=True)
    order = models.PositiveIntegerField(
        _("order"),
        default=0,
        help_text=_("Position in lists and when walking past; small first."),
    )
    owner_name = models.CharField(
        _("responsible person"),
        max_length=160,
        blank=True,
        help_text=_("Who keeps this true. Visitors don't see it."),
    )
    owner_email = models.EmailField(
        _("responsible person's e-mail"),
        blank=True,
        help_text=_("Visitors don't see it."),
    )

    template = "directory/agency.html"
    parent_page_types: ClassVar[list[str]] = ["directory.AgencyIndexPage"]
    subpage_types: ClassVar[list[str]] = ["directory.ServicePage"]
    page_description = _("One agency and all its services.")
    confirmed_fields = (
        "title",
        "short_name",
        "kind",
        "presence",
        "summary",
        "floor",
        "floor_is_inferred",
        "schedule",
        "hours_note",
        "office_address",
        "office_phone",
        "office_hours",
        "office_website",
    )
    search_fields: ClassVar[list[Any]] = [
        *SitePage.search_fields,
        index.SearchField("short_name", boost=2),
        index.AutocompleteField("short_name"),
        index.FilterField("presence"),
        index.FilterField("kind"),
    ]
    override_translatable_fields = [
        *SitePage.override_translatable_fields,
        *synchronised(
            *PROVENANCE_FIELDS,
            "short_name",
            "office_address",
            "office_phone",
            "office_website",
            "owner_name",
            "owner_email",
            "order",
        ),
    ]

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    edit_handler = tabs(*AGENCY_TABS)
    base_form_class = RecordForm

    def clean(self) -> None:
        super().clean()
        settle_cases(self)

    def prepare_below(self, index: Page) -> None:
        """Nothing is inherited from the list of agencies."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the confirmation honest; see ``settle_confirmation``."""
        settle_before_saving(self, kwargs)
        super().save(*args, **kwargs)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add what the template shows; see ``presentation.contexts``."""
        from gerai.directory.presentation import contexts  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        context.update(contexts.agency_context(self))
        return context

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The breadcrumbs, and this page as a schema.org object."""
        from gerai.directory.presentation import linked_data  # noqa: PLC0415

        return [
            *super().structured_data(request),
            linked_data.agency_data(self, request),
        ]

    @property
    def is_at_mall(self) -> bool:
        return self.presence == Presence.AT_MALL

    @property
    def is_elsewhere(self) -> bool:
        return self.presence == Presence.ELSEWHERE


AGENCY_MENTIONED = PreparedQuery(
    lambda path: as_others_show(AgencyPage.objects.filter(path=path).order_by()), str
)
"""The agency at a place in the tree, with what pages about something else show of it."""


def is_home(page: Page) -> bool:
    """Whether ``page`` is the home page of a language."""
    return bool(page.depth == 2)


def settle_before_saving(page: Any, kwargs: dict[str, Any]) -> None:
    """Settle the confirmation of a record, not of its translations."""
    update_fields = kwargs.get("update_fields")
    watched = {*ComponentName.values, *page.confirmed_fields, "trust"}
    if update_fields is not None and not watched & set(update_fields):
        return
    if not is_record(page):
        return
    page.settle_confirmation()
    if update_fields is not None:
        kwargs["update_fields"] = {
            *update_fields,
            "trust",
            "provenance_note",
            "confirmed_by",
            "confirmed_by_name",
            "confirmed_at",
            "confirmed_content",
        }
