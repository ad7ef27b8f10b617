"""Wagtail's rooms with screens of ours; read before any model is there."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class DeskUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users, with groups in words."""

    group_viewset = "gerai.workspace.staff.groups.DeskGroupViewSet"
