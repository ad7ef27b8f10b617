"""The editor's buttons in the words of the office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)


class HandInMenuItem(SubmitForModerationMenuItem):
    """“Hand in for approval” instead of the name of a workflow."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = context.get("page")
        state = page.current_workflow_state if page is not None and page.pk else None
        is_again = state is not None and state.status == state.STATUS_NEEDS_CHANGES
        context["label"] = _("Hand in again") if is_again else _("Hand in for approval")
        return context


class TakeBackMenuItem(CancelWorkflowMenuItem):
    """“Take back” instead of "cancel workflow"."""

    label = gettext_lazy("Take back")


class DecideMenuItem(ActionMenuItem):
    """Leads to the screen where a change is decided on."""

    name = "gerai-decide"
    label = gettext_lazy("Approve or send back")
    icon_name = "circle-check"
    order = 5

    def is_shown(self, context: dict[str, Any]) -> bool:
        return True

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("approval_draft", args=[parent_context["page"].pk])


def plain_words(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Wagtail's hook: one way to decide, no "restart", and no names of workflows."""
    decides = any(isinstance(item, WorkflowMenuItem) for item in menu_items)
    kept = [_in_plain_words(item) for item in menu_items if not _is_dropped(item)]
    if decides:
        kept.append(DecideMenuItem())
    menu_items[:] = sorted(kept, key=lambda item: item.order)


def _is_dropped(item: Any) -> bool:
    return isinstance(item, WorkflowMenuItem | RestartWorkflowMenuItem)


def _in_plain_words(item: Any) -> Any:
    # Wagtail keeps one list of items for all requests, so none is changed in place.
    if isinstance(item, CancelWorkflowMenuItem):
        return TakeBackMenuItem(order=item.order)
    if isinstance(item, SubmitForModerationMenuItem):
        return HandInMenuItem(order=item.order)
    return item
