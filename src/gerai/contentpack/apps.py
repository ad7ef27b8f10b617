from django.apps import AppConfig


class ContentPackConfig(AppConfig):
    name = "gerai.contentpack"
    label = "contentpack"

    def ready(self) -> None:
        """Leave the list of what was loaded out of the trail; the load itself is in it."""
        from gerai.audit import scope  # noqa: PLC0415
        from gerai.publishing.receivers import leave_unseen  # noqa: PLC0415

        scope.leave_out("contentpack.loadedrecord", scope.DERIVED)
        leave_unseen(self.label)
