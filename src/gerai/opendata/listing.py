"""Agencies and services as the public interface tells them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from gerai.directory.choices import AgencyKind, ManagementPart, Presence
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.standard import Component, ServiceStandard
from gerai.opendata.records import (
    AgencyRecord,
    ComponentRecord,
    OfficeRecord,
    ServiceDetail,
    ServiceRecord,
    SourceRecord,
    StandardRecord,
)

T = TypeVar("T")
Address = Callable[[Any], str]
"""Gives the full address of a page."""


def agency_record(agency: AgencyPage, address: Address) -> AgencyRecord:
    """One agency, as visitors see it."""
    office = OfficeRecord(
        address=agency.office_address,
        phone=agency.office_phone,
        hours=agency.office_hours,
        website=agency.office_website,
    )
    return AgencyRecord(
        slug=agency.slug,
        name=agency.title,
        short_name=agency.short_name,
        kind=AgencyKind(agency.kind),
        presence=Presence(agency.presence),
        floor=agency.floor.number if agency.floor else None,
        floor_is_inferred=agency.floor_is_inferred,
        summary=agency.summary,
        url=address(agency),
        office=office if any(office.dict().values()) else None,
        language=agency.content_language,
        provenance=SourceRecord.of(agency.provenance_value()),
    )


def service_record(service: ServicePage, address: Address) -> ServiceRecord:
    """One service of a list."""
    return ServiceRecord(**_summary(service, address))


def service_detail(
    service: ServicePage, standard: ServiceStandard, address: Address
) -> ServiceDetail:
    """One service with all that is known about it."""
    counter = service.counter
    floor = (counter.floor if counter else None) or service.agency.floor
    return ServiceDetail(
        **_summary(service, address),
        official_name=service.official_name,
        audience=service.audience,
        other_names=[
            line.strip() for line in service.other_names.splitlines() if line.strip()
        ],
        category=service.category,
        floor=floor.number if floor else None,
        counter=counter.name if counter else None,
        online_label=service.online_label,
        decree_number=service.decree_number,
        decree_date=service.decree_date,
        effective_from=service.effective_from,
        version=service.version,
        next_review_on=service.next_review_on,
        standard=_standard(standard),
    )


def _summary(service: ServicePage, address: Address) -> dict[str, Any]:
    return {
        "slug": f"{service.agency.slug}/{service.slug}",
        "name": service.title,
        "agency": service.agency.slug,
        "agency_name": service.agency.title,
        "summary": service.summary,
        "url": address(service),
        "offered_here": service.is_offered_here,
        "is_free": service.is_free,
        "is_online": service.is_online,
        "while_you_wait": service.while_you_wait,
        "online_url": service.online_url,
        "reviewed_on": service.reviewed_on,
        "language": service.content_language,
        "provenance": SourceRecord.of(service.provenance_value()),
    }


def _standard(standard: ServiceStandard) -> StandardRecord:
    return StandardRecord(
        cases=list(standard.cases),
        requirements=_component(standard.requirements),
        steps=_component(standard.steps),
        durations=_component(standard.durations),
        fees=_component(standard.fees),
        products=_component(standard.products),
        complaint_channels=_component(standard.complaint_channels),
        legal_basis=_component(standard.legal_basis),
        management={
            part: _component(standard.management.get(part, Component()))
            for part in ManagementPart
        },
    )


def _component(component: Component[T]) -> ComponentRecord[T]:
    provenance = component.provenance
    return ComponentRecord(
        origin=component.origin,
        provenance=SourceRecord.of(provenance) if provenance is not None else None,
        items=list(component.value),
    )
