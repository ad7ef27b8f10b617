"""First steps of a load: documents, mall, building, hours, regulations."""

from __future__ import annotations

from functools import partial

from wagtail.models import Locale

from gerai.contentpack.loading import place
from gerai.contentpack.loading.agency_fields import (
    mall_standard_to_english,
    save_mall_standard,
    save_regulation,
)
from gerai.contentpack.loading.session import Session
from gerai.contentpack.site.documents import title_from_name
from gerai.directory.models import Regulation
from gerai.place.models import Mall


def load_files(session: Session) -> None:
    """Documents first: other records refer to them."""
    pack = session.pack
    for name, content in sorted(pack.files.items()):
        key = f"file/{name}"
        if session.writes(key):
            title = pack.file_titles.get(name) or title_from_name(name)
            session.rows[key] = session.documents.save(
                session.row(key), name=name, title=title, content=content
            )
        row = session.row(key)
        if row is not None:
            session.files[name] = row.pk


def load_place(session: Session) -> None:
    """The mall with its facts, floors, facilities, hours and holidays."""
    pack = session.pack
    if session.writes("mall"):
        session.rows["mall"] = place.save_mall(pack.mall)
    mall = Mall.objects.get()
    if session.writes("mall/facts"):
        place.save_facts(mall, pack.mall.facts)
    for floor in pack.places.floors:
        if session.writes(f"floor/{floor.number}"):
            session.rows[f"floor/{floor.number}"] = place.save_floor(floor)
    if session.writes("facilities"):
        place.save_facilities(pack.places.facilities)
    if session.writes("holidays"):
        place.save_holidays(pack.hours)
    if session.writes("hours"):
        place.save_hours(mall, pack.hours)


def load_regulations(session: Session, *, indonesian: Locale) -> None:
    """Regulations, and the mall's own standard, which refers to them."""
    for item in session.pack.regulations.root:
        key = f"regulation/{item.slug}"
        if session.writes(key):
            session.rows[key] = save_regulation(item)
    session.regulations |= dict(Regulation.objects.values_list("slug", "pk"))
    standard = session.pack.mall.standard
    if session.writes("mall/standard"):
        row = save_mall_standard(standard, indonesian, session.lookup)
        session.rows["mall/standard"] = row
        session.translations.add(
            row,
            partial(mall_standard_to_english, item=standard, lookup=session.lookup),
            is_shown=True,
            key="mall/standard",
        )
