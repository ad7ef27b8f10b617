"""Whose hours somebody may change or close: the mall's, an agency's, a counter's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from gerai.directory.choices import Presence
from gerai.directory.models import AgencyPage, Counter
from gerai.directory.services import own_hours
from gerai.guard.sections import bound_section_keys
from gerai.place.models import Mall, Schedule
from gerai.place.selectors import current_mall
from gerai.theme.addresses import localized_url
from gerai.workspace.errands.kinds import ErrandKind, Place, Target, Targets
from gerai.workspace.models import Errand

CHANGING_PERMISSION = "place.change_schedule"
MALL = "mal"
AGENCY = "instansi-"
COUNTER = "loket-"
SHOWN = 60
"""How many a list shows at once; the search finds the others."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with hours.

    Attributes:
        key: its key in addresses.
        record: the mall, agency or counter itself.
        place: the page on which its hours stand.
    """

    key: str
    record: Mall | AgencyPage | Counter
    place: Place

    def __str__(self) -> str:
        return _name(self.record)

    @property
    def schedule(self) -> Schedule | None:
        """Its own hours, if there are any."""
        return self.record.schedule

    def hours(self, user: Any) -> Schedule:
        """Its own hours, made where there are none.

        Raises:
            Http404: the mall has none; they come with its first content.
        """
        if isinstance(self.record, Mall):
            if self.record.schedule is None:
                raise Http404
            return self.record.schedule
        return own_hours(holder=self.record, by=user)


class HolderErrand(ErrandKind):
    """A task about somebody's hours; goes out at once, for tomorrow is too late.

    The outcome has the page on which they stand as ``place``: title and address.

    Attributes:
        permission: what somebody needs for it.
    """

    permission: ClassVar[str]

    def is_for(self, user: Any) -> bool:
        return has_holders(user, self.permission)

    def targets(self, user: Any, query: str) -> Targets:
        return holder_targets(user, query)

    def target(self, user: Any, key: str) -> Holder:
        return holder_of(user, key, self.permission)

    def preview_path(self, errand: Errand, outcome: dict[str, Any]) -> str:
        return str(outcome["place"][1])

    def places(self, errand: Errand) -> list[Place]:
        own = Place(*errand.outcome["place"])
        hours = Place(_("Opening hours"), "/jam-buka/")
        return [own, hours if own.url != hours.url else Place(_("Home page"), "/")]


def has_holders(user: Any, permission: str) -> bool:
    """Whether there is anything whose hours a user may touch."""
    return user.has_perm(permission) and bound_section_keys(user) != []


def holder_targets(user: Any, query: str) -> Targets:
    """What a user may choose from; the mall first, then agencies with their counters."""
    keys = bound_section_keys(user)
    found = []
    mall = current_mall() if keys is None else None
    if mall is not None and not query:
        found.append(Target(MALL, mall.name, _("The whole mall")))
    agencies, counters = _agencies(keys), _counters(keys)
    if query:
        agencies = agencies.filter(title__icontains=query) | agencies.filter(
            short_name__icontains=query
        )
        counters = counters.filter(name__icontains=query) | counters.filter(
            agency__short_name__icontains=query
        )
    found += [
        Target(f"{AGENCY}{one.pk}", one.title, one.short_name)
        for one in agencies.order_by("title", "pk")[:SHOWN]
    ]
    found += [
        Target(f"{COUNTER}{one.pk}", str(one), one.agency.short_name)
        for one in counters.order_by("agency__title", "order", "pk")[:SHOWN]
    ]
    return Targets(found, is_whole=not query)


def holder_of(user: Any, key: str, permission: str) -> Holder:
    """The holder behind a key, if the user may touch its hours.

    Raises:
        Http404: there is none.
        PermissionDenied: it isn't theirs.
    """
    if not user.has_perm(permission):
        raise PermissionDenied
    keys = bound_section_keys(user)
    if key == MALL:
        mall = current_mall()
        if mall is None:
            raise Http404
        if keys is not None:
            raise PermissionDenied
        return Holder(key, mall, Place(_("Opening hours"), "/jam-buka/"))
    if key.startswith(AGENCY):
        agency = _one(_agencies(None), key.removeprefix(AGENCY))
    elif key.startswith(COUNTER):
        counter = _one(_counters(None), key.removeprefix(COUNTER))
        agency = counter.agency
    else:
        raise Http404
    if keys is not None and agency.translation_key not in keys:
        raise PermissionDenied
    record = agency if key.startswith(AGENCY) else counter
    place = Place(agency.title, localized_url(agency, settings.LANGUAGE_CODE))
    return Holder(key, record, place)


def _agencies(keys: Any) -> QuerySet[AgencyPage]:
    found: QuerySet[AgencyPage] = AgencyPage.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE, presence=Presence.AT_MALL
    ).select_related("schedule")
    return found if keys is None else found.filter(translation_key__in=keys)


def _counters(keys: Any) -> QuerySet[Counter]:
    found = Counter.objects.select_related("agency", "schedule")
    return found if keys is None else found.filter(agency__translation_key__in=keys)


def _one(rows: QuerySet[Any], key: str) -> Any:
    record = rows.filter(pk=int(key)).first() if key.isdecimal() else None
    if record is None:
        raise Http404
    return record


def _name(record: Mall | AgencyPage | Counter) -> str:
    if isinstance(record, Mall):
        return record.name
    if isinstance(record, AgencyPage):
        return str(record.title)
    return f"{record.name}, {record.agency.short_name}"
