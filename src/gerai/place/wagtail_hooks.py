"""Registrations with the desk; nothing else."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from gerai.guard.policies import SectionPermissionPolicy
from gerai.place.models import Mall, Schedule
from gerai.place.viewsets import OneMallPolicy, PlaceViewSetGroup

# First the policies: the viewsets ask for them while they are registered.
register_permission_policy(Mall, OneMallPolicy(Mall))
register_permission_policy(Schedule, SectionPermissionPolicy(Schedule))
register_snippet(PlaceViewSetGroup)


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    """How the lines of the weekly hours stand."""
    return format_html('<link rel="stylesheet" href="{}">', static("place/desk.css"))
