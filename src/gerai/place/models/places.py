"""The building: floors and facilities."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gerai.place.choices import FacilityKind, FacilityStatus
from gerai.place.provenance import Provenance


class Floor(Provenance):  # type: ignore[django-manager-missing]
    """A storey of the building; counters stand on it."""

    number = models.SmallIntegerField(
        _("number"),
        unique=True,
        help_text=_("As on the lift's buttons; 0 or less for basements."),
    )
    name = models.CharField(
        _("name"), max_length=60, help_text=_("As visitors call it, e.g. Lantai 1.")
    )
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("What one finds there, in a sentence."),
    )
    description_en = models.TextField(_("description in English"), blank=True)

    NOT_SHOWN_BY_OTHERS = ("description", "description_en")

    class Meta:
        verbose_name = _("floor")
        verbose_name_plural = _("floors")
        ordering = ["number", "pk"]

    def __str__(self) -> str:
        return self.name


class Facility(Provenance):
    """Something that visitors can use."""

    kind = models.CharField(_("kind"), max_length=20, choices=FacilityKind.choices)
    floor = models.ForeignKey(
        Floor,
        verbose_name=_("floor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="facilities",
        help_text=_("Leave empty if it is not known or serves the whole building."),
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=FacilityStatus.choices,
        default=FacilityStatus.UNKNOWN,
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("E.g. beside the lift; ask the guard for the key."),
    )
    note_en = models.TextField(_("note in English"), blank=True)

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ["floor__number", "kind", "pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())
