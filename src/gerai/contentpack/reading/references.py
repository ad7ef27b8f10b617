"""Relations within a pack: everything that is named exists, nothing exists twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from gerai.contentpack.format import PageText
from gerai.contentpack.format.directory import (
    AgencyFile,
    LifeEventsFile,
    RegulationsFile,
    ServiceItem,
)
from gerai.contentpack.format.hours import HoursFile
from gerai.contentpack.format.mall import FilesFile, MallFile, PlacesFile
from gerai.contentpack.format.pages import HomeFile
from gerai.contentpack.format.standard import Components
from gerai.contentpack.reading.faults import field_name
from gerai.contentpack.reading.names import Sources
from gerai.contentpack.reading.problems import Problems
from gerai.contentpack.reading.yaml_files import Path
from gerai.contentpack.texts.links import targets_of
from gerai.place.choices import FactKind
from gerai.place.facts import fact_problem
from gerai.theme.tokens import (
    LEAST_CONTRAST,
    TOKEN_NAMES,
    LowContrast,
    TokenError,
    UnknownToken,
)
from gerai.theme.tokens import problems as theme_faults

# Pages that every site has, and addresses that other rooms of Gerai answer.
SITE_PAGES = frozenset(
    {"layanan", "instansi", "peristiwa", "lantai", "jam-buka", "kontak", "profil"}
)
WITHOUT_TEXT = SITE_PAGES - {"profil"}
OTHER_ROOMS = frozenset(
    {
        "admin", "agenda", "akun", "antrean", "api", "berita", "cari", "data", "dokumen",
        "en", "feed", "galeri", "healthz", "kios", "loket", "media", "openapi.json",
        "pengaduan", "pengumuman", "ppid", "readyz", "static", "survei",
    }
)  # fmt: skip
_CASED = ("requirements", "steps", "durations", "fees")


def check_references(
    values: dict[str, BaseModel],
    pages: Sequence[PageText],
    sources: Sources,
    problems: Problems,
) -> set[str]:
    """Note every dangling reference and every duplicate.

    Returns:
        The files (``files/…``, ``images/…``) that some record uses.
    """
    used: set[str] = set()
    for file, value in values.items():
        check = _Check(file, sources, problems, used)
        match value:
            case AgencyFile():
                check.agency(value)
            case LifeEventsFile():
                check.life_events(value)
            case RegulationsFile():
                check.unique([item.slug for item in value.root], (), "slug")
            case PlacesFile():
                check.places(value)
            case MallFile():
                check.mall(value)
            case HoursFile():
                check.hours(value)
            case HomeFile():
                check.home(value)
            case FilesFile():
                check.unique([item.file for item in value.root], (), "file")
                for index, item in enumerate(value.root):
                    check.file_exists(item.file, (index, "file"))
    _check_pages(pages, sources, problems, used)
    return used


def _check_pages(
    pages: Sequence[PageText], sources: Sources, problems: Problems, used: set[str]
) -> None:
    known = {f"/{path}/" for path in sources.pages} | {"/"}
    known |= {f"/instansi/{name}/" for name in sources.agencies | sources.services}
    known |= {f"/peristiwa/{name}/" for name in sources.life_events}
    by_path = {page.path: page for page in pages}
    for page in pages:
        for text in _place_faults(page, by_path):
            problems.add(page.file, 0, "", text)
        for name, blocks in (
            (page.file, page.blocks),
            (page.english_file, page.english_blocks),
        ):
            for target in targets_of(blocks):
                if target.startswith("files/"):
                    used.add(target)
                    if target not in sources.files:
                        problems.add(name, 0, "body", _missing_file(target))
                elif target.startswith("/") and not _is_known(target, known):
                    problems.add(
                        name,
                        0,
                        "body",
                        _("the link %(target)s leads nowhere: no page of this pack has "
                          "that address")
                        % {"target": target},
                    )  # fmt: skip


def _place_faults(page: PageText, by_path: Mapping[str, PageText]) -> list[str]:
    """Why a page can't stand where its file stands."""
    first, slash, _rest = page.path.partition("/")
    if first in OTHER_ROOMS or (first in WITHOUT_TEXT and slash):
        return [
            _("addresses below /%(path)s/ belong to Gerai itself; choose another name")
            % {"path": first}
        ]
    if first in WITHOUT_TEXT and page.blocks:
        return [
            _("/%(path)s/ is made by Gerai: only its title and summary can be set here, "
              "so leave the text out")
            % {"path": first}
        ]  # fmt: skip
    parent = page.path.rpartition("/")[0]
    above = by_path.get(parent)
    if not parent or (parent in SITE_PAGES and above is None):
        return []
    if above is None:
        return [
            _("the page above is missing; add pages/%(path)s.md") % {"path": parent}
        ]
    if page.english_head and not above.english_head:
        return [
            _("has an English text, but the page above has none; add "
              "pages/%(path)s.en.md")
            % {"path": parent}
        ]  # fmt: skip
    return []


def _is_known(target: str, known: set[str]) -> bool:
    path = target.partition("#")[0].partition("?")[0]
    first, _slash, rest = path.strip("/").partition("/")
    if path in known or (first in SITE_PAGES and not rest):
        return True
    return first in OTHER_ROOMS


def _missing_file(name: str) -> str:
    return _("the file %(name)s isn't in the pack; add it or correct the name") % {
        "name": name
    }


class _Check:
    def __init__(
        self, file: str, sources: Sources, problems: Problems, used: set[str]
    ) -> None:
        self._file, self._sources = file, sources
        self._problems, self._used = problems, used

    # What each file may refer to

    def agency(self, agency: AgencyFile) -> None:
        expected = PurePosixPath(self._file).stem
        if agency.slug != expected:
            self._note(
                ("slug",),
                _("“%(slug)s” differs from the file's name; both must be the same")
                % {"slug": agency.slug},
            )
        self._floor(agency.floor, ("floor",))
        self.unique([s.slug for s in agency.services], ("services",), "slug")
        for index, counter in enumerate(agency.counters):
            path: Path = ("counters", index)
            self._floor(counter.floor, (*path, "floor"))
            owner = self._sources.counters.get(counter.slug)
            if owner is not None and owner != agency.slug:
                self._note(
                    (*path, "slug"),
                    _("the counter “%(slug)s” exists already at %(owner)s; counter "
                      "slugs are unique in the mall")
                    % {"slug": counter.slug, "owner": owner},
                )  # fmt: skip
        self.unique([c.slug for c in agency.counters], ("counters",), "slug")
        shared = {case.key for case in agency.standard.cases}
        self._components(agency.standard, ("standard",), shared)
        for index, service in enumerate(agency.services):
            self._service(agency, service, ("services", index), shared)
        self._unique_ranks(agency)

    def life_events(self, events: LifeEventsFile) -> None:
        self.unique([event.slug for event in events.root], (), "slug")
        for number, event in enumerate(events.root):
            path: Path = (number, "services")
            names = [item.service for item in event.services]
            self.unique(names, path, "service")
            for index, name in enumerate(names):
                self._service_exists(name, (*path, index, "service"))

    def mall(self, mall: MallFile) -> None:
        for fault in theme_faults(mall.theme):
            self._note(("theme", fault.name), _theme_text(fault))
        for index, fact in enumerate(mall.facts):
            problem = fact_problem(FactKind(fact.kind), fact.value.id)
            if problem is not None:
                self._note(("facts", index, "value"), str(problem))
        self.unique(
            [part.component for part in mall.standard.management],
            ("standard", "management"),
            "component",
        )
        self.unique(mall.standard.legal_basis, ("standard", "legal_basis"), "")
        for index, slug in enumerate(mall.standard.legal_basis):
            self._regulation(slug, ("standard", "legal_basis", index))

    def places(self, places: PlacesFile) -> None:
        self.unique([floor.number for floor in places.floors], ("floors",), "number")
        for index, facility in enumerate(places.facilities):
            self._floor(facility.floor, ("facilities", index, "floor"))

    def hours(self, hours: HoursFile) -> None:
        changes = [(change.day, change.action) for change in hours.holidays]
        self.unique(changes, ("holidays",), "day")

    def home(self, home: HomeFile) -> None:
        self.unique(home.popular, ("popular",), "")
        for index, name in enumerate(home.popular):
            self._service_exists(name, ("popular", index))

    # Parts

    def _service(
        self, agency: AgencyFile, service: ServiceItem, path: Path, shared: set[str]
    ) -> None:
        own = {case.key for case in service.cases}
        self._components(service, path, own | shared)
        known = {counter.slug for counter in agency.counters}
        if service.counter is not None and service.counter not in known:
            self._note(
                (*path, "counter"),
                _("“%(slug)s” is not a counter of this agency; its counters are: "
                  "%(known)s")
                % {"slug": service.counter, "known": ", ".join(sorted(known)) or "–"},
            )  # fmt: skip
        if service.decree:
            self.file_exists(service.decree.file, (*path, "decree", "file"))
        self.unique(service.related, (*path, "related"), "")
        for index, name in enumerate(service.related):
            self._service_exists(name, (*path, "related", index))
            if name == f"{agency.slug}/{service.slug}":
                self._note((*path, "related", index), _("is this service itself"))
        if (
            service.reviewed_on
            and service.next_review_on
            and service.next_review_on <= service.reviewed_on
        ):
            self._note((*path, "next_review_on"), _("must be later than reviewed_on"))

    def _components(self, value: Components, path: Path, cases: set[str]) -> None:
        self.unique([case.key for case in value.cases], (*path, "cases"), "key")
        self.unique(
            [part.component for part in value.management],
            (*path, "management"),
            "component",
        )
        self.unique(value.legal_basis, (*path, "legal_basis"), "")
        for index, slug in enumerate(value.legal_basis):
            self._regulation(slug, (*path, "legal_basis", index))
        for index, fee in enumerate(value.fees):
            self._regulation(fee.basis, (*path, "fees", index, "basis"))
        for index, requirement in enumerate(value.requirements):
            self.file_exists(requirement.form, (*path, "requirements", index, "form"))
        for component in _CASED:
            for index, item in enumerate(getattr(value, component)):
                self._cases(item.cases, (*path, component, index, "cases"), cases)

    def _cases(self, keys: Sequence[str], path: Path, known: set[str]) -> None:
        self.unique(keys, path, "")
        for index, key in enumerate(keys):
            if key not in known:
                self._note(
                    (*path, index),
                    _("“%(key)s” is not a case here; the cases are: %(known)s")
                    % {"key": key, "known": ", ".join(sorted(known)) or "–"},
                )

    def _unique_ranks(self, agency: AgencyFile) -> None:
        ranks = [
            service.popular if service.popular is not None else f"none-{index}"
            for index, service in enumerate(agency.services)
        ]
        self.unique(ranks, ("services",), "popular")

    def unique(self, names: Iterable[Any], path: Path, field: str) -> None:
        """Note the second and every later appearance of a name."""
        first: dict[Any, int] = {}
        for index, name in enumerate(names):
            if name not in first:
                first[name] = index
                continue
            place: Path = (*path, first[name], *([field] if field else []))
            self._note(
                (*path, index, *([field] if field else [])),
                _("“%(name)s” stands already on line %(line)d; each may appear once")
                % {
                    "name": _shown(name),
                    "line": self._sources.line(self._file, place),
                },
            )

    def _floor(self, number: int | None, path: Path) -> None:
        known = self._sources.floors
        if number is None or number in known or not self._sources.are_floors_known:
            return
        self._note(
            path,
            _("floor %(number)d is not in places.yaml; its floors are: %(known)s")
            % {"number": number, "known": ", ".join(map(str, sorted(known))) or "–"},
        )

    def _regulation(self, slug: str | None, path: Path) -> None:
        if (
            slug is not None
            and self._sources.are_regulations_known
            and slug not in self._sources.regulations
        ):
            self._note(
                path,
                _("“%(slug)s” is not in regulations.yaml; add it there or correct it")
                % {"slug": slug},
            )

    def _service_exists(self, name: str, path: Path) -> None:
        agency = name.partition("/")[0]
        if name in self._sources.services or self._sources.is_unreadable(agency):
            return
        if agency not in self._sources.agencies:
            text = _("“%(name)s”: there is no agencies/%(agency)s.yaml")
        else:
            text = _("“%(name)s”: agencies/%(agency)s.yaml has no such service")
        self._note(path, text % {"name": name, "agency": agency})

    def file_exists(self, name: str | None, path: Path) -> None:
        if name is None:
            return
        self._used.add(name)
        if name not in self._sources.files:
            self._note(path, _missing_file(name))

    def _note(self, path: Path, text: str) -> None:
        line = self._sources.line(self._file, path)
        self._problems.add(self._file, line, field_name(path), text)


def _theme_text(fault: TokenError) -> str:
    if isinstance(fault, LowContrast):
        return _(
            "%(colour)s on %(ground)s has a contrast of only %(ratio)s : 1; at least "
            "%(least)s : 1 is needed, so choose a %(direction)s colour"
        ) % {
            "colour": fault.value,
            "ground": fault.ground,
            "ratio": fault.shown_ratio,
            "least": LEAST_CONTRAST,
            "direction": _("lighter") if fault.name.endswith("dark") else _("darker"),
        }
    if isinstance(fault, UnknownToken):
        return _("is not a colour of the theme; the colours are: %(known)s") % {
            "known": ", ".join(TOKEN_NAMES)
        }
    return str(fault)


def _shown(name: Any) -> str:
    if isinstance(name, tuple):
        return " ".join(str(part) for part in name)
    return str(name)
