"""Registrations with the desk; nothing else."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from gerai.guard.policies import SectionPermissionPolicy
from gerai.place.models import Mall, Schedule
from gerai.place.policies import CLOSING_PERMISSION
from gerai.place.views import CloseTodayView
from gerai.place.viewsets import OneMallPolicy, PlaceViewSetGroup

# First the policies: the viewsets ask for them while they are registered.
register_permission_policy(Mall, OneMallPolicy(Mall))
register_permission_policy(Schedule, SectionPermissionPolicy(Schedule))
register_snippet(PlaceViewSetGroup)


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    """How the lines of the weekly hours stand."""
    return format_html('<link rel="stylesheet" href="{}">', static("place/desk.css"))


class CloseTodayMenuItem(MenuItem):
    """Only for those who may change hours."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CLOSING_PERMISSION))


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Screens that are no record's list or form."""
    view = permission_required(CLOSING_PERMISSION)(CloseTodayView.as_view())
    return [path("tutup-hari-ini/", view, name="place_close_today")]


@hooks.register("register_admin_menu_item")
def close_today_item() -> CloseTodayMenuItem:
    """Within reach on every screen: on that day nobody has time to look for it."""
    return CloseTodayMenuItem(
        _("Close today"), reverse("place_close_today"), icon_name="warning", order=140
    )
