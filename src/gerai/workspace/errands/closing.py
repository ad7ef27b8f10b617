"""“Close my counter”: today, this afternoon, or from … until …, with the reason."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gerai.directory.models import AgencyPage, Counter
from gerai.place.models import Closure
from gerai.place.policies import CLOSING_PERMISSION, closable_schedules
from gerai.place.selectors import mall_timezone
from gerai.place.services import add_closure, remove_closure
from gerai.workspace.errands.fields import Chips, DayInput, ErrandForm, TimeInput
from gerai.workspace.errands.holders import (
    Holder,
    HolderErrand,
)
from gerai.workspace.exceptions import ErrandRefused
from gerai.workspace.models import Errand

NOON = time(12)
FARTHEST = timedelta(days=366)

# After “Tutup hari ini:”, so they begin with a small letter; English goes along.
REASONS = (
    gettext_lazy("power cut"),
    gettext_lazy("network failure"),
    gettext_lazy("meeting of all staff"),
    gettext_lazy("staff are on duty elsewhere"),
    gettext_lazy("official ceremony"),
)


class When(models.TextChoices):
    """How long it is closed."""

    NOW = "now", gettext_lazy("From now until closing time")
    AFTERNOON = "afternoon", gettext_lazy("This afternoon, from 12.00")
    TODAY = "today", gettext_lazy("The whole day today")
    TOMORROW = "tomorrow", gettext_lazy("The whole day tomorrow")
    OWN = "own", gettext_lazy("Choose day and time")


class ClosingForm(ErrandForm):
    """When and why."""

    own = {"when": ("own", ("first_day", "last_day", "starts", "ends"))}

    when = forms.ChoiceField(
        label=gettext_lazy("When is it closed?"),
        choices=When.choices,
        widget=Chips,
        initial=When.NOW,
    )
    first_day = forms.DateField(
        label=gettext_lazy("First day"), widget=DayInput, required=False
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("Empty: only one day."),
    )
    starts = forms.TimeField(
        label=gettext_lazy("Closed from"),
        widget=TimeInput,
        required=False,
        help_text=gettext_lazy("Empty: from the morning."),
    )
    ends = forms.TimeField(
        label=gettext_lazy("Open again from"),
        widget=TimeInput,
        required=False,
        help_text=gettext_lazy("Empty: until the evening."),
    )
    ready_reason = forms.ChoiceField(
        label=gettext_lazy("Why?"), widget=Chips, required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("In other words"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Visitors read it after “Tutup hari ini:”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ready_reason"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(str(index), text) for index, text in enumerate(REASONS)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["reason"] = " ".join((cleaned.get("reason") or "").split())
        if not cleaned["reason"] and not cleaned.get("ready_reason"):
            self.add_error("ready_reason", _("Say why: visitors read it."))
        if cleaned.get("when") == When.OWN:
            self._check_own(cleaned)
        return cleaned

    def _check_own(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        now = _local_now()
        if first is None:
            if "first_day" not in self.errors:
                self.add_error("first_day", _("Choose the first day."))
            return
        if last is not None and last < first:
            self.add_error("last_day", _("The closure ends before it starts."))
            return
        if (last or first) < now.date():
            self.add_error(
                "last_day" if last else "first_day", _("This day is over already.")
            )
        elif first > now.date() + FARTHEST:
            self.add_error("first_day", _("This day is more than a year away."))
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The closure ends before it starts."))
        elif ends and (last or first) == now.date() and ends <= now.time():
            self.add_error("ends", _("This time is over already."))


class Closing(HolderErrand):
    """Out at once, without approval: tomorrow is too late."""

    key = "tutup"
    title = gettext_lazy("Close my counter")
    about = gettext_lazy("Today, this afternoon, or from … until …, with the reason")
    icon = "warning"
    choose_title = gettext_lazy("What closes?")
    permission = CLOSING_PERMISSION
    act_label = gettext_lazy("Close now")

    def form(
        self,
        user: Any,
        target: Any,
        *,
        data: Any = None,
        files: Any = None,
        given: dict[str, Any] | None = None,
    ) -> ClosingForm:
        return ClosingForm(data, initial=(given or {}).get("typed"))

    def given(self, form: Any, target: Any, user: Any) -> dict[str, Any]:
        cleaned = form.cleaned_data
        reason, english = _reasons(cleaned)
        first, last, starts, ends = _span(cleaned)
        return {
            "target": target.key,
            "typed": {name: _plain(value) for name, value in cleaned.items() if value},
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
            "starts": starts.isoformat("minutes") if starts else "",
            "ends": ends.isoformat("minutes") if ends else "",
            "reason": reason,
            "reason_en": english,
        }

    def name(self, given: dict[str, Any], target: Any) -> str:
        return _("Closed: %(name)s") % {"name": target}

    def effects(self, errand: Errand, target: Any) -> list[str]:
        lines = [
            _("%(name)s is closed: %(when)s.")
            % {"name": target, "when": span_words(errand.given)},
            _("Visitors read: “%(reason)s”.") % {"reason": errand.given["reason"]},
        ]
        others = _others_with_these_hours(target)
        if others:
            lines.append(
                _("These have the same hours and close, too: %(names)s.")
                % {"names": ", ".join(others)}
            )
        return lines

    def perform(
        self, errand: Errand, target: Any, *, user: Any, as_preview: bool = False
    ) -> dict[str, Any]:
        given = errand.given
        _refuse_past(given)
        schedule = target.hours(user)
        if not closable_schedules(user).filter(pk=schedule.pk).exists():
            raise PermissionDenied
        closure = add_closure(
            schedule=schedule,
            first_day=date.fromisoformat(given["first_day"]),
            last_day=date.fromisoformat(given["last_day"]),
            from_time=_time(given["starts"]),
            until_time=_time(given["ends"]),
            reason=given["reason"],
            reason_en=given["reason_en"],
            by=user,
        )
        return {"closure": closure.pk, "place": [target.place.title, target.place.url]}

    def undo(self, errand: Errand, target: Any, *, user: Any) -> None:
        closure = Closure.objects.filter(pk=errand.outcome["closure"]).first()
        if closure is None:
            raise ErrandRefused(_("Somebody has taken this closure away already."))
        if not closable_schedules(user).filter(pk=closure.schedule_id).exists():
            raise PermissionDenied
        if not _is_as_given(closure, errand.given):
            raise ErrandRefused(
                _(
                    "Somebody has changed this closure since. Look at the opening "
                    "hours, and correct them there."
                )
            )
        remove_closure(closure=closure, by=user)

    def said(self, errand: Errand) -> str:
        return _("%(what)s, %(when)s. Visitors see it now.") % {
            "what": errand.title,
            "when": span_words(errand.given),
        }


def span_words(given: dict[str, Any]) -> str:
    """When it is closed, in words."""
    first, last = (
        date_format(date.fromisoformat(given[name]), "l, j F Y")
        for name in ("first_day", "last_day")
    )
    days = first if first == last else _("%(first)s to %(last)s") % locals()
    starts, ends = given["starts"].replace(":", "."), given["ends"].replace(":", ".")
    if starts and ends:
        return _("%(days)s, from %(starts)s to %(ends)s") % locals()
    if starts:
        return _("%(days)s, from %(starts)s") % locals()
    return _("%(days)s, until %(ends)s") % locals() if ends else days


def _span(cleaned: dict[str, Any]) -> tuple[date, date, time | None, time | None]:
    now = _local_now()
    today = now.date()
    match cleaned["when"]:
        case When.NOW:
            return today, today, now.time().replace(second=0, microsecond=0), None
        case When.AFTERNOON:
            return today, today, NOON, None
        case When.TODAY:
            return today, today, None, None
        case When.TOMORROW:
            tomorrow = today + timedelta(days=1)
            return tomorrow, tomorrow, None, None
    first = cleaned["first_day"]
    return (
        first,
        cleaned["last_day"] or first,
        cleaned["starts"],
        cleaned["ends"],
    )


def _reasons(cleaned: dict[str, Any]) -> tuple[str, str]:
    """The reason, and in English where it is one of the ready ones."""
    ready = cleaned["ready_reason"]
    chosen = REASONS[int(ready)] if ready else ""
    with translation.override(settings.LANGUAGE_CODE):
        indonesian = str(chosen)
    with translation.override("en"):
        english = str(chosen)
    if cleaned["reason"] and cleaned["reason"] != indonesian:
        return cleaned["reason"], ""
    return indonesian, english


def _is_as_given(closure: Closure, given: dict[str, Any]) -> bool:
    return (
        closure.first_day.isoformat(),
        closure.last_day.isoformat(),
        closure.from_time,
        closure.until_time,
        closure.reason,
    ) == (
        given["first_day"],
        given["last_day"],
        _time(given["starts"]),
        _time(given["ends"]),
        given["reason"],
    )


def _refuse_past(given: dict[str, Any]) -> None:
    if date.fromisoformat(given["last_day"]) < _local_now().date():
        raise ErrandRefused(
            _("The day that you chose is over by now. Choose another one.")
        )


def _others_with_these_hours(target: Holder) -> list[str]:
    schedule = target.schedule
    if schedule is None:
        return []
    agencies = AgencyPage.objects.filter(
        schedule=schedule, locale__language_code=settings.LANGUAGE_CODE
    )
    counters = Counter.objects.filter(schedule=schedule).select_related("agency")
    holders = [*agencies.order_by("title", "pk"), *counters.order_by("name", "pk")]
    return [str(one) for one in holders if one != target.record]


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value


def _local_now() -> datetime:
    return timezone.now().astimezone(mall_timezone())
