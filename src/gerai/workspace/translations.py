"""The report of translations, in as many queries for twenty rows as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail_localize.views.report import TranslationsReportView


class DeskTranslationsView(TranslationsReportView):
    """In place of wagtail-localize's, which asks some ten questions for each row."""

    paginate_by = 20
    template_name = "wagtailadmin/reports/base_report.html"
    results_template_name = "wagtailadmin/reports/base_report_results.html"

    @cached_property
    def columns(self) -> list[Column]:
        """What it is, from which page, to which page, and how far."""
        return [
            Column(
                "content_type",
                label=_("Content type"),
                accessor=lambda one: capfirst(one.source.specific_content_type.name),
            ),
            TitleColumn(
                "source",
                label=_("Source"),
                accessor=lambda one: f"{one.source.object_repr} ({one.source.locale})",
                get_url=lambda one: one.source_url,
            ),
            TitleColumn(
                "target",
                label=_("Target"),
                accessor=lambda one: f"{one.target_title} ({one.target_locale})",
                get_url=lambda one: one.target_url,
            ),
            Column(
                "status",
                label=_("Status"),
                accessor=lambda one: (
                    _("Waiting for translations")
                    if one.waiting_for_translation
                    else _("Up to date")
                ),
            ),
        ]

    def get_queryset(self) -> Any:
        """Newest first, with what each row names."""
        return (
            super()
            .get_queryset()
            .select_related(
                "source__specific_content_type",
                "source__object",
                "source__locale",
                "target_locale",
            )
            .order_by("-source__last_updated_at", "-pk")
        )

    def decorate_paginated_queryset(self, object_list: Iterable[Any]) -> list[Any]:
        """Give each translation the two records that it is about."""
        rows = list(object_list)
        records = _records(rows)
        finder = AdminURLFinder(self.request.user)
        for row in rows:
            key = row.source.object_id
            source = records.get((key, row.source.locale_id))
            target = records.get((key, row.target_locale_id))
            row.source_url = source and finder.get_edit_url(source)
            row.target_url = target and finder.get_edit_url(target)
            row.target_title = target or row.source.object_repr
        return rows


def _records(rows: list[Any]) -> dict[tuple[Any, int], Any]:
    """What the translations are of, by key and language: a query for each model."""
    wanted: dict[int, Q] = defaultdict(Q)
    for row in rows:
        wanted[row.source.object.content_type_id] |= Q(
            translation_key=row.source.object_id,
            locale__in=(row.source.locale_id, row.target_locale_id),
        )
    return {
        (record.translation_key, record.locale_id): record
        for content_type, which in wanted.items()
        for record in _model(content_type)._default_manager.filter(which)
    }


def _model(content_type: int) -> Any:
    return ContentType.objects.get_for_id(content_type).model_class()
