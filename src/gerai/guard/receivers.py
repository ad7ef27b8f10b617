"""Keeps groups in step with what they stand for."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from wagtail.models import Page

from gerai.guard.roles import settle_roles


def after_migrate(app_config: Any, **_: Any) -> None:
    """Settle the roles once the last room has its tables and permissions."""
    if is_last_to_migrate(app_config):
        settle_roles()


def is_last_to_migrate(app_config: Any) -> bool:
    """Whether all tables and permissions are there once this room was migrated.

    Django tells of rooms with models only, so the last one listed may never come.
    """
    with_models = [one for one in apps.get_app_configs() if one.models_module]
    return bool(app_config.label == with_models[-1].label)


def after_page_saved(
    sender: type[Any], instance: Any, created: bool = False, **_: Any
) -> None:
    """A new translation of an agency's page opens to the agency's editors."""
    if created and isinstance(instance, Page):
        from gerai.guard.sections import settle_translations  # noqa: PLC0415

        settle_translations(instance)
