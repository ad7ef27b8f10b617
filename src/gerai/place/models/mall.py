"""The mall itself and what is known about it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from gerai.place.choices import FactKind, MallZone
from gerai.place.colours import ThemeField, validate_theme
from gerai.place.facts import fact_problem, validate_security_contact
from gerai.place.provenance import Provenance


class Mall(models.Model):
    """The one public service mall of this installation."""

    id = models.PositiveSmallIntegerField(
        primary_key=True, default=1, editable=False, verbose_name="ID"
    )
    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_(
            "The full official name, e.g. Mal Pelayanan Publik Kota Samarinda."
        ),
    )
    short_name = models.CharField(
        _("short name"), max_length=40, help_text=_("E.g. MPP Samarinda.")
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        blank=True,
        help_text=_("One short line below the name."),
    )
    tagline_en = models.CharField(_("tagline in English"), max_length=160, blank=True)
    city = models.CharField(_("city or regency"), max_length=80)
    province = models.CharField(_("province"), max_length=80)
    timezone = models.CharField(
        _("time zone"),
        max_length=32,
        choices=MallZone.choices,
        default=MallZone.WIB,
        help_text=_("All opening hours are read in this zone."),
    )
    operator_name = models.CharField(
        _("operator"),
        max_length=160,
        help_text=_("The office that runs the mall, by its full name."),
    )
    operator_short_name = models.CharField(
        _("operator's short name"), max_length=40, blank=True
    )
    theme = ThemeField(
        _("colours"),
        default=dict,
        blank=True,
        validators=[validate_theme],
        help_text=_(
            "Each colour must stand out from its ground by at least 4.5 to 1, "
            "so that everybody can read it."
        ),
    )
    schedule = models.OneToOneField(
        "place.Schedule",
        verbose_name=_("opening hours"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mall",
        help_text=_("The hours of the mall; every agency's hours lie within them."),
    )
    has_offline_copy = models.BooleanField(
        _("phones keep a copy for times without a signal"),
        default=True,
        help_text=_(
            "Switched off, phones throw their copies away as soon as they have a "
            "connection, and keep none."
        ),
    )
    security_contact = models.CharField(
        _("where to report a weakness of the site"),
        max_length=200,
        blank=True,
        validators=[validate_security_contact],
        help_text=_(
            "An e-mail address, or the https address of a form, that somebody reads "
            "every working day. Whoever finds a hole in the site looks for it at "
            "/.well-known/security.txt. Left empty, nothing stands there."
        ),
    )

    class Meta:
        verbose_name = _("mall")
        verbose_name_plural = _("mall")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="place_only_one_mall"),
        ]

    def __str__(self) -> str:
        return self.name


class MallFact(Provenance):
    """One statement about the mall.

    Several of one kind are sources that disagree: all are kept, at most one is shown.
    """

    mall = models.ForeignKey(
        Mall, verbose_name=_("mall"), on_delete=models.CASCADE, related_name="facts"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=FactKind.choices)
    value = models.TextField(_("value"))
    value_en = models.TextField(
        _("value in English"),
        blank=True,
        help_text=_("Only where the text differs in English, e.g. the vision."),
    )
    is_shown = models.BooleanField(
        _("shown to visitors"),
        default=False,
        help_text=_(
            "When sources disagree, tick the one that visitors see; "
            "the others stay here until it is settled."
        ),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("fact about the mall")
        verbose_name_plural = _("facts about the mall")
        ordering = ["order", "kind", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["mall", "kind"],
                condition=Q(is_shown=True),
                name="place_one_shown_fact_per_kind",
                violation_error_message=_(
                    "Another fact of this kind is already shown. Untick that one first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"

    def clean(self) -> None:
        super().clean()
        problem = fact_problem(FactKind(self.kind), self.value) if self.kind else None
        if problem is not None:
            raise ValidationError({"value": problem})
