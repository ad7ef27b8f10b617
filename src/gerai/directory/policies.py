"""Who may see and do what in the directory; public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Left, Length
from wagtail.models import Page, PageViewRestriction

from gerai.directory.choices import VISIBLE_PRESENCES
from gerai.directory.models import AgencyPage, LifeEventPage, ServicePage
from gerai.publishing.reading import once_per_snapshot

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

P = TypeVar("P", bound=Page)


@once_per_snapshot
def visible_agencies(language: str = settings.LANGUAGE_CODE) -> QuerySet[AgencyPage]:
    """Agencies that visitors may see: published, not private, and known to be there."""
    return public(AgencyPage.objects.live()).filter(
        locale__language_code=language, presence__in=VISIBLE_PRESENCES
    )


@once_per_snapshot
def visible_services(
    language: str = settings.LANGUAGE_CODE, *, agencies: dict[str, Any] | None = None
) -> QuerySet[ServicePage]:
    """Services that visitors may see: published, of an agency that they may see.

    A draft or unknown agency hides all its services, whatever their own state.
    ``agencies`` narrows them down to those agencies that match these filters.
    """
    parents = visible_agencies(language).filter(**(agencies or {}))
    return (
        public(ServicePage.objects.live())
        .filter(locale__language_code=language)
        .alias(agency_path=Left("path", Length("path") - ServicePage.steplen))
        .filter(agency_path__in=parents.values("path"))
    )


@once_per_snapshot
def visible_life_events(
    language: str = settings.LANGUAGE_CODE,
) -> QuerySet[LifeEventPage]:
    """Life events that visitors may see."""
    pages = public(LifeEventPage.objects.live())
    return pages.filter(locale__language_code=language)


@once_per_snapshot
def private_places() -> tuple[str, ...]:
    """Paths of the pages that only certain people may see, with all below them."""
    restrictions = PageViewRestriction.objects.order_by("page__path")
    return tuple(restrictions.values_list("page__path", flat=True).distinct())


def public(pages: QuerySet[P]) -> QuerySet[P]:
    """Those of ``pages`` that everybody may see.

    As Wagtail's own, which reads the whole page of each restriction. What it puts into
    the text of a query is ``private_places`` and nothing else.
    """
    hidden = Q()
    for place in private_places():
        hidden |= Q(path__startswith=place)
    return pages.exclude(hidden) if hidden else pages


def can_confirm(user: AbstractBaseUser | AnonymousUser, page: Any) -> bool:
    """Whether ``user`` may vouch for an agency or a service.

    Whoever may publish the page: its agency's own editors, by their group's permission
    on the agency's branch of the tree, and administrators. Only the Indonesian page is
    the record; translations follow it.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    if page.locale.language_code != settings.LANGUAGE_CODE or page.alias_of_id:
        return False
    return bool(page.permissions_for_user(user).can_publish())
