"""Reactions to what happens to drafts, from whichever screen it comes."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models.signals import post_save, pre_save
from django.urls import NoReverseMatch, reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
)

from gerai.approval import telling
from gerai.approval.models import Approval, OfficeRules
from gerai.approval.workflow import settle_approval
from gerai.guard.receivers import is_last_to_migrate
from gerai.guard.roles import SECTION_ROLES
from gerai.guard.sections import owners_of, role_of

_UID = "gerai.approval"
RULE_ACTION = "gerai.approval.rules"
_REPORTED_ACTIONS = frozenset({"wagtail.edit", "wagtail.delete", "wagtail.publish"})


def connect() -> None:
    """Attach the receivers, two of them in place of Wagtail's own mails.

    Wagtail attaches those when its room starts, which is later; a signal takes only the
    first receiver of one ``dispatch_uid``.
    """
    task_submitted.connect(_handed_in, dispatch_uid=f"{_UID}.submitted")
    for signal, receiver, event in (
        (workflow_rejected, _sent_back, "rejected"),
        (workflow_approved, _approved, "approved"),
    ):
        signal.connect(
            receiver,
            sender=WorkflowState,
            dispatch_uid=f"workflow_state_{event}_email_notification",
        )
    workflow_cancelled.connect(_stopped, dispatch_uid=f"{_UID}.cancelled")
    post_save.connect(_acted, sender=ModelLogEntry, dispatch_uid=f"{_UID}.log")
    pre_save.connect(_rules_change, sender=OfficeRules, dispatch_uid=f"{_UID}.before")
    post_save.connect(_rules_changed, sender=OfficeRules, dispatch_uid=f"{_UID}.after")


def after_migrate(app_config: Any, **_kwargs: Any) -> None:
    """Settle the workflow once the last room has its tables."""
    if is_last_to_migrate(app_config):
        settle_approval()


def _is_ours(state: WorkflowState) -> bool:
    step = state.current_task_state
    return step is not None and isinstance(step.task.specific, Approval)


def _handed_in(sender: Any, instance: TaskState, user: Any = None, **_: Any) -> None:
    if isinstance(instance.task.specific, Approval):
        telling.handed_in(instance, user)


def _sent_back(sender: Any, instance: WorkflowState, user: Any, **_: Any) -> None:
    if _is_ours(instance):
        telling.sent_back(instance, user)


def _approved(sender: Any, instance: WorkflowState, user: Any, **_: Any) -> None:
    if _is_ours(instance):
        telling.approved(instance, user)


def _stopped(sender: Any, instance: WorkflowState, user: Any, **_: Any) -> None:
    if _is_ours(instance):
        telling.stopped(instance, user)


def _acted(
    sender: Any, instance: ModelLogEntry, created: bool, raw: bool = False, **_: Any
) -> None:
    """A record outside the tree that belongs to an agency was changed by the agency.

    Those have no drafts: hours and closures must be true at once. So managers hear of
    them, whichever screen or command it was.
    """
    if raw or not created or instance.action not in _REPORTED_ACTIONS:
        return
    model = instance.content_type.model_class() if instance.content_type else None
    if model is None or not owners_of(model) or instance.user_id is None:
        return
    if role_of(instance.user) not in SECTION_ROLES:
        return
    telling.went_out_at_once(
        what=instance.label,
        by=instance.user,
        closure=(instance.data or {}).get("closure"),
        path=_edit_path(model, instance.object_id),
    )


def _edit_path(model: Any, key: str) -> str:
    viewset = getattr(model, "snippet_viewset", None)
    if viewset is None:
        return reverse("wagtailadmin_home")
    try:
        return reverse(viewset.get_url_name("edit"), args=[quote(key)])
    except NoReverseMatch:
        return reverse("wagtailadmin_home")


def _rules_change(sender: Any, instance: OfficeRules, **_: Any) -> None:
    stored = OfficeRules.objects.filter(pk=instance.pk).first() or OfficeRules()
    instance._gerai_had_four_eyes = stored.four_eyes


def _rules_changed(
    sender: Any, instance: OfficeRules, raw: bool = False, **_: Any
) -> None:
    had = getattr(instance, "_gerai_had_four_eyes", instance.four_eyes)
    if raw or had == instance.four_eyes:
        return
    entry = log(
        instance=instance,
        action=RULE_ACTION,
        data={"four_eyes": instance.four_eyes},
    )
    telling.four_eyes_changed(instance, entry.user if entry is not None else None)
