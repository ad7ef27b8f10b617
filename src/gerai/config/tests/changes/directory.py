"""Agencies, services and life events."""

from __future__ import annotations

from random import Random
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Locale

from gerai.config.tests.changes.registry import (
    NotNow,
    change,
    pick,
    pick_page,
    publish,
    slug,
    words,
)
from gerai.directory.choices import AgencyKind, OfferedHere, Presence
from gerai.directory.exceptions import ConfirmationRefused
from gerai.directory.models import (
    AgencyIndexPage,
    AgencyPage,
    LifeEventPage,
    LifeEventService,
    RelatedService,
    ServicePage,
)
from gerai.directory.services import confirm_record
from gerai.directory.tests.factories import duration, fee, free_fee, requirement, step
from gerai.place.models import Floor, Schedule

NOTE = "Catatan petugas"


def of_records(model: Any) -> Any:
    return model.objects.filter(locale__language_code=settings.LANGUAGE_CODE)


def some_agency(random: Random) -> AgencyPage:
    page: AgencyPage = pick_page(random, of_records(AgencyPage).live())
    return page


def some_service(random: Random) -> ServicePage:
    page: ServicePage = pick_page(random, of_records(ServicePage).live())
    return page


def some_life_event(random: Random) -> LifeEventPage:
    page: LifeEventPage = pick_page(random, of_records(LifeEventPage).live())
    return page


@change("a service is added")
def add_service(random: Random) -> None:
    agency = some_agency(random)
    page = ServicePage(
        title=words(random),
        slug=slug(random),
        is_offered_here=OfferedHere.YES,
        fees=[fee(amount=1000 * random.randrange(1, 900))],
        requirements=[requirement(words(random))],
        source=NOTE,
        locale=agency.locale,
        live=False,
    )
    agency.add_child(instance=page)
    publish(page)


@change("an agency opens with a service")
def add_agency(random: Random) -> None:
    parent = pick_page(random, of_records(AgencyIndexPage))
    page = AgencyPage(
        title=words(random),
        short_name=words(random),
        slug=slug(random),
        kind=random.choice(AgencyKind.values),
        presence=Presence.AT_MALL,
        floor=Floor.objects.order_by("pk").first(),
        order=random.randrange(50),
        source=NOTE,
        locale=parent.locale,
        live=False,
    )
    parent.add_child(instance=page)
    publish(page)
    service = ServicePage(
        title=words(random),
        slug=slug(random),
        source=NOTE,
        locale=page.locale,
        live=False,
    )
    page.add_child(instance=service)
    publish(service)


@change("an agency is deleted with its services")
def delete_agency(random: Random) -> None:
    if of_records(AgencyPage).count() < 3:
        raise NotNow
    some_agency(random).delete()


@change("a fee changes")
def change_fee(random: Random) -> None:
    page = some_service(random)
    amount = 1000 * random.randrange(1, 900)
    page.fees = random.choice([[fee(amount=amount)], [free_fee()], []])
    publish(page)


@change("an agency's fees change for all its services")
def change_inherited_fee(random: Random) -> None:
    page = some_agency(random)
    page.fees = [fee(amount=1000 * random.randrange(1, 900))]
    publish(page)


@change("requirements and steps change")
def change_requirements(random: Random) -> None:
    page = some_service(random)
    page.requirements = [
        requirement(words(random)) for _ in range(random.randrange(1, 4))
    ]
    page.steps = [step(words(random))]
    page.durations = [duration(random.randrange(1, 30))]
    # References to cases would have to be declared; these components have none.
    page.cases, page.fees = [], []
    publish(page)


@change("other names of a service change")
def change_aliases(random: Random) -> None:
    page = some_service(random)
    page.other_names = f"{words(random)}\n{words(random)}"
    page.audience = words(random)
    publish(page)


@change("another service is popular")
def change_popular(random: Random) -> None:
    page = some_service(random)
    page.popular_order = random.choice([None, random.randrange(1, 9)])
    publish(page)


@change("a service is offered elsewhere, or here")
def change_offered(random: Random) -> None:
    page = some_service(random)
    page.is_offered_here = random.choice(OfferedHere.values)
    page.online_url = random.choice(["", f"https://contoh.example/{slug(random)}"])
    publish(page)


@change("services are related")
def relate(random: Random) -> None:
    page, other = some_service(random), some_service(random)
    if page.pk == other.pk:
        raise NotNow
    page.related_services.set([RelatedService(service=other)])
    publish(page)


@change("a service moves to another agency")
def move_service(random: Random) -> None:
    page = some_service(random)
    others = of_records(AgencyPage).exclude(pk=page.get_parent().pk)
    page.move(pick_page(random, others), pos="last-child")


@change("what is known of an agency changes")
def change_agency(random: Random) -> None:
    page = some_agency(random)
    page.short_name = words(random)
    page.office_phone = f"(0541) {random.randrange(100_000, 999_999)}"
    page.hours_note = random.choice(["", words(random)])
    page.kind = random.choice(AgencyKind.values)
    publish(page)


@change("an agency leaves the mall, or comes")
def change_presence(random: Random) -> None:
    page: AgencyPage = pick_page(random, of_records(AgencyPage))
    page.presence = random.choice(Presence.values)
    publish(page)


@change("an agency moves to another floor")
def change_floor(random: Random) -> None:
    page = some_agency(random)
    page.floor = pick(random, Floor.objects.all())
    page.floor_is_inferred = random.random() < 0.3
    publish(page)


@change("agencies are listed in another order")
def change_agency_order(random: Random) -> None:
    page = some_agency(random)
    page.order = random.randrange(50)
    publish(page)


@change("an agency gets hours of its own, or the mall's")
def change_agency_hours(random: Random) -> None:
    page = some_agency(random)
    page.schedule = random.choice([None, pick(random, Schedule.objects.all())])
    publish(page)


@change("somebody checks an agency")
def review_agency(random: Random) -> None:
    page = some_agency(random)
    page.reviewed_on = timezone.localdate()
    publish(page)


@change("a record is confirmed")
def confirm(random: Random) -> None:
    page: Any = random.choice([some_agency, some_service])(random)
    user, _ = User.objects.get_or_create(
        username="petugas", defaults={"is_superuser": True, "first_name": "Petugas"}
    )
    try:
        confirm_record(page=page, by=user, at=timezone.now())
    except ConfirmationRefused as refused:
        raise NotNow from refused


@change("a life event lists other services")
def change_life_event(random: Random) -> None:
    page = some_life_event(random)
    keys = list(of_records(ServicePage).order_by("pk").values_list("pk", flat=True))
    chosen = random.sample(keys, min(len(keys), random.randrange(1, 4)))
    page.services = [
        LifeEventService(
            service_id=key, note=words(random), sort_order=place, locale=page.locale
        )
        for place, key in enumerate(chosen)
    ]
    publish(page)


@change("life events are listed in another order")
def change_life_event_order(random: Random) -> None:
    page = some_life_event(random)
    page.order = random.randrange(50)
    page.icon = random.choice(["wallet", "baby", "home", ""])
    publish(page)


@change("a life event is added")
def add_life_event(random: Random) -> None:
    parent = some_life_event(random).get_parent()
    locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    page = LifeEventPage(
        title=words(random), slug=slug(random), locale=locale, live=False
    )
    parent.add_child(instance=page)
    page.services = [LifeEventService(service=some_service(random), locale=locale)]
    publish(page)
