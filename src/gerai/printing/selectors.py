"""Which records a sheet may be made of; public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import policy_registry

from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.selectors import in_language, record_of, service_by_path

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


@dataclass(frozen=True, slots=True)
class PrintableAgency:
    """An agency, and how many of its services somebody may print, drafts included."""

    agency: AgencyPage
    number: int


def public_service(agency: str, service: str, language: str) -> ServicePage | None:
    """The service at ``/instansi/<agency>/<service>/`` if visitors may see it there.

    A draft anywhere above it hides it, as it hides the page itself.
    """
    found = service_by_path(f"{agency}/{service}", language)
    if found is None or not found.live:
        return None
    pages = {found.path, record_of(found).path}
    above = {
        path[:length]
        for path in pages
        for length in range(2 * Page.steplen, len(path), Page.steplen)
    }
    is_hidden = Page.objects.filter(path__in=above, live=False).exists()
    return None if is_hidden else found


def editable_services(
    user: AbstractBaseUser | AnonymousUser,
) -> PageQuerySet:
    """The Indonesian records of the services that ``user`` may change."""
    editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(
        user, "change"
    )
    return ServicePage.objects.filter(
        pk__in=editable.values("pk"), locale__language_code=settings.LANGUAGE_CODE
    )


def printable_agencies(
    user: AbstractBaseUser | AnonymousUser,
) -> list[PrintableAgency]:
    """The agencies with services that ``user`` may change, by their names."""
    paths = editable_services(user).values_list("path", flat=True)
    numbers = Counter(path[: -Page.steplen] for path in paths)
    found = [
        PrintableAgency(agency, numbers[agency.path])
        for agency in AgencyPage.objects.filter(path__in=numbers)
    ]
    return sorted(found, key=lambda one: (one.agency.title.casefold(), one.agency.pk))


def printable_services(
    user: AbstractBaseUser | AnonymousUser, agency: AgencyPage
) -> list[ServicePage]:
    """Those of ``agency`` in tree order, each with it at hand."""
    services = list(
        editable_services(user)
        .child_of(agency)
        .select_related(
            "locale", "counter__floor", "counter__schedule", "latest_revision"
        )
        .order_by("path")
    )
    for service in services:
        service.agency = agency
    return services


def latest_versions(services: Iterable[ServicePage]) -> list[ServicePage]:
    """The services as they were last saved, published or not."""
    found: list[ServicePage] = []
    for service in services:
        draft = service.get_latest_revision_as_object()
        draft.agency = service.agency
        # When it was saved; the content of a revision carries an older moment.
        draft.latest_revision_created_at = service.latest_revision_created_at
        found.append(draft)
    return found


def published_versions(
    services: Iterable[ServicePage], language: str
) -> list[ServicePage]:
    """The published ones of the services in ``language``, each with its agency."""
    records = [service for service in services if service.live]
    agencies = in_language([record.agency for record in records], language)
    pages = in_language(records, language)
    for page, agency in zip(pages, agencies, strict=True):
        page.agency = agency
    return pages
