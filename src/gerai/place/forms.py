"""Forms of the desk: what a single field can't know."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from gerai.place.choices import HolidayAction
from gerai.place.holidays_calendar import calendar_with
from gerai.place.models import HolidayChange
from gerai.place.provenance import TrustLevel
from gerai.place.services import overlap_message, season_overlap


def stamp_confirmation(form: ModelForm[Any], user: Any) -> None:
    """Record who confirmed, when somebody sets the trust to "confirmed"; or undo it."""
    if "trust" not in form.changed_data:
        return
    record = form.instance
    if record.trust == TrustLevel.CONFIRMED and user is not None:
        record.mark_confirmed(by=user, at=timezone.now())
    elif record.trust != TrustLevel.CONFIRMED:
        record.clear_confirmation()


class ProvenanceForm(WagtailAdminModelForm):
    """The form of a record with provenance."""

    def save(self, commit: bool = True) -> Any:
        stamp_confirmation(self, self.for_user)
        return super().save(commit=commit)


class ScheduleForm(ProvenanceForm):
    """Hours with their seasons and closures."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("follows_parent") and cleaned.get("weekly") is not None:
            self.add_error(
                "weekly",
                _("Empty these lines, or untick “same hours as the mall” above."),
            )
        self._refuse_overlapping_seasons()
        return cleaned

    def save(self, commit: bool = True) -> Any:
        for form in self._season_forms():
            stamp_confirmation(form, self.for_user)
        return super().save(commit=commit)

    def _season_forms(self) -> list[Any]:
        formset = self.formsets.get("seasons")
        forms = formset.forms if formset is not None else []
        return [
            form
            for form in forms
            if form.is_valid()
            and form.cleaned_data
            and not form.cleaned_data.get("DELETE")
        ]

    def _refuse_overlapping_seasons(self) -> None:
        forms = self._season_forms()
        clash = season_overlap(form.instance for form in forms)
        if clash is None:
            return
        earlier, later = clash
        for form in forms:
            if form.instance is later:
                form.add_error("first_day", overlap_message(earlier.name))


class HolidayChangeForm(WagtailAdminModelForm):
    """A change of the calendar; what is moved or cancelled must be a holiday."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        day, action = cleaned.get("day"), cleaned.get("action")
        if day is not None and action in (HolidayAction.MOVE, HolidayAction.CANCEL):
            others = HolidayChange.objects.exclude(pk=self.instance.pk)
            if calendar_with(others.order_by("day", "pk")).get(day) is None:
                self.add_error(
                    "day",
                    ValidationError(
                        _("There is no holiday on this day. See the list below."),
                        code="no_holiday",
                    ),
                )
        return cleaned
