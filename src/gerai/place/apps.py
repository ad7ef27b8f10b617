from django.apps import AppConfig


class PlaceConfig(AppConfig):
    name = "gerai.place"
    label = "place"

    def ready(self) -> None:
        """Say what each role may do here, and when a new day begins; needs the models."""
        from gerai.guard.roles import Role, grant, grant_model  # noqa: PLC0415
        from gerai.place.moments import next_midnight  # noqa: PLC0415
        from gerai.publishing.moments import register_moments  # noqa: PLC0415

        every = ("add", "change", "delete", "view")
        for name in (
            "Mall",
            "MallFact",
            "Schedule",
            "HolidayChange",
            "Floor",
            "Facility",
        ):
            grant_model(f"place.{name}", every, Role.MANAGER)
            grant_model(f"place.{name}", ["view"], Role.AUDITOR)
        grant_model("place.Schedule", ["change"], Role.EDITOR)
        grant(["place.add_closure"], Role.MANAGER, Role.EDITOR, Role.OPERATOR)
        register_moments("place.days", next_midnight)
