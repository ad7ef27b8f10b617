"""The desk's screens of notifications: a list, and the lines on the first screen."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.ui.components import Component

from gerai.notifications.models import Notification
from gerai.notifications.services import can_send, mark_read

_ROWS = 30
_ON_THE_HOME_SCREEN = 5


def unread_count(user: Any) -> int:
    """How many lines a person hasn't read; one query."""
    return Notification.objects.filter(person=user, read_at=None).count()


@require_http_methods(["GET"])
def inbox(request: HttpRequest) -> HttpResponse:
    """All that a person was told, newest first."""
    user: Any = request.user
    own = Notification.objects.filter(person=user)
    rows = Paginator(own, _ROWS).get_page(request.GET.get("p"))
    context = {
        "page_title": gettext("Notifications"),
        "rows": rows,
        "unread": unread_count(user),
        "is_mailed": can_send() and bool(user.email),
    }
    return render(request, "notifications/inbox.html", context)


@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Mark all of one's own as read."""
    mark_read(person=request.user)
    return redirect("notifications_inbox")


@require_http_methods(["GET"])
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a line leads; it is read by that."""
    own = get_object_or_404(Notification, pk=pk, person=request.user)
    mark_read(person=request.user, keys=[own.pk])
    return redirect(own.path or "notifications_inbox")


class NotificationsPanel(Component):
    """The newest unread lines that no other panel of the first screen shows."""

    name = "notifications"
    template_name = "notifications/panel.html"
    order = 30

    def __init__(self, user: Any) -> None:
        unread = Notification.objects.filter(
            person=user, read_at=None, is_task=False
        ).order_by("-created_at", "-pk")
        self.rows = list(unread[:_ON_THE_HOME_SCREEN])

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"heading": gettext("What is new for you"), "rows": self.rows}
