"""Life events: what happens to people, and the services it calls for, in order."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page, TranslatableMixin

from gerai.directory.life_event_form import LifeEventForm
from gerai.directory.models.agencies import is_home
from gerai.directory.models.components import refuse_translation, synchronised
from gerai.directory.panels import LIFE_EVENT_PANELS
from gerai.theme.pages import SitePage


class LifeEventIndexPage(SitePage):
    """All life events; right below the home page."""

    template = "directory/life_event_index.html"
    max_count_per_parent = 1
    subpage_types: ClassVar[list[str]] = ["directory.LifeEventPage"]
    page_description = _("The list of all life events.")

    class Meta:
        verbose_name = _("list of life events")
        verbose_name_plural = _("lists of life events")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return bool(super().can_create_at(parent)) and is_home(parent)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add what the template shows; see ``presentation.contexts``."""
        from gerai.directory.presentation import contexts  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        context.update(contexts.life_event_index_context())
        return context


class LifeEventPage(SitePage):
    """Something that happens in a life, such as a lost wallet."""

    icon = models.SlugField(
        _("icon"),
        max_length=40,
        blank=True,
        help_text=_("Name of a drawing of the theme: wallet."),
    )
    order = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("Position in lists; small first.")
    )

    content_panels = LIFE_EVENT_PANELS
    template = "directory/life_event.html"
    parent_page_types: ClassVar[list[str]] = ["directory.LifeEventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("The services for one situation, in the order of need.")
    base_form_class = LifeEventForm
    override_translatable_fields = [
        *SitePage.override_translatable_fields,
        *synchronised("icon", "order"),
    ]

    class Meta:
        verbose_name = _("life event")
        verbose_name_plural = _("life events")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add what the template shows; see ``presentation.contexts``."""
        from gerai.directory.presentation import contexts  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        context.update(contexts.life_event_context(self))
        return context


class LifeEventService(TranslatableMixin, Orderable):
    """One service of a life event, with a word on when one needs it."""

    page = ParentalKey(
        LifeEventPage,
        verbose_name=_("life event"),
        on_delete=models.CASCADE,
        related_name="services",
    )
    service = models.ForeignKey(
        "directory.ServicePage",
        verbose_name=_("service"),
        on_delete=models.CASCADE,
        related_name="life_event_entries",
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("When or why one needs it: diminta oleh semua yang lain."),
    )

    case = models.SlugField(
        _("case"),
        max_length=80,
        blank=True,
        help_text=_("Short name of the service's case that this is: hilang."),
    )

    override_translatable_fields: ClassVar[list[Any]] = [
        *synchronised("service", "case", "sort_order")
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("service of a life event")
        verbose_name_plural = _("services of a life event")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "service"],
                name="directory_life_event_service_once",
                violation_error_message=_("This service is in the list already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.service)

    def clean(self) -> None:
        super().clean()
        if self.service_id:
            refuse_translation(self.service, "service")


class Handover(TranslatableMixin, Orderable):
    """What one service of a life event gives that a later one asks for."""

    page = ParentalKey(
        LifeEventPage,
        verbose_name=_("life event"),
        on_delete=models.CASCADE,
        related_name="handovers",
    )
    giver = models.ForeignKey(
        "directory.ServicePage",
        verbose_name=_("this service gives"),
        on_delete=models.CASCADE,
        related_name="handovers_given",
    )
    receiver = models.ForeignKey(
        "directory.ServicePage",
        verbose_name=_("to this service"),
        on_delete=models.CASCADE,
        related_name="handovers_received",
    )
    what = models.CharField(
        _("what"),
        max_length=160,
        blank=True,
        help_text=_("Empty: what the first service produces."),
    )
    is_required = models.BooleanField(
        _("needed"),
        default=True,
        help_text=_("Clear this if something else does as well, or only some need it."),
    )

    override_translatable_fields: ClassVar[list[Any]] = [
        *synchronised("giver", "receiver", "is_required", "sort_order")
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("handover between services")
        verbose_name_plural = _("handovers between services")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "giver", "receiver"],
                name="directory_handover_once",
                violation_error_message=_("This handover is in the list already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("receiver")),
                name="directory_handover_between_two",
                violation_error_message=_("A service gives nothing to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"

    def clean(self) -> None:
        super().clean()
        for name in ("giver", "receiver"):
            if getattr(self, f"{name}_id"):
                refuse_translation(getattr(self, name), name)
