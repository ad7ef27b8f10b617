"""What waits for whom; public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from wagtail.models import Page, TaskState, WorkflowState

from gerai.approval.changes import Change, changes_of
from gerai.approval.models import Approval, Remark
from gerai.approval.policies import is_approver, office_rules
from gerai.guard.people import administrators, people_with
from gerai.guard.roles import Role

# Of the two roles that see to it every day; administrators help out.
EVERYDAY_APPROVERS = (Role.MANAGER, Role.REVIEWER)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft on its way, in words for a list."""

    page: Page
    title: str
    agency: str
    change: Change
    author: User | None
    since: datetime
    comment: str = ""


def decidable(user: Any) -> QuerySet[TaskState]:
    """Steps in progress that a person may decide on."""
    steps = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=Approval.objects.filter(active=True),
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    )
    if not is_approver(user):
        return steps.none()
    if office_rules().four_eyes:
        own = Q(workflow_state__requested_by=user) | Q(revision__user=user)
        steps = steps.exclude(pk__in=TaskState.objects.filter(own).values("pk"))
    return steps


def waiting_for(user: Any) -> QuerySet[TaskState]:
    """The queue of an approver, what waits longest first."""
    return (
        decidable(user)
        .select_related("revision", "workflow_state__requested_by")
        .order_by("started_at", "pk")
    )


def handed_in_by(user: Any) -> QuerySet[TaskState]:
    """What a person handed in and nobody decided yet, oldest first."""
    return _own(user, WorkflowState.STATUS_IN_PROGRESS)


def sent_back_to(user: Any) -> QuerySet[TaskState]:
    """What was sent back to a person, and waits for them."""
    return _own(user, WorkflowState.STATUS_NEEDS_CHANGES)


def _own(user: Any, status: str) -> QuerySet[TaskState]:
    current = WorkflowState.objects.filter(
        status=status, requested_by=user, current_task_state__isnull=False
    )
    return (
        TaskState.objects.filter(pk__in=current.values("current_task_state"))
        .select_related("revision", "workflow_state__requested_by")
        .order_by("started_at", "pk")
    )


def described(steps: Iterable[TaskState]) -> list[Waiting]:
    """Steps with their pages, and what each is about; a bounded number of queries."""
    rows = list(steps)
    keys = {int(step.workflow_state.object_id) for step in rows}
    pages = {
        page.pk: page
        for page in Page.objects.filter(pk__in=keys)
        .specific()
        .prefetch_related("latest_revision", "live_revision")
    }
    agencies = _parent_titles(pages.values())
    found = []
    for step in rows:
        page = pages.get(int(step.workflow_state.object_id))
        if page is None:
            continue
        draft = page.latest_revision or step.revision
        found.append(
            Waiting(
                page=page,
                title=str(draft.content.get("title") or page.title),
                agency=agencies.get(page.path[: -page.steplen], ""),
                change=changes_of(page, draft),
                author=step.workflow_state.requested_by,
                since=step.finished_at or step.started_at,
                comment=step.comment,
            )
        )
    return found


def _parent_titles(pages: Iterable[Page]) -> dict[str, str]:
    paths = {page.path[: -page.steplen] for page in pages}
    # Below the home page, where a parent says nothing.
    return dict(
        Page.objects.filter(path__in=paths, depth__gt=2).values_list("path", "title")
    )


def current_step(page: Page) -> TaskState | None:
    """The step in progress on a page."""
    state = _active(page)
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return None
    return state.current_task_state


def sent_back_step(page: Page) -> TaskState | None:
    """The last step of a page that was sent back and not handed in again."""
    state = _active(page)
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    return state.current_task_state


def _active(page: Page) -> WorkflowState | None:
    state: WorkflowState | None = (
        WorkflowState.objects.for_instance(page)
        .active()
        .select_related(
            "requested_by", "current_task_state__revision__user", "workflow"
        )
        .first()
    )
    if state is not None and state.current_task_state is not None:
        state.current_task_state.workflow_state = state
    return state


def remarks_on(page: Page) -> list[Remark]:
    """What was said about a page's drafts, oldest first."""
    return list(Remark.objects.filter(page=page).select_related("author"))


def approvers() -> list[User]:
    """Whom to tell that something waits; administrators only where nobody else is."""
    return people_with(*EVERYDAY_APPROVERS) or administrators()
