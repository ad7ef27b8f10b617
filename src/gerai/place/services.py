"""Writes of the room ``place``; each validates, saves and logs in one transaction.

All of them raise ``ValidationError`` keyed by field with sentences for people, and then
change nothing. ``by`` is who did it; None for the system itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any, TypeAlias

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from gerai.place.choices import HolidayAction, HolidayKind, TrustLevel
from gerai.place.models import Closure, HolidayChange, Mall, MallFact, Schedule, Season
from gerai.place.provenance import Provenance
from gerai.place.selectors import mall_timezone
from gerai.place.weekly_hours import WeeklyJSON, canonical_weekly

Actor: TypeAlias = AbstractBaseUser | None


@transaction.atomic
def create_schedule(
    *,
    label: str,
    weekly: WeeklyJSON | None = None,
    follows_parent: bool = False,
    by: Actor = None,
) -> Schedule:
    """Make hours for an agency or a counter, which then points at them.

    With ``follows_parent`` they are the mall's, open to closures of their own.
    """
    schedule = Schedule(
        label=label, weekly=canonical_weekly(weekly), follows_parent=follows_parent
    )
    _save(schedule, by=by, action="wagtail.create")
    return schedule


@transaction.atomic
def set_weekly_hours(
    *, schedule: Schedule, weekly: WeeklyJSON | None, by: Actor = None
) -> Schedule:
    """Replace the weekly hours; None says that they are not known."""
    schedule.weekly = canonical_weekly(weekly)
    if weekly is not None:
        schedule.follows_parent = False
    _save(schedule, by=by)
    return schedule


@transaction.atomic
def change_hours(
    *,
    schedule: Schedule,
    weekly: WeeklyJSON | None,
    follows_parent: bool,
    by: AbstractBaseUser,
    at: datetime,
) -> Schedule:
    """Hours as somebody of the office says they are from ``at`` on.

    What was confirmed stays confirmed, by ``by``; anything else is from then on the word
    of the people of this mall. The earlier source moves into the note for staff.
    """
    schedule.weekly = None if follows_parent else canonical_weekly(weekly)
    schedule.follows_parent = follows_parent
    if schedule.source:
        line = _("Before it was changed: %(source)s") % {"source": schedule.source}
        schedule.provenance_note = f"{schedule.provenance_note}\n{line}".strip()
    schedule.source = ""
    schedule.source_as_of = at.astimezone(mall_timezone()).date().isoformat()
    if schedule.is_confirmed:
        schedule.mark_confirmed(by=by, at=at)
    else:
        schedule.trust = TrustLevel.LOCAL
    _save(schedule, by=by)
    return schedule


@transaction.atomic
def add_season(
    *,
    schedule: Schedule,
    name: str,
    first_day: date,
    last_day: date,
    weekly: WeeklyJSON | None,
    name_en: str = "",
    by: Actor = None,
) -> Season:
    """Add other hours for a range of days; two seasons never share a day."""
    season = Season(
        schedule=schedule,
        name=name,
        name_en=name_en,
        first_day=first_day,
        last_day=last_day,
        weekly=canonical_weekly(weekly),
    )
    season.full_clean()
    others = Season.objects.filter(schedule=schedule).order_by("first_day", "pk")
    clash = season_overlap([*others, season])
    if clash is not None:
        other = next(one for one in clash if one is not season)
        raise ValidationError({"first_day": overlap_message(other.name)})
    season.save()
    _log(schedule, by=by)
    return season


def season_overlap(seasons: Iterable[Season]) -> tuple[Season, Season] | None:
    """The first two of the seasons (saved or not) that share a day, in order of time."""
    ordered = sorted(seasons, key=lambda season: (season.first_day, season.last_day))
    for earlier, later in pairwise(ordered):
        if later.first_day <= earlier.last_day:
            return earlier, later
    return None


def overlap_message(name: str) -> str:
    """The sentence about two seasons that share a day."""
    return _("“%(name)s” has hours for some of these days already.") % {"name": name}


@transaction.atomic
def add_closure(
    *,
    schedule: Schedule,
    first_day: date,
    last_day: date,
    reason: str,
    reason_en: str = "",
    from_time: time | None = None,
    until_time: time | None = None,
    by: Actor = None,
) -> Closure:
    """Close once, for whole days or for the same hours of each day."""
    closure = Closure(
        schedule=schedule,
        first_day=first_day,
        last_day=last_day,
        from_time=from_time,
        until_time=until_time,
        reason=reason.strip(),
        reason_en=reason_en.strip(),
    )
    closure.full_clean()
    closure.save()
    _log(schedule, by=by, data={"closure": _closure_data(closure)})
    return closure


def _closure_data(closure: Closure) -> dict[str, str]:
    """A closure as the history keeps it, for whoever is told of it."""
    names = ("first_day", "last_day", "from_time", "until_time", "reason")
    values = ((name, getattr(closure, name)) for name in names)
    return {name: str(value) for name, value in values if value is not None}


@transaction.atomic
def remove_closure(*, closure: Closure, by: Actor = None) -> None:
    """Take a closure back."""
    schedule = closure.schedule
    closure.delete()
    _log(schedule, by=by)


@transaction.atomic
def change_holiday(
    *,
    action: HolidayAction,
    day: date,
    moved_to: date | None = None,
    name: str = "",
    name_en: str = "",
    kind: HolidayKind = HolidayKind.LOCAL,
    by: Actor = None,
) -> HolidayChange:
    """Add, move or cancel a holiday of the mall; a second change of a day replaces it."""
    change = (
        HolidayChange.objects.filter(action=action, day=day).first() or HolidayChange()
    )
    change.action = action
    change.day = day
    change.moved_to = moved_to
    change.name = name.strip()
    change.name_en = name_en.strip()
    change.kind = kind
    is_new = change.pk is None
    _save(change, by=by, action="wagtail.create" if is_new else "wagtail.edit")
    return change


@transaction.atomic
def remove_holiday_change(*, change: HolidayChange, by: Actor = None) -> None:
    """Let the national calendar count again for this day."""
    _log(change, by=by, action="wagtail.delete")
    change.delete()


@transaction.atomic
def show_fact(*, fact: MallFact, by: Actor = None) -> MallFact:
    """Show this of several facts of one kind, instead of the one shown so far."""
    for other in MallFact.objects.filter(
        mall=fact.mall_id, kind=fact.kind, is_shown=True
    ).exclude(pk=fact.pk):
        # Saved one by one: publishing hears of saved rows, not of bulk updates.
        other.is_shown = False
        other.save(update_fields=["is_shown"])
    fact.is_shown = True
    _save(fact, by=by)
    return fact


@transaction.atomic
def confirm_record(*, record: Provenance, by: AbstractBaseUser, at: datetime) -> None:
    """Record that ``by`` vouches for a stored record since ``at``."""
    record.mark_confirmed(by=by, at=at)
    record.save(update_fields=Provenance.CONFIRMATION_FIELDS)
    _log(record, by=by)


def mall_hours(mall: Mall | None) -> Schedule:
    """The schedule of the mall, for services that write to it.

    Raises:
        ValidationError: if the mall or its hours are not there yet.
    """
    if mall is None or mall.schedule is None:
        raise ValidationError(_("The mall has no opening hours yet. Enter them first."))
    return mall.schedule


def _save(record: models.Model, *, by: Actor, action: str = "wagtail.edit") -> None:
    record.full_clean()
    record.save()
    _log(record, by=by, action=action)


def _log(
    record: models.Model,
    *,
    by: Actor,
    action: str = "wagtail.edit",
    data: dict[str, Any] | None = None,
) -> None:
    log(instance=record, action=action, user=by, data=data)
