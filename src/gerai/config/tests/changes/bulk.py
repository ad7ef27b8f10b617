"""Changes that send no signals, and ones that are undone."""

from __future__ import annotations

from random import Random

from django.db import connection, transaction

from gerai.config.tests.changes.directory import of_records, some_service
from gerai.config.tests.changes.records import change_phone, rename_mall
from gerai.config.tests.changes.registry import NotNow, change, publish, slug, words
from gerai.directory.models import AgencyPage, Counter, Regulation, ServicePage
from gerai.place.choices import FacilityKind
from gerai.place.models import Facility, Floor


@change("rows are updated at once")
def update(random: Random) -> None:
    keys = list(of_records(ServicePage).order_by("pk").values_list("pk", flat=True))
    rows = ServicePage.objects.filter(pk__in=keys[random.randrange(3) :: 3])
    rows.update(summary=words(random))


@change("titles are updated at once")
def update_titles(random: Random) -> None:
    page = some_service(random)
    # The column stands in the table of all pages, not in that of services.
    ServicePage.objects.filter(pk=page.pk).update(title=words(random))


@change("rows are made at once")
def bulk_create(random: Random) -> None:
    agency = of_records(AgencyPage).order_by("pk").first()
    if agency is None:
        raise NotNow
    Counter.objects.bulk_create(
        Counter(slug=slug(random), name=f"Loket {number}", agency=agency)
        for number in range(random.randrange(1, 4))
    )
    Facility.objects.bulk_create(
        [Facility(kind=FacilityKind.WIFI, note=words(random), source="Denah")]
    )


@change("rows are updated one by one at once")
def bulk_update(random: Random) -> None:
    regulations, floors = list(Regulation.objects.all()), list(Floor.objects.all())
    for regulation in regulations:
        regulation.note = words(random)
    for floor in floors:
        floor.description = words(random)
    Regulation.objects.bulk_update(regulations, ["note"])
    Floor.objects.bulk_update(floors, ["description"])


@change("rows are deleted at once")
def delete(random: Random) -> None:
    Facility.objects.filter(kind=FacilityKind.WIFI)._raw_delete("default")


@change("SQL changes a row")
def sql_update(random: Random) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE place_mall SET tagline = %s", [words(random)])
        cursor.execute(
            "UPDATE place_floor SET description = %s WHERE number = 1", [words(random)]
        )


@change("SQL adds and deletes rows")
def sql_insert(random: Random) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM place_holidaychange WHERE action = 'cancel'")
        cursor.execute(
            "UPDATE wagtailcore_page SET title = %s WHERE id = (SELECT MIN(id) FROM "
            "wagtailcore_page WHERE depth = 4)",
            [words(random)],
        )


@change("a change is rolled back", is_invisible=True)
def roll_back(random: Random) -> None:
    with transaction.atomic():
        change_phone(random)
        rename_mall(random)
        page = some_service(random)
        page.title = words(random)
        publish(page)
        page.delete()
        transaction.set_rollback(True)


@change("rows that nobody reads are written", is_invisible=True)
def unread_rows(random: Random) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    regulation = Regulation(slug=slug(random), title=words(random))
    regulation.full_clean()
    regulation.save()
