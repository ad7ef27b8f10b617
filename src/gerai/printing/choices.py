"""Closed lists of the room ``printing``; public, and free of models."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SheetKind(TextChoices):
    """What can be printed of a service; the value is the name in its address."""

    LEAFLET = "lembar-a4", _("Leaflet A4: the whole standard")
    HANDOUT = "lembar-a5", _("Handout A5: to take home")
    POSTER = "poster-a3", _("Poster A3: for the counter")


SIZE_BOUNDS: dict[SheetKind, int] = {
    SheetKind.LEAFLET: 150,
    SheetKind.HANDOUT: 100,
    SheetKind.POSTER: 100,
}
"""What readers are told about the size before they fetch a file, in KB."""
