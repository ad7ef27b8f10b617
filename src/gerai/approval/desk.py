"""The desk's screens of approval: the queue, and one draft with all that is said of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState

from gerai.approval import services
from gerai.approval.changes import changes_of
from gerai.approval.comparing import told_changes
from gerai.approval.exceptions import ApprovalError
from gerai.approval.models import LONGEST_REMARK
from gerai.approval.policies import is_approver, is_own, may_decide, may_see_draft
from gerai.approval.selectors import (
    current_step,
    described,
    handed_in_by,
    remarks_on,
    sent_back_step,
    sent_back_to,
    waiting_for,
)
from gerai.approval.telling import draft_path
from gerai.guard.returning import RESTORE, restored_notice
from gerai.notifications.services import settle

_ROWS = 20
_ON_THE_HOME_SCREEN = 5


def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the one who looks, and what they wait for themselves."""
    user = request.user
    rows = Paginator(waiting_for(user), _ROWS).get_page(request.GET.get("p"))
    context = {
        "page_title": gettext("Approval"),
        "is_approver": is_approver(user),
        "rows": rows,
        "waiting": described(rows.object_list),
        "sent_back": described(sent_back_to(user)[:_ROWS]),
        "handed_in": described(handed_in_by(user)[:_ROWS]),
    }
    return render(request, "approval/queue.html", context)


@method_decorator(never_cache, name="dispatch")
class DraftView(View):
    """One draft: where it stands, what it changes, what was said, what one can do."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = get_object_or_404(Page, pk=kwargs["page_id"], depth__gt=1)
        self.page: Any = page.specific
        self.step = current_step(self.page)
        if not may_see_draft(request.user, self.page, self.step):
            if is_approver(request.user):
                return self._gone(request)
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        settle(path=draft_path(self.page), people=[request.user])
        return self._show(request)

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        acts: dict[str, Callable[[HttpRequest], tuple[str, str]]] = {
            "remark": self._remark,
            "hand-in": self._hand_in,
            "take-back": self._take_back,
            "approve": self._approve,
            "send-back": self._send_back,
        }
        if RESTORE in request.POST:
            messages.warning(request, restored_notice())
            return self._show(request)
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            said, address = act(request)
        except ApprovalError as problem:
            # Look anew: what made it impossible may have changed what can be done.
            self.page = Page.objects.get(pk=self.page.pk).specific
            self.step = current_step(self.page)
            return self._show(request, problem=str(problem))
        messages.success(request, said)
        return HttpResponseRedirect(address)

    def _remark(self, request: HttpRequest) -> tuple[str, str]:
        services.add_remark(
            page=self.page, by=request.user, text=request.POST.get("text", "")
        )
        return gettext("Your comment was sent."), draft_path(self.page)

    def _hand_in(self, request: HttpRequest) -> tuple[str, str]:
        services.hand_in(page=self.page, by=request.user)
        return (
            gettext("Handed in. You are told as soon as it was decided."),
            draft_path(self.page),
        )

    def _take_back(self, request: HttpRequest) -> tuple[str, str]:
        services.take_back(page=self.page, by=request.user)
        return (
            gettext("Taken back. You can change it and hand it in again."),
            draft_path(self.page),
        )

    def _approve(self, request: HttpRequest) -> tuple[str, str]:
        self._decide(request, approve=True)
        title = self.page.draft_title or self.page.title
        return (
            gettext("“%(title)s” is approved. The author is told.") % {"title": title},
            reverse("approval_queue"),
        )

    def _send_back(self, request: HttpRequest) -> tuple[str, str]:
        self._decide(request, approve=False)
        title = self.page.draft_title or self.page.title
        return (
            gettext("“%(title)s” was sent back, with your reason.") % {"title": title},
            reverse("approval_queue"),
        )

    def _decide(self, request: HttpRequest, *, approve: bool) -> None:
        seen = request.POST.get("revision", "")
        key = request.POST.get("step", "")
        if not (seen.isdecimal() and key.isdecimal()):
            raise Http404
        step = get_object_or_404(
            TaskState, pk=int(key), workflow_state__object_id=str(self.page.pk)
        )
        services.decide(
            task_state=step,
            by=request.user,
            approve=approve,
            comment=request.POST.get("text", ""),
            seen_revision=int(seen),
        )

    def _show(self, request: HttpRequest, problem: str = "") -> HttpResponse:
        page, user = self.page, request.user
        draft = page.latest_revision
        can_edit = page.permissions_for_user(user).can_edit()
        step = self.step
        has_changes = draft is not None and (
            not page.live or page.has_unpublished_changes
        )
        decides = step is not None and may_decide(user, step)
        own = step is not None and is_own(user, step)
        context = {
            "page_title": page.draft_title or page.title,
            "draft_page": page,
            "problem": problem,
            "typed": request.POST.get("text", ""),
            "act": request.POST.get("act", ""),
            "step": step,
            "sent_back": sent_back_step(page),
            "draft": draft,
            "has_changes": has_changes,
            "change": changes_of(page, draft) if has_changes else None,
            "told_changes": told_changes(page, draft) if has_changes else "",
            "remarks": remarks_on(page),
            "longest": LONGEST_REMARK,
            "can_edit": can_edit,
            "may_decide": decides,
            "is_own_and_kept": own and is_approver(user) and not decides,
            "may_hand_in": can_edit and has_changes and step is None,
            "may_publish": page.permissions_for_user(user).can_publish(),
            "may_take_back": own
            and step is not None
            and can_edit
            and step.workflow_state.requested_by_id == user.pk,
            "preview_url": self._preview_url(can_edit),
        }
        status = 422 if problem else 200
        return render(request, "approval/draft.html", context, status=status)

    def _preview_url(self, can_edit: bool) -> str:
        if self.step is not None and may_decide(self.request.user, self.step):
            return reverse(
                "wagtailadmin_pages:workflow_preview",
                args=[self.page.pk, self.step.task_id],
            )
        if can_edit and self.page.latest_revision_id:
            return reverse("wagtailadmin_pages:view_draft", args=[self.page.pk])
        return ""

    def _gone(self, request: HttpRequest) -> HttpResponse:
        """A reviewer follows a mail to what was decided meanwhile."""
        last = (
            TaskState.objects.filter(workflow_state__object_id=str(self.page.pk))
            .select_related("finished_by")
            .order_by("-started_at", "-pk")
            .first()
        )
        if last is None:
            raise PermissionDenied
        messages.warning(request, services.decided_words(last))
        return redirect("approval_queue")


class ApprovalPanel(Component):
    """On the desk's first screen: what waits for me, and what came back to me."""

    name = "approval"
    template_name = "approval/panel.html"
    order = 20

    def __init__(self, user: Any) -> None:
        self._waiting = waiting_for(user)
        self._sent_back = sent_back_to(user)
        self.count = self._waiting.count()
        self.count_back = self._sent_back.count()

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "heading": _("Needs your attention"),
            "count": self.count,
            "waiting": described(self._waiting[:_ON_THE_HOME_SCREEN]),
            "sent_back": described(self._sent_back[:_ON_THE_HOME_SCREEN]),
        }
