"""Records that many pages refer to: regulations, counters, the mall's own standard."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin
from wagtail.search import index

from gerai.directory.models.components import (
    PROVENANCE_FIELDS,
    SharedComponents,
    refuse_translation,
    synchronised,
)
from gerai.place.provenance import Provenance


class Regulation(index.Indexed, Provenance):
    """A law or rule; services and fees refer to it. Its titles stay Indonesian."""

    slug = models.SlugField(
        _("short address"),
        max_length=80,
        unique=True,
        help_text=_("A name for computers: pp-28-2025. Don't change it later."),
    )
    title = models.CharField(
        _("short title"),
        max_length=120,
        help_text=_("As one cites it: PP 28/2025."),
    )
    full_title = models.TextField(
        _("full title"),
        blank=True,
        help_text=_("The official name, word for word."),
    )
    url = models.URLField(
        _("address"),
        max_length=500,
        blank=True,
        help_text=_("Where the text can be read, best at peraturan.go.id or a JDIH."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("For example: replaces PP 5/2021.")
    )
    note_en = models.TextField(_("note in English"), blank=True)

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("full_title"),
        index.AutocompleteField("full_title"),
    ]

    class Meta:
        verbose_name = _("regulation")
        verbose_name_plural = _("regulations")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Counter(models.Model):  # type: ignore[django-manager-missing]
    """A counter of an agency in the mall."""

    slug = models.SlugField(
        _("short address"),
        max_length=80,
        unique=True,
        help_text=_("A name for computers: imigrasi-1. Don't change it later."),
    )
    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("As on the sign above it: Loket 3."),
    )
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    agency = models.ForeignKey(
        "directory.AgencyPage",
        verbose_name=_("agency"),
        on_delete=models.CASCADE,
        related_name="counters",
    )
    floor = models.ForeignKey(
        "place.Floor",
        verbose_name=_("floor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="counters",
        help_text=_("Leave empty if it is the floor of the agency, or not known."),
    )
    schedule = models.ForeignKey(
        "place.Schedule",
        verbose_name=_("opening hours"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="counters",
        help_text=_("Only if this counter has other hours than its agency."),
    )
    order = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("Position when walking past; small first.")
    )

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")
        ordering = ["order", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.agency_id:
            refuse_translation(self.agency, "agency")

    def name_in(self, language: str) -> str:
        """The name in ``language``, in Indonesian where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name


class MallStandard(TranslatableMixin, SharedComponents):
    """What the mall says for all services, unless an agency or a service says more.

    One record per language; the English one is a translation of the Indonesian one.
    """

    override_translatable_fields = [*synchronised(*PROVENANCE_FIELDS)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("standard of the mall")
        verbose_name_plural = _("standard of the mall")
        constraints = [
            models.UniqueConstraint(
                fields=["locale"],
                name="directory_one_mall_standard_per_language",
                violation_error_message=_(
                    "The mall has its standard already. Edit that one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Standard of the mall"))
