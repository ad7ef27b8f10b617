"""Services: the 14 components of a service standard, under their agency."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable
from wagtail.search import index

from gerai.directory.choices import OfferedHere
from gerai.directory.forms import RecordForm
from gerai.directory.models.agencies import (
    AGENCY_MENTIONED,
    AgencyPage,
    settle_before_saving,
)
from gerai.directory.models.cases import settle_cases
from gerai.directory.models.components import (
    PROVENANCE_FIELDS,
    ServiceComponents,
    refuse_translation,
    synchronised,
)
from gerai.directory.panels import SERVICE_TABS, tabs
from gerai.directory.standard.facets import facets_of
from gerai.directory.standard.merging import delivery_of, standard_of
from gerai.directory.standard.parsing import parse_component, raw_items
from gerai.directory.standard.values import ServiceStandard
from gerai.publishing.prepared import with_related
from gerai.publishing.reading import is_in_snapshot, once_per_snapshot
from gerai.theme.pages import SitePage

FACET_SOURCES = {"fees", "durations", "online_url"}
FACET_FIELDS = ("is_free", "is_online", "while_you_wait")


@once_per_snapshot
def _agency_at(path: str) -> AgencyPage:
    agencies = AgencyPage.objects.select_related("locale", "floor")
    if not is_in_snapshot():
        return agencies.get(path=path)
    for agency in AGENCY_MENTIONED.records(path):
        # With what its services show of it: what one of them loads, the others would
        # have without asking for it.
        return cast(AgencyPage, with_related(agency, "locale", "floor"))
    raise AgencyPage.DoesNotExist(path)


class ServicePage(ServiceComponents, SitePage):  # type: ignore[django-manager-missing]
    """One service of an agency.

    What it leaves empty it takes from its agency, and after that from the mall; see
    ``gerai.directory.standard``.
    """

    NOT_SHOWN_BY_OTHERS = (
        *SitePage.NOT_SHOWN_BY_OTHERS,
        *("owner_name", "owner_email", "next_review_on"),
        *("decree_number", "decree_date", "effective_from", "version", "standard_file"),
    )

    official_name = models.TextField(
        _("official name"),
        blank=True,
        help_text=_("As in the decree, if the title is an everyday name."),
    )
    audience = models.TextField(
        _("who it is for"),
        blank=True,
        help_text=_("In a sentence: warga berumur 17 tahun ke atas."),
    )
    other_names = models.TextField(
        _("other names"),
        blank=True,
        help_text=_(
            "Words that people use when they look for it, one per line: bikin paspor."
        ),
    )
    category = models.SlugField(
        _("category"),
        max_length=80,
        blank=True,
        help_text=_("One word for similar services: kependudukan."),
    )
    counter = models.ForeignKey(
        "directory.Counter",
        verbose_name=_("counter"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="services",
    )
    is_offered_here = models.CharField(
        _("offered here"),
        max_length=10,
        choices=OfferedHere.choices,
        default=OfferedHere.UNKNOWN,
    )
    online_url = models.URLField(
        _("address of the online service"),
        max_length=500,
        blank=True,
        help_text=_("If visitors can do it without coming."),
    )
    online_label = models.CharField(
        _("words of that link"),
        max_length=160,
        blank=True,
        help_text=_("For example: Daftar di M-Paspor."),
    )
    decree_number = models.CharField(
        _("number of the decree"),
        max_length=160,
        blank=True,
        help_text=_("The decision by which the agency set this standard."),
    )
    decree_date = models.DateField(_("date of the decree"), null=True, blank=True)
    effective_from = models.DateField(_("in force since"), null=True, blank=True)
    version = models.CharField(_("version"), max_length=40, blank=True)
    standard_file = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("the standard as a file"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
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
    next_review_on = models.DateField(
        _("next review on"),
        null=True,
        blank=True,
        help_text=_("The day by which somebody should check it again."),
    )
    popular_order = models.PositiveSmallIntegerField(
        _("place among popular services"),
        null=True,
        blank=True,
        help_text=_("1 comes first on the home page; leave empty if not there."),
    )
    # What visitors filter by; computed from the components on each save.
    is_free = models.BooleanField(default=False, editable=False)
    is_online = models.BooleanField(default=False, editable=False)
    while_you_wait = models.BooleanField(default=False, editable=False)

    template = "directory/service.html"
    parent_page_types: ClassVar[list[str]] = ["directory.AgencyPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("One service with its standard: what to bring, cost, time.")
    confirmed_fields = (
        "title",
        "official_name",
        "summary",
        "audience",
        "counter",
        "is_offered_here",
        "online_url",
        "online_label",
        "decree_number",
        "decree_date",
        "effective_from",
        "version",
        "standard_file",
    )
    search_fields: ClassVar[list[Any]] = [
        *SitePage.search_fields,
        index.SearchField("other_names", boost=2),
        index.AutocompleteField("other_names"),
        index.SearchField("official_name"),
        index.AutocompleteField("official_name"),
        index.SearchField("audience"),
        index.SearchField("requirements"),
        index.SearchField("products"),
        index.FilterField("is_offered_here"),
        index.FilterField("category"),
    ]
    override_translatable_fields = [
        *SitePage.override_translatable_fields,
        *synchronised(
            *PROVENANCE_FIELDS,
            "category",
            "decree_number",
            "version",
            "owner_name",
            "owner_email",
            "popular_order",
            "related_services",
        ),
    ]

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")

    edit_handler = tabs(*SERVICE_TABS)
    base_form_class = RecordForm

    def clean(self) -> None:
        super().clean()
        is_placed = bool(self.path) or "agency" in self.__dict__
        settle_cases(self, self.agency.cases if is_placed else ())
        if is_placed and self.counter is not None:
            key = self.counter.agency.translation_key
            if key != self.agency.translation_key:
                raise ValidationError(
                    {"counter": gettext("This counter belongs to another agency.")}
                )

    def prepare_below(self, agency: AgencyPage) -> None:
        """Let a service that isn't in the tree yet inherit from ``agency``."""
        self.agency = agency

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the confirmation honest and the facets true."""
        settle_before_saving(self, kwargs)
        update_fields = kwargs.get("update_fields")
        if update_fields is None or FACET_SOURCES & set(update_fields):
            self.set_facets()
            if update_fields is not None:
                kwargs["update_fields"] = {*update_fields, *FACET_FIELDS}
        super().save(*args, **kwargs)

    def set_facets(self) -> None:
        """Work out the facets, without saving; the agency is read only if needed."""
        found = {
            name: parse_component(name, raw_items(self, name))
            or parse_component(name, raw_items(self.agency, name))
            for name in ("fees", "durations")
        }
        facets = facets_of(**found, online_url=self.online_url)
        self.is_free = facets.is_free
        self.is_online = facets.is_online
        self.while_you_wait = facets.while_you_wait

    @cached_property
    def agency(self) -> AgencyPage:
        """The agency above; selectors set it beforehand for whole lists."""
        return _agency_at(self.path[: -self.steplen])

    @cached_property
    def standard(self) -> ServiceStandard:
        """The standard after inheritance, as of when it was first asked for."""
        return standard_of(self)

    @cached_property
    def delivery(self) -> ServiceStandard:
        """Its components for visitors, without what the mall says for all services."""
        return delivery_of(self)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Add what the template shows; see ``presentation.contexts``."""
        from gerai.directory.presentation import contexts  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        context.update(contexts.service_context(self))
        return context

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The breadcrumbs, and this page as a schema.org object."""
        from gerai.directory.presentation import linked_data  # noqa: PLC0415

        return [
            *super().structured_data(request),
            linked_data.service_data(self, self.delivery, request),
        ]

    @property
    def other_name_list(self) -> list[str]:
        return [line.strip() for line in self.other_names.splitlines() if line.strip()]


class RelatedService(Orderable):
    """A service that somebody who needs this one often needs too."""

    page = ParentalKey(
        ServicePage,
        verbose_name=_("service"),
        on_delete=models.CASCADE,
        related_name="related_services",
    )
    service = models.ForeignKey(
        ServicePage,
        verbose_name=_("related service"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("related service")
        verbose_name_plural = _("related services")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "service"],
                name="directory_related_service_once",
                violation_error_message=_("This service is in the list already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.service)

    def clean(self) -> None:
        super().clean()
        if self.service_id:
            refuse_translation(self.service, "service")
