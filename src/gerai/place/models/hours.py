"""Opening hours as they are kept: weekly hours, seasons, closures, holidays."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from gerai.place.choices import HolidayAction, HolidayKind
from gerai.place.provenance import Provenance
from gerai.place.weekly_hours import WeeklyHoursField


class Schedule(Provenance, ClusterableModel):  # type: ignore[django-manager-missing]
    """The hours of the mall, of an agency or of a counter.

    ``weekly`` is None when the hours are not known; then nobody is told "open" or
    "closed". ``follows_parent`` says that there are no weekly hours of its own: those
    of the mall (or, for a counter, of its agency) count, with the seasons and closures
    that are listed here.
    """

    label = models.CharField(
        _("label"),
        max_length=120,
        help_text=_("Whose hours these are. Only staff see it."),
    )
    follows_parent = models.BooleanField(
        _("same hours as the mall"),
        default=False,
        help_text=_(
            "Tick if the agency is there whenever the mall is open. Leave the hours "
            "below empty then; closures of its own still count."
        ),
    )
    weekly = WeeklyHoursField(
        _("weekly hours"),
        null=True,
        blank=True,
        default=None,
        help_text=_(
            "One line per day, e.g. 08.00-12.00, 13.00-15.00. An empty line means "
            "closed on that day; leave all seven empty if the hours are not known."
        ),
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("What visitors should know about the hours, in a sentence."),
    )
    note_en = models.TextField(_("note in English"), blank=True)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["label", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(follows_parent=False) | Q(weekly__isnull=True),
                name="place_following_schedule_has_no_hours",
                violation_error_message=_(
                    "Either the hours are the same as the mall's, or hours of its own "
                    "are listed; not both."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Season(Provenance):
    """Other weekly hours for a range of days, such as Ramadan."""

    schedule = ParentalKey(
        Schedule,
        verbose_name=_("opening hours"),
        on_delete=models.CASCADE,
        related_name="seasons",
    )
    name = models.CharField(
        _("name"), max_length=80, help_text=_("E.g. Ramadan 1448 H.")
    )
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), help_text=_("This day still counts."))
    weekly = WeeklyHoursField(
        _("weekly hours"),
        null=True,
        blank=True,
        default=None,
        help_text=_(
            "They replace the usual hours during these days. Leave all seven lines "
            "empty if they are not known yet."
        ),
    )

    class Meta:
        verbose_name = _("season with other hours")
        verbose_name_plural = _("seasons with other hours")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="place_season_ends_after_start",
                violation_error_message=_("The season ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        _refuse_backwards(
            self.first_day, self.last_day, _("The season ends before it starts.")
        )


class Closure(models.Model):
    """Days, or hours of a day, on which it is closed once, with the reason."""

    schedule = ParentalKey(
        Schedule,
        verbose_name=_("opening hours"),
        on_delete=models.CASCADE,
        related_name="closures",
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), help_text=_("Still closed on this day."))
    from_time = models.TimeField(
        _("closed from"),
        null=True,
        blank=True,
        help_text=_("Only if it is closed for a part of the day."),
    )
    until_time = models.TimeField(
        _("open again from"),
        null=True,
        blank=True,
        help_text=_("Leave empty if it stays closed until the end of the day."),
    )
    reason = models.CharField(
        _("reason"),
        max_length=160,
        help_text=_("Visitors read it: “Tutup hari ini: …”."),
    )
    reason_en = models.CharField(_("reason in English"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["first_day", "from_time", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="place_closure_ends_after_start",
                violation_error_message=_("The closure ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(from_time__isnull=True)
                | Q(until_time__isnull=True)
                | Q(until_time__gt=F("from_time")),
                name="place_closure_times_in_order",
                violation_error_message=_("The closure ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}: {self.reason}"

    def clean(self) -> None:
        super().clean()
        _refuse_backwards(
            self.first_day, self.last_day, _("The closure ends before it starts.")
        )
        for field in ("from_time", "until_time"):
            moment = getattr(self, field)
            if moment is not None and (moment.second or moment.microsecond):
                raise ValidationError({field: _("Write hours and minutes only.")})
        if self.from_time and self.until_time and self.until_time <= self.from_time:
            raise ValidationError(
                {"until_time": _("The closure ends before it starts.")}
            )


class HolidayChange(models.Model):
    """What the mall changes in the national calendar of holidays."""

    action = models.CharField(_("change"), max_length=6, choices=HolidayAction.choices)
    day = models.DateField(
        _("day"), help_text=_("The day that is added, moved or cancelled.")
    )
    moved_to = models.DateField(
        _("moved to"), null=True, blank=True, help_text=_("Only for a moved holiday.")
    )
    name = models.CharField(
        _("name"),
        max_length=120,
        blank=True,
        help_text=_(
            "Visitors read it. A moved holiday keeps its name if this is empty."
        ),
    )
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    kind = models.CharField(
        _("kind"), max_length=16, choices=HolidayKind.choices, default=HolidayKind.LOCAL
    )

    class Meta:
        verbose_name = _("change of a holiday")
        verbose_name_plural = _("changes of holidays")
        ordering = ["day", "action", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "action"],
                name="place_one_change_per_day_and_action",
                violation_error_message=_("This day has such a change already."),
            ),
            models.CheckConstraint(
                condition=(Q(action="move") & Q(moved_to__isnull=False))
                | (~Q(action="move") & Q(moved_to__isnull=True)),
                name="place_only_moves_have_a_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.get_action_display()} {self.name}".strip()

    def clean(self) -> None:
        super().clean()
        if self.action == HolidayAction.MOVE:
            if self.moved_to is None:
                raise ValidationError(
                    {"moved_to": _("Write the day to which it moves.")}
                )
            if self.moved_to == self.day:
                raise ValidationError({"moved_to": _("It moves to the same day.")})
        elif self.moved_to is not None:
            raise ValidationError(
                {"moved_to": _("Only a moved holiday has such a day.")}
            )
        if self.action == HolidayAction.ADD and not self.name.strip():
            raise ValidationError({"name": _("An added holiday needs a name.")})


def _refuse_backwards(
    first_day: date | None, last_day: date | None, message: str | Promise
) -> None:
    if first_day and last_day and last_day < first_day:
        raise ValidationError({"last_day": str(message)})
