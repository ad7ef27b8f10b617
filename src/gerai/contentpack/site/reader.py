"""Reads the whole site as a pack, and notes what a pack can't hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gerai.contentpack.format import FORMAT_VERSION, Pack
from gerai.contentpack.format.directory import (
    LifeEventsFile,
    RegulationItem,
    RegulationsFile,
)
from gerai.contentpack.format.hours import HoursFile
from gerai.contentpack.format.mall import (
    Facility,
    Fact,
    Floor,
    MallFile,
    MallStandard,
    PackFileHead,
    PlacesFile,
)
from gerai.contentpack.format.questions import QuestionsFile
from gerai.contentpack.reading.problems import Problem
from gerai.contentpack.records import Records, records_of
from gerai.contentpack.site import directory, place
from gerai.contentpack.site.context import ENGLISH, Notes, SiteContext, present
from gerai.contentpack.site.directory_reader import read_agencies, read_life_events
from gerai.contentpack.site.documents import title_from_name
from gerai.contentpack.site.newsroom import read_newsroom
from gerai.contentpack.site.pages_reader import read_home, read_pages
from gerai.contentpack.site.questions import read_questions
from gerai.contentpack.site.search import read_synonyms
from gerai.directory import models as directory_models
from gerai.place.models import Floor as FloorRow
from gerai.place.models import Mall
from gerai.place.selectors import current_mall
from gerai.website.models import HomePage


@dataclass(frozen=True, slots=True)
class SiteContents:
    """The site as a pack, and what was noticed while reading it."""

    pack: Pack
    notes: Notes

    def records(self) -> Records:
        """The records that a pack can hold, by key."""
        records = records_of(self.pack)
        return {
            key: value
            for key, value in records.items()
            if key not in self.notes.unreadable
        }


def read_site(document_names: Mapping[int, str] | None = None) -> SiteContents | None:
    """Everything a pack can hold, or ``None`` before a pack was loaded.

    Args:
        document_names: names in the pack of documents that were just loaded, by key.
    """
    mall = current_mall()
    home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if mall is None or home is None:
        return None
    context = SiteContext(home, document_names or {})
    hours = place.hours_data(mall, context.schedules)
    agencies, popular = read_agencies(context)
    item = _read_mall(context, mall)
    newsroom = read_newsroom(context)
    home_item, texts = read_home(context, popular), read_pages(context)
    files, titles = _read_files(context)
    pack = Pack(
        head=_head(mall),
        mall=item,
        places=_read_places(context),
        hours=context.model("hours", HoursFile, hours) or HoursFile.model_construct(),
        regulations=_read_regulations(context),
        agencies=tuple(agencies),
        life_events=LifeEventsFile.model_construct(root=read_life_events(context)),
        home=home_item,
        questions=QuestionsFile.model_construct(root=read_questions(context)),
        pages=tuple(texts),
        newsroom=newsroom,
        files=files,
        file_titles=titles,
        synonyms=read_synonyms(context),
    )
    return SiteContents(pack, context.notes)


def _head(mall: Mall) -> PackFileHead:
    return PackFileHead.model_construct(
        format=FORMAT_VERSION,
        slug=slugify(mall.city) or "mal",
        title=mall.name,
        languages=[settings.LANGUAGE_CODE, ENGLISH],
    )


def _read_mall(context: SiteContext, mall: Mall) -> MallFile:
    data = place.mall_data(mall)
    facts = [context.model("mall/facts", Fact, fact) for fact in place.facts_data(mall)]
    item = context.model("mall", MallFile, data | {"facts": []}, mall)
    item = item or MallFile.model_construct()
    standard = _read_mall_standard(context) or MallStandard()
    return item.model_copy(update={"facts": present(facts), "standard": standard})


def _read_mall_standard(context: SiteContext) -> MallStandard | None:
    rows = {
        row.locale.language_code: row
        for row in directory_models.MallStandard.objects.select_related("locale")
    }
    row = rows.get(settings.LANGUAGE_CODE)
    if row is None:
        return None
    data = directory.mall_standard_data(row, rows.get(ENGLISH), context.lookup)
    return context.model("mall/standard", MallStandard, data, row)


def _read_places(context: SiteContext) -> PlacesFile:
    rows = list(FloorRow.objects.order_by("number"))
    floors = [
        context.model(f"floor/{row.number}", Floor, data, row)
        for row, data in zip(rows, place.floors_data(rows), strict=True)
    ]
    facilities = [
        context.model("facilities", Facility, data) for data in place.facilities_data()
    ]
    return PlacesFile.model_construct(
        floors=present(floors), facilities=present(facilities)
    )


def _read_regulations(context: SiteContext) -> RegulationsFile:
    items = [
        context.model(
            f"regulation/{row.slug}",
            RegulationItem,
            directory.regulation_data(row),
            row,
        )
        for row in context.regulations.values()
    ]
    return RegulationsFile.model_construct(root=present(items))


def _read_files(context: SiteContext) -> tuple[dict[str, bytes], dict[str, str]]:
    """The documents that were named so far; so this comes last."""
    files: dict[str, bytes] = {}
    titles: dict[str, str] = {}
    for name, document in sorted(context.documents.used.items()):
        key = f"file/{name}"
        context.note_row(key, document)
        try:
            with document.file.open("rb") as file:
                files[name] = file.read()
        except OSError:
            text = _("the file of this document is gone")
            context.notes.unreadable[key] = [Problem(name, 0, "", text)]
            continue
        if document.title != title_from_name(name):
            titles[name] = document.title
    return files, titles


__all__ = ["SiteContents", "read_site"]
