"""Makes a city that doesn't exist: ``python -m bench.city_content AGENCIES SERVICES``.

Rows are written at once, below the structure of the example pack; the same numbers
always give the same city. Its texts are plainly made up.
"""

from __future__ import annotations

import random
import sys
import uuid
from typing import Any

import django

django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.db import transaction  # noqa: E402
from wagtail.models import Page  # noqa: E402

from gerai.directory.choices import AgencyKind, OfferedHere, Presence  # noqa: E402
from gerai.directory.models import (  # noqa: E402
    AgencyIndexPage,
    AgencyPage,
    ServicePage,
)
from gerai.place.models import Floor  # noqa: E402

SEED = 2026
_WORDS = (
    "akta", "izin", "surat", "kartu", "rekening", "laporan", "pajak", "sertifikat",
    "usaha", "tanah", "kendaraan", "keluarga", "kesehatan", "pendidikan", "bangunan",
)  # fmt: skip


@transaction.atomic
def make_city(agencies: int, services: int) -> None:
    """Add agencies and their services; nothing if the city is there already."""
    if AgencyPage.objects.filter(slug="kantor-0").exists():
        return
    index = AgencyIndexPage.objects.get(locale__language_code="id")
    chance = random.Random(SEED)  # noqa: S311
    floors = list(Floor.objects.order_by("pk"))
    parents: list[Any] = []
    for number in range(agencies):
        agency = AgencyPage(
            title=f"Kantor {_name(chance)} {number}",
            short_name=f"Kantor {number}",
            slug=f"kantor-{number}",
            kind=chance.choice(AgencyKind.values),
            presence=Presence.AT_MALL,
            floor=chance.choice(floors),
            order=number,
            source="Kota yang tidak ada",
            trust="local",
        )
        parents.append(agency)
    _add_below([(index, parents)])
    per_agency: dict[int, list[Any]] = {}
    for number in range(services):
        per_agency.setdefault(number % agencies, []).append(_service(chance, number))
    _add_below([(parents[place], found) for place, found in per_agency.items()])


def _service(chance: random.Random, number: int) -> ServicePage:
    page = ServicePage(
        title=f"{_name(chance).capitalize()} {number}",
        slug=f"layanan-{number}",
        summary=f"Layanan rekaan nomor {number}.",
        is_offered_here=OfferedHere.YES,
        source="Kota yang tidak ada",
        trust="local",
        fees=[
            _item(
                chance,
                "fee",
                kind="fixed",
                amount=1000 * chance.randrange(1, 900),
                cases=[],
            )
        ],
        durations=[
            _item(
                chance,
                "duration",
                maximum=chance.randrange(1, 30),
                unit="working_days",
                cases=[],
            )
        ],
        requirements=[
            _item(
                chance,
                "requirement",
                text=f"{_name(chance)} asli",
                kind="document",
                is_original=True,
                copies=chance.randrange(3),
                cases=[],
            )
            for _ in range(chance.randrange(2, 7))
        ],
        steps=[
            _item(
                chance,
                "step",
                text=f"Serahkan {_name(chance)}",
                actor="applicant",
                place="counter",
                cases=[],
            )
            for _ in range(chance.randrange(2, 6))
        ],
    )
    page.is_free = page.is_online = page.while_you_wait = False
    return page


def _name(chance: random.Random) -> str:
    return " ".join(chance.sample(_WORDS, 2))


def _item(chance: random.Random, name: str, /, **value: Any) -> dict[str, Any]:
    key = str(uuid.UUID(int=chance.getrandbits(128)))
    return {"type": name, "value": value, "id": key}


def _add_below(families: list[tuple[Any, list[Any]]]) -> None:
    """Write live pages below parents that have a path, without any signal."""
    bases, pages = [], []
    for parent, children in families:
        content_type = ContentType.objects.get_for_model(type(children[0]))
        for number, page in enumerate(children, start=parent.numchild + 1):
            page.path = Page._get_path(parent.path, parent.depth + 1, number)
            page.depth, page.numchild = parent.depth + 1, 0
            page.url_path = f"{parent.url_path}{page.slug}/"
            page.locale_id, page.content_type = parent.locale_id, content_type
            page.draft_title, page.live = page.title, True
            bases.append(
                Page(
                    **{
                        field.attname: getattr(page, field.attname)
                        for field in Page._meta.concrete_fields
                        if not field.primary_key
                    }
                )
            )
            pages.append(page)
        parent.numchild += len(children)
    for base, page in zip(
        Page.objects.bulk_create(bases, batch_size=200), pages, strict=True
    ):
        page.pk = page.id = base.pk
        page.page_ptr_id = base.pk
        # Only the row of the page's own table; the other one is there.
        page.save_base(raw=True)
    Page.objects.bulk_update(
        [Page(pk=parent.pk, numchild=parent.numchild) for parent, _ in families],
        ["numchild"],
    )


if __name__ == "__main__":
    make_city(int(sys.argv[1]), int(sys.argv[2]))
