"""Acts on drafts; public. Each checks, acts and tells in one transaction.

Whoever offers a button calls one of these; the permission is asked here, of the record
that is really acted on, so no form, address or script leads around it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from gerai.approval import telling
from gerai.approval.exceptions import AlreadyDecided, ApprovalError, ChangedMeanwhile
from gerai.approval.models import LONGEST_REMARK, Remark
from gerai.approval.policies import may_decide, may_see_draft
from gerai.approval.selectors import current_step

_SAME_REMARK_WITHIN = timedelta(minutes=2)


@transaction.atomic
def publish_or_hand_in(*, page: Page, by: Any) -> bool:
    """Publish the newest draft of a page, or hand it in, as ``by`` may.

    Returns:
        whether it is public now.

    Raises:
        PermissionDenied: ``by`` may do neither.
        ApprovalError: there is nothing to hand in, or it waits already.
    """
    if page.permissions_for_user(by).can_publish():
        _publishable(page)
        page.get_latest_revision().publish(user=by)
        return True
    hand_in(page=page, by=by)
    return False


@transaction.atomic
def hand_in(*, page: Page, by: Any) -> TaskState:
    """Ask for approval of the newest draft; once more after it was sent back.

    Raises:
        PermissionDenied: ``by`` may not change the page.
        ApprovalError: there is nothing to hand in, or it waits already.
    """
    page = _locked(page)
    permissions = page.permissions_for_user(by)
    if not permissions.can_edit():
        raise PermissionDenied
    if page.workflow_in_progress:
        raise AlreadyDecided(_("This draft was handed in already. It waits."))
    if not permissions.can_submit_for_moderation():
        raise ApprovalError(_("Somebody has locked this page. Ask them to unlock it."))
    _publishable(page)
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        # Whoever hands in again is the one to be answered.
        state.requested_by = by
        state.resume(by)
    else:
        workflow = page.get_workflow()
        if workflow is None:
            raise ApprovalError(_("Nobody approves pages here."))
        workflow.start(page, by)
    step = current_step(page)
    if step is None:
        raise ApprovalError(_("Nobody approves pages here."))
    return step


@transaction.atomic
def take_back(*, page: Page, by: Any) -> None:
    """Stop asking for approval; the draft stays.

    Raises:
        PermissionDenied: ``by`` neither handed it in nor may decide on it.
        AlreadyDecided: it doesn't wait any more.
    """
    page = _locked(page)
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        raise AlreadyDecided(_("This draft doesn't wait for approval any more."))
    may_change = page.permissions_for_user(by).can_edit()
    if not (may_change and state.requested_by_id == by.pk):
        raise PermissionDenied
    state.cancel(user=by)


@transaction.atomic
def decide(
    *,
    task_state: TaskState,
    by: Any,
    approve: bool,
    comment: str = "",
    seen_revision: int | None = None,
) -> None:
    """Approve and publish a change, or send it back to its author.

    Args:
        comment: for the author; needed when it is sent back.
        seen_revision: the version that ``by`` looked at; another one isn't approved.

    Raises:
        PermissionDenied: ``by`` may not decide on it.
        AlreadyDecided: somebody else was faster, or the author took it back.
        ChangedMeanwhile: the draft was changed after ``by`` had opened it.
        ApprovalError: the reason is missing, or the page can't be published.
    """
    step = (
        TaskState.objects.select_for_update(of=("self",))
        .select_related("revision", "workflow_state")
        .get(pk=task_state.pk)
    )
    if not may_decide(by, step):
        raise PermissionDenied
    if step.status != TaskState.STATUS_IN_PROGRESS:
        raise AlreadyDecided(decided_words(step))
    page = step.workflow_state.content_object
    if seen_revision is not None and page.latest_revision_id != seen_revision:
        raise ChangedMeanwhile(
            _("The draft was changed after you had opened it. Please look once more.")
        )
    words = _tidy(comment)
    if not approve:
        if not words:
            raise ApprovalError(
                _("Write what should be changed, so that the author knows.")
            )
        step.specific.reject(user=by, comment=words)
        return
    try:
        step.specific.approve(user=by, comment=words)
    except ValidationError as problem:
        raise ApprovalError(
            _("This page can't be published as it is: %(why)s")
            % {"why": " ".join(problem.messages)}
        ) from problem


def act_on_step(
    *, task_state: TaskState, by: Any, action: str, comment: str
) -> str | None:
    """What Wagtail's own screens do with a step; the same checks.

    Returns:
        where to go on if it was decided already; None where Wagtail says.

    Raises:
        PermissionDenied: ``by`` may not, or the act isn't one of ours.
    """
    if action not in {"approve", "reject"}:
        raise PermissionDenied
    try:
        decide(
            task_state=task_state, by=by, approve=action == "approve", comment=comment
        )
    except AlreadyDecided:
        return reverse("approval_draft", args=[task_state.workflow_state.object_id])
    except ApprovalError as problem:
        raise PermissionDenied(str(problem)) from problem
    return None


@transaction.atomic
def add_remark(*, page: Page, by: Any, text: str) -> Remark:
    """Say something about a page's draft to those who work on it.

    Raises:
        PermissionDenied: ``by`` doesn't see the draft.
        ApprovalError: there are no words, or too many.
    """
    step = current_step(page)
    if not may_see_draft(by, page, step):
        raise PermissionDenied
    words = _tidy(text)
    if not words:
        raise ApprovalError(_("Write your comment first."))
    same = Remark.objects.filter(
        page=page,
        author=by,
        text=words,
        created_at__gt=timezone.now() - _SAME_REMARK_WITHIN,
    ).first()
    if same is not None:
        return same  # the button was pressed twice
    remark = Remark.objects.create(page=page, author=by, text=words)
    telling.remark_made(remark, step)
    return remark


def decided_words(step: TaskState) -> str:
    """Who decided on a step, for somebody who comes too late."""
    if step.finished_by is None:
        return _("This draft doesn't wait for approval any more.")
    name = telling.name_of(step.finished_by)
    if step.status == TaskState.STATUS_APPROVED:
        return _("%(name)s has approved this already.") % {"name": name}
    if step.status == TaskState.STATUS_REJECTED:
        return _("%(name)s has sent this back already.") % {"name": name}
    return _("%(name)s has taken this back.") % {"name": name}


def _locked(page: Page) -> Any:
    """The page as it is stored now; nobody else acts on it until we are done."""
    Page.objects.select_for_update().get(pk=page.pk)
    return Page.objects.get(pk=page.pk).specific


def _publishable(page: Page) -> None:
    if page.latest_revision_id is None or (
        page.live and not page.has_unpublished_changes
    ):
        raise ApprovalError(_("There are no changes to publish."))


def _tidy(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(words) > LONGEST_REMARK:
        raise ApprovalError(
            _("This is too long: %(n)d letters at most.") % {"n": LONGEST_REMARK}
        )
    return words
