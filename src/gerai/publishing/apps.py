from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "gerai.publishing"
    label = "publishing"

    def ready(self) -> None:
        # Models can be imported only now.
        from gerai.publishing import checks, receivers  # noqa: F401, PLC0415

        receivers.connect()
