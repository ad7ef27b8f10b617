"""Keeps groups in step with what they stand for."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from wagtail.models import Page

from gerai.guard.roles import settle_roles


def after_migrate(app_config: Any, **_: Any) -> None:
    """Settle the roles once the last room has its tables and permissions."""
    # Django tells of rooms with models only.
    last = [one for one in apps.get_app_configs() if one.models_module is not None][-1]
    if app_config.label == last.label and apps.is_installed("wagtail"):
        settle_roles()


def after_page_saved(
    sender: type[Any], instance: Any, created: bool = False, **_: Any
) -> None:
    """A new translation of an agency's page opens to the agency's editors."""
    if created and isinstance(instance, Page):
        from gerai.guard.sections import settle_translations  # noqa: PLC0415

        settle_translations(instance)
