"""The page types of the room ``website``."""

from gerai.website.models.content import ContentPage, SectionPage
from gerai.website.models.home import HomePage
from gerai.website.models.places import (
    ContactPage,
    FloorDirectoryPage,
    OpeningHoursPage,
)

PAGE_TYPES = (
    ContactPage,
    ContentPage,
    FloorDirectoryPage,
    HomePage,
    OpeningHoursPage,
    SectionPage,
)

__all__ = [
    "PAGE_TYPES",
    "ContactPage",
    "ContentPage",
    "FloorDirectoryPage",
    "HomePage",
    "OpeningHoursPage",
    "SectionPage",
]
