"""Reminds those who let others wait; a chore, so nobody has to press a button."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from gerai.approval import telling
from gerai.approval.models import Approval, OfficeRules
from gerai.approval.policies import may_decide, office_rules
from gerai.approval.selectors import approvers
from gerai.place.clock import Timetable
from gerai.place.selectors import current_mall, mall_timetable, mall_timezone

_ONE_DAY = timedelta(days=1)
# An office day where the mall's hours aren't known.
_USUAL_MINUTES = (8 * 60, 16 * 60)
_LOOK_BACK = timedelta(days=400)


def remind_now() -> int:
    """What is due now; two small queries when nothing waits."""
    return remind(timezone.now())


def remind(at: datetime) -> int:
    """Remind approvers of what waits too long, and authors of what they let lie.

    Nobody is reminded twice on one day, or on a day on which the mall is closed.

    Returns:
        how many drafts were too late.
    """
    waiting = list(_steps(WorkflowState.STATUS_IN_PROGRESS))
    lying = list(_steps(WorkflowState.STATUS_NEEDS_CHANGES))
    if not waiting and not lying:
        return 0
    rules, calendar = office_rules(), _Calendar(at)
    if not calendar.is_working_day(calendar.today):
        return 0
    late = [
        step
        for step in waiting
        if calendar.hours_since(step.started_at) >= rules.hours_to_decide
    ]
    everybody = approvers() if late else []
    for step in late:
        people = [one for one in everybody if may_decide(one, step)]
        key = f"approve:{step.pk}:{calendar.today.isoformat()}"
        telling.remind_approvers(step, people, key=key)
    forgotten = [step for step in lying if _is_forgotten(step, calendar, rules)]
    for step in forgotten:
        person = step.workflow_state.requested_by
        # Once for each time that the term has passed, not every day.
        days = calendar.days_since(step.finished_at or step.started_at)
        key = f"rework:{step.pk}:{days // rules.days_to_rework}"
        telling.remind_author(step, person, key=key)
    return len(late) + len(forgotten)


def _steps(status: str) -> list[TaskState]:
    states = WorkflowState.objects.filter(
        status=status, current_task_state__task__in=Approval.objects.all()
    )
    return list(
        TaskState.objects.filter(pk__in=states.values("current_task_state"))
        .select_related("revision", "workflow_state__requested_by__wagtail_userprofile")
        .order_by("started_at", "pk")
    )


def _is_forgotten(step: TaskState, calendar: _Calendar, rules: OfficeRules) -> bool:
    person, since = step.workflow_state.requested_by, step.finished_at
    if person is None or since is None:
        return False
    page = step.workflow_state.content_object
    touched = page.latest_revision_created_at if page is not None else None
    if page is None or (touched is not None and touched > since):
        return False
    return calendar.days_since(since) >= rules.days_to_rework


class _Calendar:
    """Opening hours of the mall, counted backwards from an instant."""

    def __init__(self, at: datetime) -> None:
        mall = current_mall()
        self._zone = mall_timezone(mall)
        self._at = at.astimezone(self._zone)
        self._timetable: Timetable = mall_timetable(mall)

    @property
    def today(self) -> date:
        return self._at.date()

    def is_working_day(self, day: date) -> bool:
        return bool(self._minutes(day))

    def days_since(self, moment: datetime) -> int:
        """Working days that began after the day of ``moment``, today included."""
        day = max(moment, self._at - _LOOK_BACK).astimezone(self._zone).date()
        count = 0
        while day < self.today:
            day += _ONE_DAY
            count += self.is_working_day(day)
        return count

    def hours_since(self, moment: datetime) -> float:
        """Opening hours that have passed since ``moment``."""
        start = max(moment, self._at - _LOOK_BACK).astimezone(self._zone)
        day, minutes = start.date(), 0
        while day <= self.today:
            first = _minute(start) if day == start.date() else 0
            last = _minute(self._at) if day == self.today else 24 * 60
            for begin, end in self._minutes(day):
                minutes += max(0, min(end, last) - max(begin, first))
            day += _ONE_DAY
        return minutes / 60

    def _minutes(self, day: date) -> list[tuple[int, int]]:
        hours = self._timetable.day(day).hours
        if hours is not None:
            return [(interval.opens, interval.closes) for interval in hours]
        return [_USUAL_MINUTES] if day.weekday() < 5 else []


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
