from django.apps import AppConfig


class PlaceConfig(AppConfig):
    name = "gerai.place"
    label = "place"

    def ready(self) -> None:
        """Say what each role may do with the mall, its building and its hours."""
        from gerai.guard.roles import Role, grant, grant_model  # noqa: PLC0415

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
