"""Records for tests; ``AgencyPageFactory(elsewhere=True)`` and the like.

Pages hang below one home page per language, which :func:`home` makes on demand::

    service = ServicePageFactory(complete=True, agency=AgencyPageFactory(draft=True))
    service = ServicePageFactory(fees=[fee(amount=350_000), free_fee(cases=["baru"])])
"""

from __future__ import annotations

import uuid
from typing import Any

import factory
from django.contrib.auth.models import Group, Permission, User
from wagtail.models import GroupPagePermission, Locale, Page, Site

from gerai.directory.models import (
    AgencyIndexPage,
    AgencyPage,
    Counter,
    LifeEventIndexPage,
    LifeEventPage,
    LifeEventService,
    MallStandard,
    Regulation,
    ServicePage,
)
from gerai.guard.tests.once import indexed_once
from gerai.place.models import Floor, Mall, Schedule

LANGUAGE = "id"


@indexed_once()
def home() -> Page:
    """The Indonesian home page, the root of the site; an English one beside it."""
    indonesian, _ = Locale.objects.get_or_create(language_code=LANGUAGE)
    english, _ = Locale.objects.get_or_create(language_code="en")
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is not None and site.root_page.depth == 2:
        page = site.root_page
    else:
        root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root")
        page = root.add_child(title="Beranda", slug="beranda", locale=indonesian)
        Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)
    if not page.get_translations().filter(locale=english).exists():
        page.copy_for_translation(english).get_latest_revision()
        Page.objects.filter(
            translation_key=page.translation_key, locale=english
        ).update(live=True)
    return page


def item(type_name: str, **value: Any) -> dict[str, Any]:
    """One stored item of a component."""
    return {"type": type_name, "value": value, "id": str(uuid.uuid4())}


def fee(amount: int = 350_000, **value: Any) -> dict[str, Any]:
    return item("fee", **{"kind": "fixed", "amount": amount, "cases": [], **value})


def free_fee(**value: Any) -> dict[str, Any]:
    return item("fee", **{"kind": "free", "cases": [], **value})


def requirement(text: str = "Kartu keluarga", **value: Any) -> dict[str, Any]:
    defaults = {"kind": "document", "is_original": True, "copies": 0, "cases": []}
    return item("requirement", text=text, **{**defaults, **value})


def duration(
    maximum: int | None = 3, unit: str | None = "working_days", **value: Any
) -> Any:
    return item("duration", maximum=maximum, unit=unit, **{"cases": [], **value})


def step(text: str = "Ambil nomor antrean", **value: Any) -> dict[str, Any]:
    defaults = {"actor": "applicant", "place": "counter", "cases": []}
    return item("step", text=text, **{**defaults, **value})


def case(key: str, label: str = "", **value: Any) -> dict[str, Any]:
    return item("case", key=key, label=label or key.capitalize(), **value)


def channel(value: str = "(0541) 739614", **rest: Any) -> dict[str, Any]:
    return item("channel", **{"kind": "phone", "value": value, **rest})


def management(component: str, text: str = "Ada.") -> dict[str, Any]:
    return item("part", component=component, text=text)


def source_of(component: str, **value: Any) -> dict[str, Any]:
    defaults = {"source": "", "as_of": "", "trust": "general", "note": ""}
    return item("component", component=component, **{**defaults, **value})


class ChildPageFactory(factory.django.DjangoModelFactory):
    """A page below ``parent``; live unless told otherwise."""

    class Meta:
        abstract = True
        exclude = ("parent",)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        parent = kwargs.pop("_parent")
        kwargs.setdefault("locale", parent.locale)
        page = model_class(*args, **kwargs)
        with indexed_once():
            parent.add_child(instance=page)
            if page.live:
                page.save_revision().publish()
        return type(page).objects.get(pk=page.pk)


@indexed_once()
def _only(model: Any, **values: Any) -> Any:
    found = model.objects.filter(locale__language_code=LANGUAGE).first()
    if found is None:
        found = home().add_child(instance=model(**values))
    return found


class AgencyPageFactory(ChildPageFactory):
    """Traits: ``elsewhere``, ``unknown``, ``draft``, ``on_floor``."""

    class Meta:
        model = AgencyPage

    class Params:
        elsewhere = factory.Trait(
            presence="elsewhere",
            office_address="Jalan Contoh 1",
            office_hours="Senin-Jumat 08.00-15.00",
        )
        unknown = factory.Trait(presence="unknown")
        draft = factory.Trait(live=False)
        on_floor = factory.Trait(
            floor=factory.SubFactory("gerai.directory.tests.factories.FloorFactory")
        )

    title = factory.Sequence(lambda n: f"Instansi {n}")
    slug = factory.Sequence(lambda n: f"instansi-{n}")
    short_name = factory.Sequence(lambda n: f"I{n}")
    kind = "city"
    presence = "at_mall"
    trust = "local"
    _parent = factory.LazyFunction(
        lambda: _only(AgencyIndexPage, title="Instansi", slug="instansi")
    )


class ServicePageFactory(ChildPageFactory):
    """Traits: ``draft``, ``complete`` (all 14 components), ``free``."""

    class Meta:
        model = ServicePage
        exclude = ("agency",)

    class Params:
        draft = factory.Trait(live=False)
        free = factory.Trait(fees=factory.LazyFunction(lambda: [free_fee()]))
        complete = factory.Trait(
            requirements=factory.LazyFunction(lambda: [requirement()]),
            steps=factory.LazyFunction(lambda: [step()]),
            durations=factory.LazyFunction(lambda: [duration()]),
            fees=factory.LazyFunction(lambda: [fee()]),
            products=factory.LazyFunction(lambda: [item("product", name="Paspor")]),
            complaint_channels=factory.LazyFunction(lambda: [channel()]),
            legal_basis=factory.LazyFunction(
                lambda: [
                    {
                        "type": "regulation",
                        "value": RegulationFactory().pk,
                        "id": str(uuid.uuid4()),
                    }
                ]
            ),
            management=factory.LazyFunction(
                lambda: [
                    management(part)
                    for part in (
                        "facilities",
                        "competence",
                        "supervision",
                        "staff_count",
                        "guarantee",
                        "safety",
                        "evaluation",
                    )
                ]
            ),
        )

    agency = factory.SubFactory(AgencyPageFactory)
    title = factory.Sequence(lambda n: f"Layanan {n}")
    slug = factory.Sequence(lambda n: f"layanan-{n}")
    summary = "Ringkasan layanan."
    is_offered_here = "yes"
    trust = "local"
    source = "https://contoh.go.id/standar"
    source_as_of = "2022-11"
    _parent = factory.SelfAttribute("agency")


class LifeEventPageFactory(ChildPageFactory):
    """Usage: ``LifeEventPageFactory(entries=[(service, "catatan"), …])``."""

    class Meta:
        model = LifeEventPage

    title = factory.Sequence(lambda n: f"Peristiwa {n}")
    slug = factory.Sequence(lambda n: f"peristiwa-{n}")
    _parent = factory.LazyFunction(
        lambda: _only(LifeEventIndexPage, title="Peristiwa", slug="peristiwa")
    )

    @classmethod
    @indexed_once()
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        entries = kwargs.pop("entries", ())
        page = super()._create(model_class, *args, **kwargs)
        for order, (service, note) in enumerate(entries):
            page.services.add(
                LifeEventService(
                    service=service, note=note, sort_order=order, locale=page.locale
                )
            )
        page.save_revision().publish()
        return model_class.objects.get(pk=page.pk)


class RegulationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Regulation

    slug = factory.Sequence(lambda n: f"pp-{n}-2025")
    title = factory.Sequence(lambda n: f"PP {n}/2025")
    full_title = "Peraturan Pemerintah tentang contoh"


class FloorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Floor
        django_get_or_create = ("number",)

    number = 1
    name = factory.LazyAttribute(lambda floor: f"Lantai {floor.number}")
    name_en = factory.LazyAttribute(lambda floor: f"Floor {floor.number}")


WEEK = {
    day: [["08:00", "15:00"]] if day != "fri" else [["08:00", "11:00"]]
    for day in ("mon", "tue", "wed", "thu", "fri")
}


class ScheduleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Schedule

    label = factory.Sequence(lambda n: f"Jam {n}")
    weekly = factory.LazyFunction(lambda: dict(WEEK))


class MallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mall
        django_get_or_create = ("id",)

    id = 1
    name = "Mal Pelayanan Publik Kota Contoh"
    short_name = "MPP Contoh"
    city = "Kota Contoh"
    province = "Provinsi Contoh"
    timezone = "Asia/Makassar"
    operator_name = "DPMPTSP Kota Contoh"
    schedule = factory.SubFactory(ScheduleFactory)


class CounterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Counter

    slug = factory.Sequence(lambda n: f"loket-{n}")
    name = factory.Sequence(lambda n: f"Loket {n}")
    agency = factory.SubFactory(AgencyPageFactory)


class MallStandardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MallStandard

    locale = factory.LazyFunction(lambda: Locale.objects.get(language_code=LANGUAGE))


class UserFactory(factory.django.DjangoModelFactory):
    """Usage: ``UserFactory(editor_of=agency)``; traits: ``administrator``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        administrator = factory.Trait(is_superuser=True, is_staff=True)

    username = factory.Sequence(lambda n: f"orang-{n}")
    first_name = "Siti"
    last_name = factory.Sequence(lambda n: f"Aminah {n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@contoh.go.id")

    @factory.post_generation
    def editor_of(self: Any, create: bool, agency: Any, **kwargs: Any) -> None:
        if agency is None:
            return
        group = Group.objects.create(name=f"Editor {agency.slug} {self.pk}")
        group.permissions.add(
            Permission.objects.get(
                content_type__app_label="wagtailadmin", codename="access_admin"
            )
        )
        for codename in ("add_page", "change_page", "publish_page"):
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            )
            GroupPagePermission.objects.create(
                group=group, page=agency, permission=permission
            )
        self.groups.add(group)
