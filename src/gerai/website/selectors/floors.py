"""Who is on which floor: for the floor directory and, in short, for the home page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gerai.directory.choices import Presence
from gerai.directory.models import AgencyPage, Counter
from gerai.directory.presentation import TrustLine, trust_line
from gerai.directory.selectors import agencies, pill_key
from gerai.place.choices import FacilityKind, FacilityStatus
from gerai.place.clock import Timetable
from gerai.place.models import Facility, Floor
from gerai.place.selectors import facilities, floors
from gerai.place.wording import weekly_summary
from gerai.theme.addresses import localized_url
from gerai.theme.parts import Feature, FloorPlan, FloorTile, Link
from gerai.website.surroundings import Surroundings, text_in

_ICONS: dict[str, str] = {
    FacilityKind.ACCESSIBLE_TOILET: "accessible",
    FacilityKind.TOILET: "toilet",
    FacilityKind.NURSING_ROOM: "nursing",
    FacilityKind.PRAYER_ROOM: "prayer",
    FacilityKind.PARKING: "parking",
    FacilityKind.LIFT: "lift",
    FacilityKind.RAMP: "ramp",
    FacilityKind.WHEELCHAIR: "accessible",
    FacilityKind.GUIDE_BLOCKS: "guide",
    FacilityKind.PRIORITY_SEATING: "seat",
    FacilityKind.PLAYGROUND: "playground",
    FacilityKind.READING_CORNER: "book",
    FacilityKind.WAITING_ROOM: "seat",
    FacilityKind.INFORMATION_DESK: "info",
    FacilityKind.WIFI: "wifi",
    FacilityKind.CHARGING: "plug",
    FacilityKind.CANTEEN: "cup",
    FacilityKind.ATM: "card",
    FacilityKind.PHOTOCOPY: "copy",
}


@dataclass(frozen=True, slots=True)
class Referral:
    """An agency that isn't in the mall, and where to go instead."""

    title: str
    url: str
    address: str
    hours: str
    phone: str


@dataclass(frozen=True, slots=True)
class FloorDirectory:
    """What the floor directory shows.

    Attributes:
        floors: the highest first, as one sees a building from outside.
        unplaced: agencies at the mall whose floor nobody has told.
        features: facilities whose floor is not known.
        trust: where the floors come from, each source once.
        usual_hours: the mall's week in one line, for a pill without a script.
    """

    floors: tuple[FloorPlan, ...]
    unplaced: tuple[FloorTile, ...]
    features: tuple[Feature, ...]
    referrals: tuple[Referral, ...]
    trust: tuple[TrustLine, ...]
    usual_hours: str

    @property
    def is_empty(self) -> bool:
        return not (self.floors or self.unplaced or self.referrals)


def floor_directory(
    around: Surroundings, own_hours: Mapping[str, Timetable]
) -> FloorDirectory:
    """Floors, counters, facilities and referrals in the active language.

    A fixed number of queries; services are not read.

    Args:
        own_hours: timetables of the agencies whose hours differ from the mall's, by the
            key of their pill; only those get one.
    """
    all_floors = floors()
    found = agencies(around.language)
    here = [one for one in found if one.presence == Presence.AT_MALL]
    counters = _counters_by_agency(here)
    plans = [
        _plan(floor, _tiles_on(floor.pk, here, counters, around, own_hours), around)
        for floor in reversed(all_floors)
    ]
    return FloorDirectory(
        floors=tuple(plans),
        unplaced=tuple(_tiles_on(None, here, counters, around, own_hours)),
        features=tuple(
            _feature(one, around) for one in facilities() if one.floor_id is None
        ),
        referrals=tuple(
            _referral(one, around)
            for one in found
            if one.presence == Presence.ELSEWHERE
        ),
        trust=_sources(all_floors),
        usual_hours=weekly_summary(around.timetable, around.language),
    )


@dataclass(frozen=True, slots=True)
class BriefFloors:
    """Floors with the names of their agencies only, and agencies without a floor."""

    floors: tuple[FloorPlan, ...]
    unplaced: tuple[Link, ...]


def brief_floors(language: str) -> BriefFloors:
    """The building in short, for the home page; a fixed number of queries."""
    here = agencies(language, presence=Presence.AT_MALL)
    counters = _counters_by_agency(here)
    plans = [
        FloorPlan(
            label=str(floor.number),
            name=text_in(language, floor.name, floor.name_en),
            tiles=[
                FloorTile(title=one.short_name, href=localized_url(one, language))
                for one, _counters in _agencies_on(floor.pk, here, counters)
            ],
        )
        for floor in reversed(floors())
    ]
    return BriefFloors(
        floors=tuple(plan for plan in plans if plan.tiles),
        unplaced=tuple(
            Link(title=one.short_name, url=localized_url(one, language))
            for one, _counters in _agencies_on(None, here, counters)
        ),
    )


CountersByAgency = dict[object, list[Counter]]


def _counters_by_agency(here: Iterable[AgencyPage]) -> CountersByAgency:
    """Counters in walking order, by the translation key of their agency."""
    grouped: CountersByAgency = {}
    keys = [one.translation_key for one in here]
    counters = Counter.objects.filter(agency__translation_key__in=keys)
    for counter in counters.select_related("agency").order_by("order", "name", "pk"):
        grouped.setdefault(counter.agency.translation_key, []).append(counter)
    return grouped


def _agencies_on(
    floor_id: int | None, here: Iterable[AgencyPage], counters: CountersByAgency
) -> list[tuple[AgencyPage, list[Counter]]]:
    """Agencies on a floor with their counters there; counters decide where there are any."""
    found = []
    for agency in here:
        own = counters.get(agency.translation_key, [])
        on_floor = [one for one in own if (one.floor_id or agency.floor_id) == floor_id]
        if on_floor or (not own and agency.floor_id == floor_id):
            found.append((agency, on_floor))
    return found


def _tiles_on(
    floor_id: int | None,
    here: Iterable[AgencyPage],
    counters: CountersByAgency,
    around: Surroundings,
    own_hours: Mapping[str, Timetable],
) -> list[FloorTile]:
    return [
        _tile(agency, own, around, own_hours)
        for agency, own in _agencies_on(floor_id, here, counters)
    ]


def _tile(
    agency: AgencyPage,
    counters: list[Counter],
    around: Surroundings,
    own_hours: Mapping[str, Timetable],
) -> FloorTile:
    is_guess = agency.floor_is_inferred and agency.floor_id is not None
    names = [agency.title] if agency.title != agency.short_name else []
    if is_guess:
        names.append(_("floor not confirmed"))
    key = pill_key(agency)
    hours = own_hours.get(key)
    return FloorTile(
        title=agency.short_name,
        href=localized_url(agency, around.language),
        counter=", ".join(one.name_in(around.language) for one in counters),
        note=" · ".join(names),
        pill_key=key if hours else "",
        pill_fallback=weekly_summary(hours, around.language) if hours else "",
    )


def _plan(floor: Floor, tiles: list[FloorTile], around: Surroundings) -> FloorPlan:
    return FloorPlan(
        label=str(floor.number),
        name=around.text(floor.name, floor.name_en),
        description=around.text(floor.description, floor.description_en),
        tiles=tiles,
        features=[_feature(one, around) for one in floor.facilities.all()],
        anchor=f"lantai-{floor.number}",
    )


def _feature(facility: Facility, around: Surroundings) -> Feature:
    note = around.text(facility.note, facility.note_en)
    title = str(facility.get_kind_display())
    if facility.kind == FacilityKind.OTHER and note:
        title, note = note, ""
    if facility.status == FacilityStatus.UNKNOWN:
        unknown = _("not known whether it works now")
        note = f"{note} ({unknown})" if note else unknown
    return Feature(
        icon=_ICONS.get(facility.kind, "dot"),
        title=title,
        note=note,
        is_out=facility.status == FacilityStatus.OUT_OF_ORDER,
    )


def _referral(agency: AgencyPage, around: Surroundings) -> Referral:
    return Referral(
        title=agency.title,
        url=localized_url(agency, around.language),
        address=agency.office_address,
        hours=agency.office_hours,
        phone=agency.office_phone,
    )


def _sources(all_floors: Iterable[Floor]) -> tuple[TrustLine, ...]:
    lines = (trust_line(floor.provenance_value()) for floor in all_floors)
    return tuple(dict.fromkeys(line for line in lines if line is not None))
