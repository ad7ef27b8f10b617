"""Agencies and services as schema.org objects, for search engines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gerai.directory.choices import AgencyKind, OfferedHere, TimeUnit
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.selectors.hours import hours_book
from gerai.directory.selectors.localized import language_or_active
from gerai.directory.standard.values import Duration, Fee, ServiceStandard
from gerai.place.choices import FactKind
from gerai.place.clock import Timetable
from gerai.place.intervals import DAY_END
from gerai.place.models import Mall
from gerai.place.selectors import current_mall, mall_value
from gerai.theme.addresses import localized_url

CONTEXT = "https://schema.org"
_DAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_COMPANIES = {
    AgencyKind.STATE_COMPANY,
    AgencyKind.REGIONAL_COMPANY,
    AgencyKind.PRIVATE,
}
# Working days have no form in ISO 8601; they are left out instead of bent.
_ISO_UNITS = {
    TimeUnit.MINUTES: "PT{}M",
    TimeUnit.HOURS: "PT{}H",
    TimeUnit.DAYS: "P{}D",
    TimeUnit.WEEKS: "P{}W",
    TimeUnit.MONTHS: "P{}M",
    TimeUnit.YEARS: "P{}Y",
}


def agency_data(page: AgencyPage, request: HttpRequest) -> dict[str, Any]:
    """A ``GovernmentOffice`` (a ``LocalBusiness`` for companies) with its hours."""
    mall = current_mall()
    timetable = hours_book([page], mall=mall).of_agency(page)
    data = {
        "@context": CONTEXT,
        **_office(page, request),
        "description": page.summary,
        "telephone": page.office_phone if page.is_elsewhere else "",
        "sameAs": page.office_website,
        "address": _address(page, mall),
        "openingHoursSpecification": opening_hours(timetable),
    }
    return _filled(data)


def service_data(
    page: ServicePage, standard: ServiceStandard, request: HttpRequest
) -> dict[str, Any]:
    """A ``GovernmentService`` with who offers it, how to get it and what it costs."""
    url = _absolute(page, request)
    mall = current_mall()
    is_here = page.agency.is_at_mall and page.is_offered_here != OfferedHere.ELSEWHERE
    channels = [
        _filled(
            {
                "@type": "ServiceChannel",
                "serviceLocation": _filled(
                    {
                        **_office(page.agency, request),
                        "address": _address(page.agency, mall),
                    }
                )
                if is_here or page.agency.office_address
                else None,
                "processingTime": _iso_time(standard.durations.value),
            }
        )
    ]
    if page.online_url:
        channels.append(
            _filled(
                {
                    "@type": "ServiceChannel",
                    "name": page.online_label,
                    "serviceUrl": page.online_url,
                }
            )
        )
    data = {
        "@context": CONTEXT,
        "@type": "GovernmentService",
        "@id": f"{url}#service",
        "url": url,
        "name": page.title,
        "alternateName": [page.official_name, *page.other_name_list[:10]],
        "description": page.summary,
        "category": page.category,
        "inLanguage": page.content_language,
        "audience": _filled({"@type": "Audience", "audienceType": page.audience})
        if page.audience
        else None,
        "areaServed": {"@type": "City", "name": mall.city} if mall else None,
        "provider": _office(page.agency, request),
        "availableChannel": [one for one in channels if len(one) > 1],
        "offers": [_offer(fee) for fee in standard.fees if fee.bounds is not None],
        "serviceOutput": [
            {"@type": "Thing", "name": product.name} for product in standard.products
        ],
    }
    return _filled(data)


def opening_hours(timetable: Timetable | None) -> list[dict[str, Any]]:
    """``OpeningHoursSpecification`` of the usual week; empty if it is not known.

    Hours that nobody confirmed say so in their description.
    """
    week = timetable.usual_week if timetable is not None else None
    if timetable is None or week is None:
        return []
    remark = "" if timetable.is_usually_confirmed else _("hours not confirmed yet")
    grouped: dict[tuple[int, int], list[str]] = {}
    for name, hours in zip(_DAYS, week.days, strict=True):
        for interval in hours:
            grouped.setdefault((interval.opens, interval.closes), []).append(name)
    return [
        _filled(
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": names,
                "opens": _clock(opens),
                "closes": _clock(closes),
                "description": remark,
            }
        )
        for (opens, closes), names in grouped.items()
    ]


def _office(page: AgencyPage, request: HttpRequest) -> dict[str, Any]:
    url = _absolute(page, request)
    is_company = page.kind in _COMPANIES
    return {
        "@type": "LocalBusiness" if is_company else "GovernmentOffice",
        "@id": f"{url}#office",
        "name": page.title,
        "alternateName": page.short_name if page.short_name != page.title else "",
        "url": url,
    }


def _address(page: AgencyPage, mall: Mall | None) -> dict[str, Any] | None:
    if page.is_at_mall and mall is not None:
        street = mall_value(mall, FactKind.ADDRESS)
        city, region = mall.city, mall.province
    else:
        street, city, region = page.office_address, "", ""
    if not street:
        return None
    return _filled(
        {
            "@type": "PostalAddress",
            "streetAddress": street,
            "addressLocality": city,
            "addressRegion": region,
            "addressCountry": "ID",
        }
    )


def _offer(fee: Fee) -> dict[str, Any]:
    lowest, highest = fee.bounds or (0, 0)
    offer: dict[str, Any] = {
        "@type": "Offer",
        "name": fee.label,
        "price": str(lowest),
        "priceCurrency": "IDR",
    }
    if highest != lowest:
        del offer["price"]
        offer["priceSpecification"] = {
            "@type": "PriceSpecification",
            "minPrice": str(lowest),
            "maxPrice": str(highest),
            "priceCurrency": "IDR",
        }
    return _filled(offer)


def _iso_time(durations: tuple[Duration, ...]) -> str:
    if len(durations) != 1 or durations[0].length is None:
        return ""
    length = durations[0].length
    if length.maximum is None or length.unit not in _ISO_UNITS:
        return ""
    return _ISO_UNITS[length.unit].format(length.maximum)


def _absolute(page: AgencyPage | ServicePage, request: HttpRequest) -> str:
    path = localized_url(page, language_or_active(None), request=request)
    return request.build_absolute_uri(path)


def _clock(minute: int) -> str:
    return "23:59" if minute >= DAY_END else f"{minute // 60:02d}:{minute % 60:02d}"


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known; lists lose their empty members."""
    cleaned = {
        key: [one for one in value if one] if isinstance(value, list) else value
        for key, value in data.items()
    }
    return {
        key: value for key, value in cleaned.items() if value not in ("", None, [], {})
    }
