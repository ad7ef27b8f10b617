"""Links that put services into a visit; the visit lives in its address."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django import template
from django.utils.translation import get_language

from gerai.directory.models import ServicePage
from gerai.theme.addresses import localized_path

register = template.Library()

VISIT_PATH = "/siap/"
SERVICE_PARAMETER = "layanan"
MAX_SERVICES = 12


@register.simple_tag
def visit_url(*services: ServicePage) -> str:
    """The address of a visit for services, in the active language."""
    return _url(services)


@register.simple_tag
def visit_url_of(services: Iterable[ServicePage]) -> str:
    """The same for a list; "" for one that is too short or too long to be one visit."""
    known = list(services)
    return _url(known) if 2 <= len(known) <= MAX_SERVICES else ""


def _url(services: Iterable[ServicePage]) -> str:
    path = localized_path(VISIT_PATH, get_language() or "id")
    pairs = [(SERVICE_PARAMETER, f"{one.agency.slug}/{one.slug}") for one in services]
    return f"{path}?{urlencode(pairs, safe='/')}"
