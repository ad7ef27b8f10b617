"""Facilities of the building, for the search."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gerai.finder.documents import Source
from gerai.finder.keeping import refresh
from gerai.finder.sources import Findable, Shown, key_of, register
from gerai.place.choices import FacilityKind
from gerai.place.models import Facility, Floor
from gerai.theme.addresses import localized_url
from gerai.website.models import FloorDirectoryPage

if TYPE_CHECKING:
    from django.http import HttpRequest

KIND = "facility"


def collect_facilities(keys: Collection[str] | None) -> Iterator[Source]:
    """Facilities by what they are called in all languages."""
    facilities = Facility.objects.select_related("floor").order_by("pk")
    if keys is not None:
        facilities = facilities.filter(pk__in=[key for key in keys if key.isdigit()])
    for facility in facilities:
        names = []
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                names.append(str(FacilityKind(facility.kind).label))
        notes = [text for text in (facility.note, facility.note_en) if text]
        yield Source(
            key=key_of(KIND, facility.pk),
            kind=KIND,
            target=str(facility.pk),
            texts={"title": names, "summary": notes},
        )


def show_facilities(
    targets: Sequence[str], request: HttpRequest | None
) -> dict[str, Shown]:
    """Facilities lead to the page of the floors; without that page to nowhere."""
    page = FloorDirectoryPage.objects.live().order_by("path").first()
    if page is None:
        return {}
    language = get_language() or settings.LANGUAGE_CODE
    is_english = language == "en"
    url = localized_url(page, language, request=request)
    found = {}
    for one in Facility.objects.select_related("floor").filter(
        pk__in=[int(target) for target in targets]
    ):
        note = (is_english and one.note_en) or one.note
        floor = _floor_name(one.floor, is_english=is_english)
        found[str(one.pk)] = Shown(
            title=str(one.get_kind_display()),
            url=url,
            text=" · ".join(text for text in (floor, note) if text),
        )
    return found


def register_facilities() -> None:
    """Let facilities be found."""
    register(
        Findable(KIND, collect_facilities, show_facilities, title=_("In the building"))
    )


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
