"""“Change opening hours”: seven lines, said once for every page that shows them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from gerai.place.models import Mall, Schedule
from gerai.place.services import change_hours
from gerai.place.weekly_hours import canonical_weekly
from gerai.place.weekly_hours_form import WeeklyHoursFormField
from gerai.workspace.errands.fields import ErrandForm
from gerai.workspace.errands.holders import (
    CHANGING_PERMISSION,
    HolderErrand,
)
from gerai.workspace.exceptions import ErrandRefused
from gerai.workspace.models import Errand

PROVENANCE = (
    "source",
    "source_as_of",
    "trust",
    "provenance_note",
    "confirmed_by_id",
    "confirmed_by_name",
    "confirmed_at",
)


class HoursForm(ErrandForm):
    """The week, or the word that it is the mall's."""

    follows_mall = forms.BooleanField(
        label=gettext_lazy("Always there when the mall is open"), required=False
    )
    weekly = WeeklyHoursFormField(
        label=gettext_lazy("Hours of each day"),
        required=False,
        help_text=gettext_lazy(
            "For example 08.00-12.00, 13.00-15.00. Empty: closed on that day."
        ),
    )

    def __init__(self, *args: Any, is_mall: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_mall:
            del self.fields["follows_mall"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("follows_mall"):
            cleaned["weekly"] = None
        elif "weekly" not in self.errors and cleaned.get("weekly") is None:
            self.add_error("weekly", _("Write the hours of at least one day."))
        return cleaned


class Hours(HolderErrand):
    """Every page, the API and the printed sheets read the same record."""

    key = "jam"
    title = gettext_lazy("Change opening hours")
    about = gettext_lazy("Said once, right on every page")
    icon = "time"
    choose_title = gettext_lazy("Whose hours?")
    permission = CHANGING_PERMISSION
    act_label = gettext_lazy("Publish the hours")

    def found(self, target: Any) -> dict[str, Any]:
        return _hours_of(target.schedule)

    def form(
        self,
        user: Any,
        target: Any,
        *,
        data: Any = None,
        files: Any = None,
        given: dict[str, Any] | None = None,
    ) -> HoursForm:
        now = given or _hours_of(target.schedule)
        initial = {"weekly": now["weekly"], "follows_mall": now["follows_mall"]}
        return HoursForm(data, initial=initial, is_mall=isinstance(target.record, Mall))

    def given(self, form: Any, target: Any, user: Any) -> dict[str, Any]:
        cleaned = form.cleaned_data
        return {
            "target": target.key,
            "weekly": cleaned["weekly"],
            "follows_mall": bool(cleaned.get("follows_mall")),
        }

    def effects(self, errand: Errand, target: Any) -> list[str]:
        return [
            _(
                "The new hours of %(name)s stand on its page, on the page “Jam buka”, "
                "in the search and on printed sheets."
            )
            % {"name": target},
            _("A closure or special hours that are entered for some days still count."),
        ]

    def perform(
        self, errand: Errand, target: Any, *, user: Any, as_preview: bool = False
    ) -> dict[str, Any]:
        had_none = target.schedule is None
        schedule = target.hours(user)
        _require(user, schedule)
        before = _hours_of(None if had_none else schedule) | {
            name: _plain(getattr(schedule, name)) for name in PROVENANCE
        }
        if had_none:
            before["follows_mall"] = schedule.follows_parent
        change_hours(
            schedule=schedule,
            weekly=errand.given["weekly"],
            follows_parent=errand.given["follows_mall"],
            by=user,
            at=timezone.now(),
        )
        return {
            "before": before,
            "place": [target.place.title, target.place.url],
            "schedule": schedule.pk,
        }

    def undo(self, errand: Errand, target: Any, *, user: Any) -> None:
        schedule = Schedule.objects.filter(pk=errand.outcome["schedule"]).first()
        wanted = {name: errand.given[name] for name in ("weekly", "follows_mall")}
        if schedule is None or _hours_of(schedule) != wanted:
            raise ErrandRefused(
                _(
                    "Somebody has changed these hours since. Undoing would take that "
                    "away, too; change the hours instead."
                )
            )
        _require(user, schedule)
        before = errand.outcome["before"]
        change_hours(
            schedule=schedule,
            weekly=before["weekly"],
            follows_parent=before["follows_mall"],
            by=user,
            at=timezone.now(),
        )
        for name in PROVENANCE:
            setattr(schedule, name, before[name])
        at = before["confirmed_at"]
        schedule.confirmed_at = parse_datetime(at) if at else None
        schedule.save()

    def said(self, errand: Errand) -> str:
        return _("The new hours are on the site, wherever they are shown.")


def _hours_of(schedule: Schedule | None) -> dict[str, Any]:
    if schedule is None:
        return {"weekly": None, "follows_mall": False}
    return {
        "weekly": canonical_weekly(schedule.weekly),
        "follows_mall": schedule.follows_parent,
    }


def _require(user: Any, schedule: Schedule) -> None:
    policy = policy_registry.get_by_type(Schedule)
    if not policy.user_has_permission_for_instance(user, "change", schedule):
        raise PermissionDenied


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
