"""The home screen: big plain actions, and what somebody has just done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from gerai.guard.policies import may_invite
from gerai.guard.roles import READ_ONLY_ROLES
from gerai.guard.sections import role_of
from gerai.workspace.errands.kinds import Shortcut, all_kinds, kind_of
from gerai.workspace.errands.lists import open_comments, own_pages
from gerai.workspace.errands.services import UNDO_WITHIN
from gerai.workspace.models import Errand

RECENT = 3


class ErrandsPanel(Component):
    """Stands first on the home screen."""

    name = "everyday_tasks"
    template_name = "workspace/errands/home.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        user = request.user
        chosen = request.GET.get("selesai", "")
        recent = recent_errands(user)
        just_done = next((one for one in recent if str(one.pk) == chosen), None)
        return {
            "csrf_token": parent_context["csrf_token"],
            "actions": actions_for(user),
            "just_done": _told(just_done) if just_done else None,
            "recent": [one for one in recent if one is not just_done][:RECENT],
            "unfinished": unfinished_errands(user),
        }


def actions_for(user: Any) -> list[Shortcut]:
    """What this person may do, the most urgent first."""
    if role_of(user) in READ_ONLY_ROLES:
        return []
    found = [
        Shortcut(kind.title, kind.about, kind.icon, kind.url)
        for kind in all_kinds()
        if kind.is_for(user)
    ]
    if own_pages(user).exists():
        found += _page_shortcuts(user)
    if may_invite(user):
        found.append(
            Shortcut(
                _("Give a person an account"),
                _("A link to set a password, by e-mail or WhatsApp"),
                "user",
                reverse("workspace_staff_invite"),
            )
        )
    return found


def _page_shortcuts(user: Any) -> list[Shortcut]:
    return [
        Shortcut(
            _("Answer a comment"),
            _waiting(open_comments(user).count()),
            "comment",
            reverse("workspace_comments"),
        ),
        Shortcut(
            _("Pages untouched for a year"),
            _("Look whether they are still true"),
            "history",
            reverse("workspace_untouched"),
        ),
        Shortcut(
            _("See a page as on a phone"),
            _("What isn't published yet, too"),
            "mobile-alt",
            reverse("workspace_phones"),
        ),
    ]


def _waiting(count: int) -> Any:
    if not count:
        return _("None is waiting at the moment")
    return _("%(count)d waiting for an answer") % {"count": count}


def recent_errands(user: Any) -> list[Errand]:
    """What somebody did lately and may still undo, newest first."""
    return list(
        Errand.objects.filter(
            by=user,
            done_at__gte=timezone.now() - UNDO_WITHIN,
            undone_at__isnull=True,
        ).order_by("-done_at", "-pk")[: RECENT + 1]
    )


def unfinished_errands(user: Any) -> list[Errand]:
    """What somebody began lately and didn't finish, with the way back to it."""
    return list(
        Errand.objects.filter(
            by=user,
            done_at__isnull=True,
            prepared_at__gte=timezone.now() - UNDO_WITHIN,
        )[:RECENT]
    )


def _told(errand: Errand) -> dict[str, Any]:
    kind = kind_of(errand)
    return {
        "errand": errand,
        "said": kind.said(errand),
        "places": kind.places(errand),
    }
