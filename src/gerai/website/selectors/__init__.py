"""What the pages show, put together from the rooms below; public."""

from gerai.website.selectors.contact import ContactDetails, contact_details
from gerai.website.selectors.hours import OpeningHours, opening_hours
from gerai.website.selectors.sections import SectionEntry, section_entries

__all__ = [
    "ContactDetails",
    "OpeningHours",
    "SectionEntry",
    "contact_details",
    "opening_hours",
    "section_entries",
]
