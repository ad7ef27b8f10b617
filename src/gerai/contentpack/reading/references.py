"""Relations within a pack: everything that is named exists, nothing exists twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from gerai.contentpack.format.questions import QuestionsFile
from gerai.contentpack.format.search import SynonymsFile
from gerai.contentpack.format.standard import Components
from gerai.contentpack.reading.file_checks import FileCheck
from gerai.contentpack.reading.life_event_checks import check_life_event_service
from gerai.contentpack.reading.names import Sources
from gerai.contentpack.reading.newsroom_checks import NewsroomCheck
from gerai.contentpack.reading.page_checks import check_pages
from gerai.contentpack.reading.problems import Problems
from gerai.contentpack.reading.question_checks import check_questions
from gerai.contentpack.reading.yaml_files import Path
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
        if NewsroomCheck(file, sources, problems, used).check(value):
            continue
        rules = _RULES.get(type(value))
        if rules is not None:
            rules(_Check(file, sources, problems, used), value)
    check_pages(pages, sources, problems, used)
    return used


class _Check(FileCheck):
    # What each file may refer to

    def agency(self, agency: AgencyFile) -> None:
        expected = PurePosixPath(self._file).stem
        if agency.slug != expected:
            self.note(
                ("slug",),
                _("“%(slug)s” differs from the file's name; both must be the same")
                % {"slug": agency.slug},
            )
        self.floor(agency.floor, ("floor",))
        self.unique([s.slug for s in agency.services], ("services",), "slug")
        for index, counter in enumerate(agency.counters):
            path: Path = ("counters", index)
            self.floor(counter.floor, (*path, "floor"))
            owner = self._sources.counters.get(counter.slug)
            if owner is not None and owner != agency.slug:
                self.note(
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
            for index, item in enumerate(event.services):
                self.service_exists(item.service, (*path, index, "service"))
                check_life_event_service(item, (*path, index), names[:index], self)

    def mall(self, mall: MallFile) -> None:
        for fault in theme_faults(mall.theme):
            self.note(("theme", fault.name), _theme_text(fault))
        for index, fact in enumerate(mall.facts):
            problem = fact_problem(FactKind(fact.kind), fact.value.id)
            if problem is not None:
                self.note(("facts", index, "value"), str(problem))
        self.unique(
            [part.component for part in mall.standard.management],
            ("standard", "management"),
            "component",
        )
        self.unique(mall.standard.legal_basis, ("standard", "legal_basis"), "")
        for index, slug in enumerate(mall.standard.legal_basis):
            self.regulation(slug, ("standard", "legal_basis", index))

    def places(self, places: PlacesFile) -> None:
        self.unique([floor.number for floor in places.floors], ("floors",), "number")
        for index, facility in enumerate(places.facilities):
            self.floor(facility.floor, ("facilities", index, "floor"))

    def hours(self, hours: HoursFile) -> None:
        changes = [(change.day, change.action) for change in hours.holidays]
        self.unique(changes, ("holidays",), "day")

    def home(self, home: HomeFile) -> None:
        self.unique(home.popular, ("popular",), "")
        for index, name in enumerate(home.popular):
            self.service_exists(name, ("popular", index))

    def synonyms(self, synonyms: SynonymsFile) -> None:
        for index, group in enumerate(synonyms.groups):
            self.unique(group.words, ("groups", index, "words"), "")
            self.unique(group.means, ("groups", index, "means"), "")
        titles = [topic.title.id for topic in synonyms.elsewhere]
        self.unique(titles, ("elsewhere",), "title")
        for index, topic in enumerate(synonyms.elsewhere):
            self.unique(topic.words, ("elsewhere", index, "words"), "")
            self.agency_exists(topic.agency, ("elsewhere", index, "agency"))

    # Parts

    def _service(
        self, agency: AgencyFile, service: ServiceItem, path: Path, shared: set[str]
    ) -> None:
        own = {case.key for case in service.cases}
        self._components(service, path, own | shared)
        known = {counter.slug for counter in agency.counters}
        if service.counter is not None and service.counter not in known:
            self.note(
                (*path, "counter"),
                _("“%(slug)s” is not a counter of this agency; its counters are: "
                  "%(known)s")
                % {"slug": service.counter, "known": ", ".join(sorted(known)) or "–"},
            )  # fmt: skip
        if service.decree:
            self.file_exists(service.decree.file, (*path, "decree", "file"))
        self.unique(service.related, (*path, "related"), "")
        for index, name in enumerate(service.related):
            self.service_exists(name, (*path, "related", index))
            if name == f"{agency.slug}/{service.slug}":
                self.note((*path, "related", index), _("is this service itself"))
        if (
            service.reviewed_on
            and service.next_review_on
            and service.next_review_on <= service.reviewed_on
        ):
            self.note((*path, "next_review_on"), _("must be later than reviewed_on"))

    def _components(self, value: Components, path: Path, cases: set[str]) -> None:
        self.unique([case.key for case in value.cases], (*path, "cases"), "key")
        self.unique(
            [part.component for part in value.management],
            (*path, "management"),
            "component",
        )
        self.unique(value.legal_basis, (*path, "legal_basis"), "")
        for index, slug in enumerate(value.legal_basis):
            self.regulation(slug, (*path, "legal_basis", index))
        for index, fee in enumerate(value.fees):
            self.regulation(fee.basis, (*path, "fees", index, "basis"))
        for index, requirement in enumerate(value.requirements):
            self.file_exists(requirement.form, (*path, "requirements", index, "form"))
        for component in _CASED:
            for index, item in enumerate(getattr(value, component)):
                self._cases(item.cases, (*path, component, index, "cases"), cases)

    def _cases(self, keys: Sequence[str], path: Path, known: set[str]) -> None:
        self.unique(keys, path, "")
        for index, key in enumerate(keys):
            if key not in known:
                self.note(
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


def _theme_text(fault: TokenError) -> str:
    if isinstance(fault, LowContrast):
        if fault.name.endswith("_dark"):
            text = _(
                "%(colour)s on %(ground)s has a contrast of only %(ratio)s : 1; at "
                "least %(least)s : 1 is needed, so choose a lighter colour"
            )
        else:
            text = _(
                "%(colour)s on %(ground)s has a contrast of only %(ratio)s : 1; at "
                "least %(least)s : 1 is needed, so choose a darker colour"
            )
        return text % {
            "colour": fault.value,
            "ground": fault.ground,
            "ratio": fault.shown_ratio,
            "least": LEAST_CONTRAST,
        }
    if isinstance(fault, UnknownToken):
        return _("is not a colour of the theme; the colours are: %(known)s") % {
            "known": ", ".join(TOKEN_NAMES)
        }
    return str(fault)


def _file_titles(check: _Check, titles: FilesFile) -> None:
    check.unique([item.file for item in titles.root], (), "file")
    for index, item in enumerate(titles.root):
        check.file_exists(item.file, (index, "file"))


def _regulations(check: _Check, regulations: RegulationsFile) -> None:
    check.unique([item.slug for item in regulations.root], (), "slug")


def _questions(check: _Check, questions: QuestionsFile) -> None:
    check_questions(questions, check)


_RULES: dict[type[BaseModel], Callable[[_Check, Any], None]] = {
    AgencyFile: _Check.agency,
    LifeEventsFile: _Check.life_events,
    QuestionsFile: _questions,
    RegulationsFile: _regulations,
    PlacesFile: _Check.places,
    MallFile: _Check.mall,
    HoursFile: _Check.hours,
    HomeFile: _Check.home,
    SynonymsFile: _Check.synonyms,
    FilesFile: _file_titles,
}
