"""Records to which many pages refer: the mall, its facts, rules, counters, standard."""

from __future__ import annotations

from random import Random

from django.contrib.auth.models import User
from django.utils import timezone

from gerai.config.tests.changes.directory import of_records, some_service
from gerai.config.tests.changes.registry import change, pick, publish, slug, words
from gerai.directory.models import AgencyPage, Counter, MallStandard, Regulation
from gerai.directory.tests.factories import channel, management
from gerai.place.choices import FactKind, MallZone
from gerai.place.models import Floor, Mall, MallFact
from gerai.place.services import confirm_record, show_fact


@change("the mall is renamed")
def rename_mall(random: Random) -> None:
    mall = pick(random, Mall.objects.all())
    mall.name, mall.short_name = f"Mal {words(random)}", words(random)
    mall.full_clean()
    mall.save()


@change("the tagline changes")
def change_tagline(random: Random) -> None:
    mall = pick(random, Mall.objects.all())
    mall.tagline, mall.tagline_en = words(random), random.choice(["", words(random)])
    mall.save()


@change("the colours change")
def change_theme(random: Random) -> None:
    mall = pick(random, Mall.objects.all())
    red, green, blue = (random.randrange(80) for _ in range(3))
    mall.theme = {"structure": f"#{red:02x}{green:02x}{blue:02x}"}
    mall.full_clean()
    mall.save()


@change("the mall's time zone changes")
def change_zone(random: Random) -> None:
    mall = pick(random, Mall.objects.all())
    mall.timezone = random.choice(MallZone.values)
    mall.save()


@change("the telephone number changes")
def change_phone(random: Random) -> None:
    fact = pick(random, MallFact.objects.filter(kind=FactKind.PHONE))
    fact.value = f"(021) {random.randrange(1_000_000, 9_999_999)}"
    fact.full_clean()
    fact.save()


@change("another source of a fact is shown")
def show_other_fact(random: Random) -> None:
    show_fact(fact=pick(random, MallFact.objects.filter(is_shown=False)))


@change("a fact about the mall is added")
def add_fact(random: Random) -> None:
    mall = pick(random, Mall.objects.all())
    MallFact.objects.create(
        mall=mall,
        kind=FactKind.ADDRESS,
        value=f"Jalan {words(random)}",
        source="Catatan petugas",
        order=random.randrange(9),
    )


@change("a fact about the mall is removed")
def remove_fact(random: Random) -> None:
    pick(random, MallFact.objects.exclude(kind=FactKind.PHONE)).delete()


@change("a fact of the mall is confirmed")
def confirm_fact(random: Random) -> None:
    user, _ = User.objects.get_or_create(username="saksi")
    fact = pick(random, MallFact.objects.filter(is_shown=True))
    confirm_record(record=fact, by=user, at=timezone.now())


@change("a regulation is renamed")
def change_regulation(random: Random) -> None:
    regulation = pick(random, Regulation.objects.all())
    regulation.title, regulation.note = words(random), words(random)
    regulation.save()


@change("a new regulation becomes the basis of a service")
def add_regulation(random: Random) -> None:
    regulation = Regulation(slug=slug(random), title=words(random))
    regulation.full_clean()
    regulation.save()
    page = some_service(random)
    page.legal_basis = [
        {"type": "regulation", "value": regulation.pk, "id": slug(random)}
    ]
    publish(page)


@change("a regulation is deleted")
def delete_regulation(random: Random) -> None:
    pick(random, Regulation.objects.all()).delete()


@change("the mall's own standard changes")
def change_standard(random: Random) -> None:
    standard = pick(random, of_records(MallStandard))
    standard.complaint_channels = [channel(value=f"(0541) {random.randrange(99_999)}")]
    standard.management = [management("evaluation", words(random))]
    standard.save()


@change("a counter is added")
def add_counter(random: Random) -> None:
    counter = Counter(
        slug=slug(random),
        name=f"Loket {random.randrange(99)}",
        agency=pick(random, of_records(AgencyPage)),
        floor=random.choice([None, pick(random, Floor.objects.all())]),
        order=random.randrange(20),
    )
    counter.full_clean()
    counter.save()


@change("a counter is renamed or moves")
def change_counter(random: Random) -> None:
    counter = pick(random, Counter.objects.all())
    counter.name = f"Loket {random.randrange(99)}"
    counter.order = random.randrange(20)
    counter.floor = pick(random, Floor.objects.all())
    counter.save()


@change("a service gets its counter")
def use_counter(random: Random) -> None:
    counter = pick(random, Counter.objects.all())
    page = some_service(random)
    own = Counter.objects.filter(agency__translation_key=page.agency.translation_key)
    page.counter = counter if counter in own else None
    publish(page)


@change("a counter is deleted")
def delete_counter(random: Random) -> None:
    pick(random, Counter.objects.all()).delete()
