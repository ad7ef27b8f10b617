from importlib import import_module

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "gerai.operations"
    label = "operations"

    def ready(self) -> None:
        for area in ("database", "machine", "site"):
            import_module(f"gerai.operations.checks.{area}")
