"""Links that put services into a visit; the visit lives in its address."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django import template
from django.utils.translation import get_language

from gerai.directory.models import ServicePage
from gerai.directory.presentation.stations import LifeEventStation
from gerai.theme.addresses import localized_path

register = template.Library()

VISIT_PATH = "/siap/"
SERVICE_PARAMETER = "layanan"
CASE_PARAMETER = "kasus"
MAX_SERVICES = 12


@register.simple_tag
def visit_url(*services: ServicePage) -> str:
    """The address of a visit for services, in the active language."""
    return _url(services)


@register.simple_tag
def visit_url_of(stations: Iterable[LifeEventStation]) -> str:
    """The same for a life event, cases included; "" for what is no single visit."""
    known = list(stations)
    if not 2 <= len(known) <= MAX_SERVICES:
        return ""
    cases = [(one.service, one.case) for one in known if one.case]
    return _url([one.service for one in known], cases)


def _url(
    services: Iterable[ServicePage], cases: Iterable[tuple[ServicePage, str]] = ()
) -> str:
    path = localized_path(VISIT_PATH, get_language() or "id")
    pairs = [(SERVICE_PARAMETER, _path(one)) for one in services]
    pairs += [(CASE_PARAMETER, f"{_path(one)}:{case}") for one, case in cases]
    return f"{path}?{urlencode(pairs, safe='/:')}"


def _path(service: ServicePage) -> str:
    return f"{service.agency.slug}/{service.slug}"
