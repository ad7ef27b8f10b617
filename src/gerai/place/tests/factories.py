"""Factories of the room ``place``.

``MallFactory()`` has hours: Monday to Thursday 08.00-12.00 and 13.00-15.00, Friday
08.00-11.00 WITA, from a source, not confirmed. ``ScheduleFactory(confirmed=True)`` is
confirmed, ``ScheduleFactory(unknown=True)`` is not known.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from gerai.place.choices import (
    FacilityKind,
    FactKind,
    HolidayAction,
    MallZone,
    TrustLevel,
)
from gerai.place.models import (
    Closure,
    Facility,
    Floor,
    HolidayChange,
    Mall,
    MallFact,
    Schedule,
    Season,
)

OFFICE_WEEK: dict[str, list[list[str]]] = {
    **{
        day: [["08:00", "12:00"], ["13:00", "15:00"]]
        for day in ("mon", "tue", "wed", "thu")
    },
    "fri": [["08:00", "11:00"]],
}


class ScheduleFactory(DjangoModelFactory[Schedule]):
    class Meta:
        model = Schedule

    class Params:
        confirmed = factory.Trait(trust=TrustLevel.CONFIRMED)
        unknown = factory.Trait(weekly=None)
        following = factory.Trait(weekly=None, follows_parent=True)

    label = factory.Sequence(lambda number: f"Jam {number}")
    weekly: Any = factory.LazyFunction(lambda: dict(OFFICE_WEEK))
    source = "https://disdukcapil.samarindakota.go.id/faq"
    trust = TrustLevel.LOCAL


class SeasonFactory(DjangoModelFactory[Season]):
    class Meta:
        model = Season

    schedule = factory.SubFactory(ScheduleFactory)
    name = "Ramadan 1448 H"
    first_day = date(2027, 2, 8)
    last_day = date(2027, 3, 7)
    weekly: Any = factory.LazyFunction(lambda: {"mon": [["08:00", "14:00"]]})


class ClosureFactory(DjangoModelFactory[Closure]):
    class Meta:
        model = Closure

    schedule = factory.SubFactory(ScheduleFactory)
    first_day = date(2026, 11, 24)
    last_day = factory.SelfAttribute("first_day")
    reason = "rapat"
    reason_en = "a meeting"


class MallFactory(DjangoModelFactory[Mall]):
    class Meta:
        model = Mall

    name = "Mal Pelayanan Publik Kota Samarinda"
    short_name = "MPP Samarinda"
    city = "Samarinda"
    province = "Kalimantan Timur"
    timezone = MallZone.WITA.value
    operator_name = "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"
    operator_short_name = "DPMPTSP"
    schedule = factory.SubFactory(ScheduleFactory, label="Mal")


class MallFactFactory(DjangoModelFactory[MallFact]):
    class Meta:
        model = MallFact

    mall = factory.SubFactory(MallFactory)
    kind = FactKind.ADDRESS
    value = "Jalan Pahlawan, Samarinda Ulu"
    is_shown = True


class FloorFactory(DjangoModelFactory[Floor]):
    class Meta:
        model = Floor

    number = factory.Sequence(lambda number: number + 1)
    name = factory.LazyAttribute(lambda floor: f"Lantai {floor.number}")


class FacilityFactory(DjangoModelFactory[Facility]):
    class Meta:
        model = Facility

    kind = FacilityKind.LIFT


class HolidayChangeFactory(DjangoModelFactory[HolidayChange]):
    class Meta:
        model = HolidayChange

    action = HolidayAction.ADD
    day = date(2026, 11, 27)
    name = "Pilkada"
    name_en = "Regional election"
