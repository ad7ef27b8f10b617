"""What still needs care: records that nobody confirmed, or that are incomplete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.standard import Completeness, completeness, standards_of
from gerai.place.choices import TrustLevel


@dataclass(frozen=True, slots=True)
class Care:
    """What the report says of one record."""

    agency: str
    trust: str
    score: str
    missing: str


class RecordFilterSet(WagtailFilterSet):
    """By how far a record can be trusted."""

    trust = django_filters.ChoiceFilter(
        field_name="trust_level",
        label=gettext_lazy("Trust"),
        choices=TrustLevel.choices,
    )

    class Meta:
        model = Page
        fields: list[str] = []


class RecordsReport(ReportView):
    """Published agencies and services that the user may edit, least sure first."""

    page_title = gettext_lazy("Records to confirm and complete")
    header_icon = "circle-check"
    model = Page
    any_permission_required = ["add", "change", "publish"]
    filterset_class = RecordFilterSet
    index_url_name = "directory_records_report"
    index_results_url_name = "directory_records_report_results"
    is_searchable = False
    no_results_message = gettext_lazy("Everything is confirmed and complete.")
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Record"),
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        Column("agency", label=gettext_lazy("Agency"), accessor="care.agency"),
        Column("trust", label=gettext_lazy("Trust"), accessor="care.trust"),
        Column("score", label=gettext_lazy("Complete"), accessor="care.score"),
        Column(
            "missing",
            label=gettext_lazy("Missing for visitors"),
            accessor="care.missing",
        ),
        DateColumn("latest_revision_created_at", label=gettext_lazy("Last changed")),
    ]
    list_export = ["title", "care.agency", "care.trust", "care.score", "care.missing"]
    export_headings = {
        "title": gettext_lazy("Record"),
        "care.agency": gettext_lazy("Agency"),
        "care.trust": gettext_lazy("Trust"),
        "care.score": gettext_lazy("Complete"),
        "care.missing": gettext_lazy("Missing for visitors"),
    }

    def get_queryset(self) -> QuerySet[Page]:
        editable = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        records = (
            editable.live()
            .filter(locale__language_code=settings.LANGUAGE_CODE)
            .filter(Q(servicepage__isnull=False) | Q(agencypage__isnull=False))
            .annotate(trust_level=Coalesce("servicepage__trust", "agencypage__trust"))
        )
        self.queryset = (
            records.filter(
                ~Q(trust_level=TrustLevel.CONFIRMED) | Q(pk__in=incomplete_services())
            )
            .specific()
            .order_by("path")
        )
        return super().get_queryset()

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        services = [page for page in object_list if isinstance(page, ServicePage)]
        found = dict(
            zip(
                (page.pk for page in services),
                map(completeness, standards_of(services)),
                strict=True,
            )
        )
        for page in object_list:
            page.care = _care(page, found.get(page.pk))
        return object_list


def incomplete_services() -> list[int]:
    """Keys of published services that lack one of the six components for visitors.

    Only confirmed ones are looked at: the report lists the others anyway.
    """
    confirmed = list(
        ServicePage.objects.live()
        .filter(
            trust=TrustLevel.CONFIRMED, locale__language_code=settings.LANGUAGE_CODE
        )
        .order_by("path")
    )
    return [
        page.pk
        for page, standard in zip(confirmed, standards_of(confirmed), strict=True)
        if not completeness(standard).has_all_delivery
    ]


def _care(page: AgencyPage | ServicePage, known: Completeness | None) -> Care:
    return Care(
        agency=page.agency.short_name
        if isinstance(page, ServicePage)
        else page.short_name,
        trust=str(TrustLevel(page.trust).label),
        score=_("%(score)d %%") % {"score": known.score} if known else "",
        missing=", ".join(part.label for part in known.missing_delivery)
        if known
        else "",
    )
