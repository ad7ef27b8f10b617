"""The home page: the root of the tree."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from gerai.place.provenance import Provenance
from gerai.theme.pages import SitePage
from gerai.website.linked_data import mall_data
from gerai.website.selectors.home import home_contents
from gerai.website.surroundings import surroundings_of


class HomePage(SitePage, Provenance):  # type: ignore[django-manager-missing]
    """Search first, then what people come for.

    The provenance is that of the choice of popular services; the services themselves
    carry their own.
    """

    promise = models.TextField(
        _("service promise"),
        blank=True,
        help_text=_(
            "The maklumat pelayanan, word for word as it was signed. Leave it empty if "
            "it is not known: visitors then read that it has not been filled in."
        ),
    )

    template = "website/home.html"
    max_count_per_parent = 2
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    page_description = _("Search, what people come for, life events, agencies.")
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("promise"),
        MultiFieldPanel(
            [
                FieldPanel("source"),
                FieldPanel("source_as_of"),
                FieldPanel("trust"),
                FieldPanel("provenance_note"),
            ],
            heading=_("Where the choice of popular services comes from"),
        ),
    ]
    override_translatable_fields = [
        # The home pages are siblings, so they can't share a slug; nobody sees it.
        BaseTranslatableField("slug"),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "source",
                "source_as_of",
                "trust",
                "provenance_note",
                *Provenance.CONFIRMATION_FIELDS,
            )
        ),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The mall as an office, and the site with its search."""
        return mall_data(surroundings_of(request), request)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add what the other rooms have for the first page."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["contents"] = home_contents(
            surroundings_of(request), promise=self.promise
        )
        return context
