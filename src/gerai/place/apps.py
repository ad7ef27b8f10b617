from django.apps import AppConfig


class PlaceConfig(AppConfig):
    name = "gerai.place"
    label = "place"

    def ready(self) -> None:
        """Tell the publisher when a new day begins; needs the models."""
        from gerai.place.moments import next_midnight  # noqa: PLC0415
        from gerai.publishing.moments import register_moments  # noqa: PLC0415

        register_moments("place.days", next_midnight)
