"""Tables of the room ``place``; other rooms refer to them by name only."""

from gerai.place.models.hours import Closure, HolidayChange, Schedule, Season
from gerai.place.models.mall import Mall, MallFact
from gerai.place.models.places import Facility, Floor

__all__ = [
    "Closure",
    "Facility",
    "Floor",
    "HolidayChange",
    "Mall",
    "MallFact",
    "Schedule",
    "Season",
]
