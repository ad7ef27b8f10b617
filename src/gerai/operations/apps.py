from importlib import import_module

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "gerai.operations"
    label = "operations"

    def ready(self) -> None:
        for area in ("backups", "certificate", "database", "machine", "site"):
            import_module(f"gerai.operations.checks.{area}")
        from gerai.operations.scheduled import publish_due  # noqa: PLC0415
        from gerai.publishing.chores import register_chore  # noqa: PLC0415

        register_chore("scheduled pages", publish_due, every_seconds=5)
