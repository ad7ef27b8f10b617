"""Facilities of the building, for the search."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from gerai.finder.documents import Source
from gerai.finder.keeping import refresh
from gerai.finder.showing import in_all_languages
from gerai.finder.sources import Findable, Shown, key_of, register
from gerai.place.choices import FacilityKind
from gerai.place.models import Facility, Floor
from gerai.theme.addresses import localized_url
from gerai.website.models import FloorDirectoryPage

KIND = "facility"


def collect_facilities(keys: Collection[str] | None) -> Iterator[Source]:
    """Facilities by what they are called; they lead to the page of the floors.

    Without that page there is nowhere to lead to.
    """
    page = FloorDirectoryPage.objects.live().order_by("path").first()
    chosen = Facility.objects.select_related("floor").order_by("pk")
    if keys is not None:
        chosen = chosen.filter(pk__in=[key for key in keys if key.isdigit()])
    facilities = list(chosen) if page is not None else []

    def show(language: str) -> list[Shown]:
        return [_shown(one, language, page) for one in facilities]

    for facility, shown in zip(facilities, in_all_languages(show), strict=True):
        notes = [text for text in (facility.note, facility.note_en) if text]
        yield Source(
            key=key_of(KIND, facility.pk),
            kind=KIND,
            target=str(facility.pk),
            texts={
                "title": [one["title"] for one in shown.values()],
                "summary": notes,
            },
            shown=shown,
        )


def _shown(facility: Facility, language: str, page: Any) -> Shown:
    is_english = language == "en"
    note = (is_english and facility.note_en) or facility.note
    floor = _floor_name(facility.floor, is_english=is_english)
    return Shown(
        title=str(FacilityKind(facility.kind).label),
        url=localized_url(page, language),
        text=" · ".join(text for text in (floor, note) if text),
    )


def register_facilities() -> None:
    """Let facilities be found."""
    register(Findable(KIND, collect_facilities, title=_("In the building")))


@receiver(
    [post_save, post_delete], sender=Facility, dispatch_uid="website.facility_changed"
)
def facility_changed(sender: type[Any], instance: Facility, **kwargs: Any) -> None:
    """A facility came, went or got another note."""
    if not kwargs.get("raw"):
        refresh(KIND, {str(instance.pk)})


def _floor_name(floor: Floor | None, *, is_english: bool) -> str:
    if floor is None:
        return ""
    return str((is_english and floor.name_en) or floor.name)
