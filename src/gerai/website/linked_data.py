"""The mall as schema.org objects, for search engines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gerai.directory.presentation.linked_data import CONTEXT, opening_hours
from gerai.place.choices import FactKind
from gerai.place.facts import MapPosition
from gerai.theme.addresses import localized_path
from gerai.website.surroundings import Surroundings

_PROFILES = (
    FactKind.WEBSITE,
    FactKind.INSTAGRAM,
    FactKind.FACEBOOK,
    FactKind.TIKTOK,
    FactKind.YOUTUBE,
)


def mall_data(around: Surroundings, request: HttpRequest) -> list[dict[str, Any]]:
    """A ``GovernmentOffice`` and a ``WebSite``; what isn't known is left out."""
    mall = around.mall
    if mall is None:
        return []
    home = request.build_absolute_uri(localized_path("/", around.language))
    search = request.build_absolute_uri(localized_path("/cari/", around.language))
    office = {
        "@context": CONTEXT,
        "@type": "GovernmentOffice",
        "@id": f"{home}#mall",
        "name": mall.name,
        "alternateName": mall.short_name,
        "url": home,
        "telephone": around.facts.phone,
        "email": around.facts.value(FactKind.EMAIL),
        "address": _address(around),
        "geo": _position(around.facts.value(FactKind.COORDINATES)),
        "parentOrganization": {
            "@type": "GovernmentOrganization",
            "name": mall.operator_name,
        },
        "openingHoursSpecification": opening_hours(around.timetable),
        "sameAs": [
            value
            for kind in _PROFILES
            if (value := around.facts.value(kind)).startswith("https://")
        ],
    }
    site = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": mall.short_name,
        "url": home,
        "inLanguage": around.language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{search}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }
    return [{key: value for key, value in office.items() if value}, site]


def _address(around: Surroundings) -> dict[str, Any] | None:
    street = around.facts.value(FactKind.ADDRESS)
    if not street or around.mall is None:
        return None
    return {
        "@type": "PostalAddress",
        "streetAddress": street,
        "addressLocality": around.mall.city,
        "addressRegion": around.mall.province,
        "addressCountry": "ID",
    }


def _position(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    point = MapPosition.parse(text)
    return {
        "@type": "GeoCoordinates",
        "latitude": point.latitude,
        "longitude": point.longitude,
    }
