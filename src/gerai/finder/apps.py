"""Set-up of the room ``finder``."""

from __future__ import annotations

from django.apps import AppConfig


class FinderConfig(AppConfig):
    """Finds a service: the list with its filters, and the search."""

    name = "gerai.finder"
    label = "finder"

    def ready(self) -> None:
        """Register the lists that are published; that needs the models."""
        from gerai.finder import published  # noqa: PLC0415
        from gerai.publishing.services import register_addresses  # noqa: PLC0415

        register_addresses("finder.lists", published.list_addresses)
