"""What the pages show, put together from the rooms below; public."""

from gerai.website.selectors.contact import ContactDetails, contact_details
from gerai.website.selectors.floors import FloorDirectory, floor_directory
from gerai.website.selectors.home import HomeContents, home_contents
from gerai.website.selectors.hours import OpeningHours, opening_hours
from gerai.website.selectors.sections import SectionEntry, section_entries

__all__ = [
    "ContactDetails",
    "FloorDirectory",
    "HomeContents",
    "OpeningHours",
    "SectionEntry",
    "contact_details",
    "floor_directory",
    "home_contents",
    "opening_hours",
    "section_entries",
]
