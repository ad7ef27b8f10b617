"""Reads the whole site as a pack, with what can't be said in a pack noted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError
from wagtail.models import Locale, Page

from gerai.contentpack.components import Lookup
from gerai.contentpack.format import FORMAT_VERSION, Pack, PageText
from gerai.contentpack.format.directory import (
    AgencyFile,
    CounterItem,
    LifeEventItem,
    LifeEventsFile,
    RegulationItem,
    RegulationsFile,
    ServiceItem,
)
from gerai.contentpack.format.hours import HoursFile
from gerai.contentpack.format.mall import (
    Fact,
    Facility,
    Floor,
    MallFile,
    MallStandard,
    PackFileHead,
    PlacesFile,
)
from gerai.contentpack.format.pages import EnglishPageHead, HomeFile, PageHead
from gerai.contentpack.reading.faults import faults_of
from gerai.contentpack.reading.problems import Problem
from gerai.contentpack.site import directory, pages, place
from gerai.contentpack.site.documents import DocumentNames, title_from_name
from gerai.contentpack.texts.links import site_target
from gerai.directory import models as directory_models
from gerai.place.models import Floor as FloorRow
from gerai.place.selectors import current_mall
from gerai.theme.pages import SitePage
from gerai.website.models import ContentPage, HomePage, SectionPage

M = TypeVar("M", bound=BaseModel)
ENGLISH = "en"
PAGES_WITH_TEXT = (ContentPage, SectionPage)


@dataclass(slots=True)
class SiteContents:
    """The site as a pack; ``unreadable`` are records that no pack can hold, by key."""

    pack: Pack
    unreadable: dict[str, list[Problem]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    rows: dict[str, Any] = field(default_factory=dict)


def read_site(*, with_files: bool = True) -> SiteContents | None:
    """Everything a pack can hold, or ``None`` before a pack was loaded.

    Args:
        with_files: read the contents of documents as well.
    """
    mall = current_mall()
    home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if mall is None or home is None:
        return None
    return _Reader(mall, home).read(with_files=with_files)


class _Reader:
    def __init__(self, mall: Any, home: HomePage) -> None:
        self._mall, self._home = mall, home
        self._contents: SiteContents | None = None
        self._unreadable: dict[str, list[Problem]] = {}
        self._changed: set[str] = set()
        self._rows: dict[str, Any] = {}
        self._names = DocumentNames()
        regulations = directory_models.Regulation.objects.order_by("slug")
        self._regulations = {row.pk: row for row in regulations}
        self._schedules = place.Schedules()
        self._lookup = Lookup(document=self._names.name, regulation=self._regulation)
        self._english_id = (
            Locale.objects.filter(language_code=ENGLISH)
            .values_list("pk", flat=True)
            .first()
        )
        self._addresses = self._page_addresses()

    def read(self, *, with_files: bool) -> SiteContents:
        mall = self._read_mall()
        places = self._read_places()
        hours = self._model("hours", HoursFile, place.hours_data(self._mall, self._schedules))
        agencies, popular = self._read_agencies()
        life_events = self._read_life_events()
        home = self._read_home(popular)
        texts = self._read_pages()
        regulations = [
            self._model(f"regulation/{row.slug}", RegulationItem, directory.regulation_data(row), row)
            for row in self._regulations.values()
        ]
        files, titles = self._read_files(with_content=with_files)
        pack = Pack(
            head=self._read_head(),
            mall=mall,
            places=places,
            hours=hours or HoursFile.model_construct(),
            regulations=RegulationsFile.model_construct(root=_found(regulations)),
            agencies=tuple(agencies),
            life_events=LifeEventsFile.model_construct(root=life_events),
            home=home,
            pages=tuple(texts),
            files=files,
            file_titles=titles,
        )
        return SiteContents(pack, self._unreadable, self._changed, self._rows)

    # The mall

    def _read_head(self) -> PackFileHead:
        from django.utils.text import slugify

        return PackFileHead.model_construct(
            format=FORMAT_VERSION,
            slug=slugify(self._mall.city) or "mal",
            title=self._mall.name,
            languages=["id", "en"],
        )

    def _read_mall(self) -> MallFile:
        key = "mall"
        data = place.mall_data(self._mall)
        facts = [
            self._model("mall/facts", Fact, fact) for fact in place.facts_data(self._mall)
        ]
        standard = self._read_mall_standard()
        mall = self._model(key, MallFile, data | {"facts": []}, self._mall)
        mall = mall or MallFile.model_construct(**data)
        return mall.model_copy(
            update={"facts": _found(facts), "standard": standard or MallStandard()}
        )

    def _read_mall_standard(self) -> MallStandard | None:
        rows = {
            row.locale.language_code: row
            for row in directory_models.MallStandard.objects.select_related("locale")
        }
        row = rows.get(settings.LANGUAGE_CODE)
        if row is None:
            return None
        data = directory.mall_standard_data(row, rows.get(ENGLISH), self._lookup)
        return self._model("mall/standard", MallStandard, data, row)

    def _read_places(self) -> PlacesFile:
        rows = list(FloorRow.objects.order_by("number"))
        floors = [
            self._model(f"floor/{row.number}", Floor, data, row)
            for row, data in zip(rows, place.floors_data(rows), strict=True)
        ]
        facilities = [
            self._model("facilities", Facility, data) for data in place.facilities_data()
        ]
        return PlacesFile.model_construct(
            floors=_found(floors), facilities=_found(facilities)
        )

    # Agencies, services, life events

    def _read_agencies(self) -> tuple[list[AgencyFile], list[str]]:
        counters = defaultdict(list)
        for counter in directory_models.Counter.objects.select_related("floor").order_by(
            "order", "name", "pk"
        ):
            counters[counter.agency_id].append(counter)
        agencies = self._pages_of(
            directory_models.AgencyPage.objects.select_related("floor")
        )
        services = self._pages_of(
            directory_models.ServicePage.objects.select_related("counter")
        )
        by_parent: dict[str, list[Any]] = defaultdict(list)
        for service in services:
            by_parent[service.path[: -Page.steplen]].append(service)
        slugs = {page.path: page.slug for page in agencies}
        self._service_paths = {
            service.pk: f"{slugs[service.path[: -Page.steplen]]}/{service.slug}"
            for service in services
            if service.path[: -Page.steplen] in slugs
        }
        related = self._related()
        english_agencies = self._english(directory_models.AgencyPage)
        english_services = self._english(directory_models.ServicePage)
        found = []
        for page in sorted(agencies, key=lambda page: page.slug):
            english = _twin(page, english_agencies)
            data = directory.agency_data(page, english, self._schedules, self._lookup)
            key = f"agency/{page.slug}"
            data["counters"] = self._counters(counters[page.pk])
            data["services"] = []
            agency = self._model(key, AgencyFile, data, page)
            if agency is None:
                continue
            items = []
            for service in by_parent[page.path]:
                item = self._service(page, service, english_services, related)
                items += [item] if item else []
            found.append(agency.model_copy(update={"services": items}))
        popular = sorted(
            (service.popular_order, self._service_paths.get(service.pk, ""))
            for service in services
            if service.popular_order is not None
        )
        return found, [path for _order, path in popular if path]

    def _counters(self, rows: Iterable[Any]) -> list[Any]:
        items = []
        for row in rows:
            data = directory.counter_data(row, self._schedules)
            if self._model(f"counter/{row.slug}", CounterItem, data, row):
                items.append(data)
        return items

    def _service(
        self,
        agency: Any,
        page: Any,
        english: dict[Any, Any],
        related: dict[int, list[str]],
    ) -> ServiceItem | None:
        data = directory.service_data(
            page, _twin(page, english), self._lookup, related.get(page.pk, [])
        )
        key = f"service/{agency.slug}/{page.slug}"
        return self._model(key, ServiceItem, data, page)

    def _related(self) -> dict[int, list[str]]:
        found = defaultdict(list)
        rows = directory_models.RelatedService.objects.order_by("sort_order", "pk")
        for row in rows:
            path = self._service_paths.get(row.service_id)
            if path:
                found[row.page_id].append(path)
        return found

    def _read_life_events(self) -> list[LifeEventItem]:
        events = self._pages_of(
            directory_models.LifeEventPage.objects.prefetch_related("services")
        )
        english = self._english(directory_models.LifeEventPage)
        found = []
        for page in sorted(events, key=lambda page: (page.order, page.slug)):
            data = directory.life_event_data(
                page, _twin(page, english), self._service_paths.get
            )
            found.append(self._model(f"life-event/{page.slug}", LifeEventItem, data, page))
        return _found(found)

    # Pages

    def _read_home(self, popular: list[str]) -> HomeFile:
        english = self._english(HomePage)
        data = pages.home_data(self._home, _twin(self._home, english), popular)
        home = self._model("home", HomeFile, data, self._home)
        return home or HomeFile.model_construct(title=self._home.title)

    def _read_pages(self) -> list[PageText]:
        depth = self._home.depth
        rows: dict[int, SitePage] = {}
        for model in SitePage.__subclasses__():
            rows |= {}
        candidates = (
            Page.objects.descendant_of(self._home)
            .exclude(depth=depth)
            .order_by("path")
            .specific()
        )
        wanted = []
        for page in candidates.filter(
            content_type__model__in=_TEXT_MODELS
        ):
            wanted.append(page)
        del rows
        english = {
            page.translation_key: page
            for page in Page.objects.filter(
                locale_id=self._english_id, content_type__model__in=_TEXT_MODELS
            ).specific()
        }
        positions: dict[str, int] = defaultdict(int)
        parents = {page.path[: -Page.steplen] for page in wanted}
        found = []
        for page in wanted:
            parent = page.path[: -Page.steplen]
            positions[parent] += 1
            text = self._page(page, english, positions[parent] * 10, page.path in parents)
            if text:
                found.append(text)
        return sorted(found, key=lambda text: text.path)

    def _page(
        self, page: Any, english: dict[Any, Any], order: int, has_pages: bool
    ) -> PageText | None:
        path = self._addresses[page.pk].strip("/")
        key = f"page/{path}"
        self._note_drafts(key, page)
        page = page if page.live else page.get_latest_revision_as_object()
        is_section = isinstance(page, SectionPage) and not has_pages
        data = pages.page_head_data(page, is_section=is_section) | {"order": order}
        head = self._model(key, PageHead, data, page)
        if head is None:
            return None
        other = _twin(page, english)
        if other is not None and not page.live:
            other = other.get_latest_revision_as_object()
        other_head = None
        if other is not None:
            other_head = self._model(key, EnglishPageHead, pages.english_head_data(other))
        return PageText(
            path=path,
            head=head,
            blocks=tuple(self._body(key, page)),
            english_head=other_head,
            english_blocks=tuple(self._body(key, other)) if other else (),
        )

    def _body(self, key: str, page: Any) -> list[Any]:
        if not isinstance(page, PAGES_WITH_TEXT):
            return []
        try:
            return pages.body_blocks(page.body, self._link_target, self._names.name)
        except ValidationError as refused:
            self._note(key, refused)
            return []

    def _page_addresses(self) -> dict[int, str]:
        prefix = self._home.url_path
        found = Page.objects.descendant_of(self._home, inclusive=True)
        return {
            key: "/" + url_path.removeprefix(prefix)
            for key, url_path in found.values_list("pk", "url_path")
        }

    def _link_target(self, attributes: dict[str, str]) -> str:
        kind, key = attributes.get("linktype"), attributes.get("id", "")
        if kind == "page" and key.isdigit():
            return self._addresses.get(int(key), "")
        if kind == "document" and key.isdigit():
            return self._names.name(int(key)) or ""
        return site_target(attributes.get("href", ""))

    def _read_files(
        self, *, with_content: bool
    ) -> tuple[dict[str, bytes], dict[str, str]]:
        files, titles = {}, {}
        for name, document in sorted(self._names.used.items()):
            self._rows[f"file/{name}"] = document
            try:
                with document.file.open("rb") as file:
                    files[name] = file.read()
            except OSError:
                self._unreadable[f"file/{name}"] = [
                    Problem(name, 0, "", _("the file of this document is gone"))
                ]
                continue
            if document.title != title_from_name(name):
                titles[name] = document.title
        return files, titles

    # Help

    def _regulation(self, key: Any) -> str | None:
        row = self._regulations.get(key)
        return row.slug if row else None

    def _pages_of(self, queryset: Any) -> list[Any]:
        """Indonesian pages; a draft as it was last saved."""
        rows = queryset.filter(
            locale__language_code=settings.LANGUAGE_CODE
        ).select_related("latest_revision")
        return [self._as_saved(page) for page in rows.order_by("path")]

    def _as_saved(self, page: Any) -> Any:
        if page.live or page.latest_revision is None:
            return page
        return page.latest_revision.as_object()

    def _english(self, model: type[Page]) -> dict[Any, Any]:
        rows = model.objects.filter(locale_id=self._english_id).select_related(
            "latest_revision"
        )
        if model is directory_models.LifeEventPage:
            rows = rows.prefetch_related("services")
        return {page.translation_key: page for page in rows}

    def _note_drafts(self, key: str, row: Any) -> None:
        if isinstance(row, Page) and row.live and row.has_unpublished_changes:
            self._changed.add(key)

    def _model(
        self, key: str, model: type[M], data: Any, row: Any = None
    ) -> M | None:
        if row is not None:
            self._rows[key] = row
            self._note_drafts(key, row)
        try:
            return model.model_validate(data)
        except ValidationError as refused:
            self._note(key, refused)
            return None

    def _note(self, key: str, refused: ValidationError) -> None:
        self._unreadable.setdefault(key, []).extend(faults_of(refused, key))


_TEXT_MODELS = (
    "contentpage",
    "sectionpage",
    "floordirectorypage",
    "openinghourspage",
    "contactpage",
    "agencyindexpage",
    "lifeeventindexpage",
    "servicelistpage",
)


def _found(items: Iterable[M | None]) -> list[M]:
    return [item for item in items if item is not None]


def _twin(page: Any, english: dict[Any, Any]) -> Any:
    """The English version that a reader can see beside ``page``, if there is one."""
    twin = english.get(page.translation_key)
    if twin is None or (page.live and not twin.live):
        return None
    if not page.live and twin.latest_revision is not None:
        return twin.latest_revision.as_object()
    return twin


__all__ = ["Callable", "SiteContents", "read_site"]
