"""Who is called what in a pack, and where it stands: the targets of references.

Learned from the raw files, so that one wrong field in an agency's file doesn't make
every reference to that agency look wrong too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from gerai.contentpack.reading.folder import PackFolder
from gerai.contentpack.reading.yaml_files import Path, YamlDocument


@dataclass(slots=True)
class Sources:
    """The raw files of a pack and the names that they define."""

    documents: dict[str, YamlDocument] = field(default_factory=dict)
    agencies: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)
    cases: dict[str, set[str]] = field(default_factory=dict)
    counters: dict[str, str] = field(default_factory=dict)
    regulations: set[str] = field(default_factory=set)
    life_events: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)
    floors: set[int] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    # Files that couldn't be read at all: nothing is known about what they define.
    are_floors_known: bool = False
    are_regulations_known: bool = False

    def line(self, file: str, path: Path) -> int:
        document = self.documents.get(file)
        return document.line_of(path) if document else 0

    def learn_names(self, folder: PackFolder) -> None:
        """Collect every name that something may refer to."""
        self.files = {
            name for name in folder.names if name.startswith(("files/", "images/"))
        }
        self.pages = {
            name.removeprefix("pages/").removesuffix(".md")
            for name in folder.below("pages", ".md")
            if not name.endswith(".en.md")
        }
        self.are_floors_known = "places.yaml" in self.documents
        self.are_regulations_known = "regulations.yaml" in self.documents
        places = self._data("places.yaml")
        for floor in _entries(places.get("floors") if _is_map(places) else None):
            if isinstance(floor.get("number"), int):
                self.floors.add(floor["number"])
        for item in _entries(self._data("regulations.yaml")):
            self.regulations.add(str(item.get("slug")))
        for item in _entries(self._data("life-events.yaml")):
            self.life_events.add(str(item.get("slug")))
        for item in _entries(self._data("questions.yaml")):
            self.questions.add(str(item.get("slug")))
        for name in folder.below("agencies", ".yaml"):
            self._learn_agency(name)

    def _learn_agency(self, file: str) -> None:
        agency = PurePosixPath(file).stem
        self.agencies.add(agency)
        data = self._data(file)
        if not _is_map(data):
            return
        standard = data.get("standard")
        shared = _cases(standard) if _is_map(standard) else set()
        for service in _entries(data.get("services")):
            name = f"{agency}/{service.get('slug')}"
            self.services.add(name)
            self.cases[name] = shared | _cases(service)
        for counter in _entries(data.get("counters")):
            self.counters.setdefault(str(counter.get("slug")), agency)

    def is_unreadable(self, agency: str) -> bool:
        """True if the agency has a file whose content couldn't be read."""
        return (
            agency in self.agencies and f"agencies/{agency}.yaml" not in self.documents
        )

    def _data(self, file: str) -> Any:
        document = self.documents.get(file)
        return document.data if document else None


def _cases(record: dict[str, Any]) -> set[str]:
    return {str(case.get("key")) for case in _entries(record.get("cases"))}


def _is_map(value: Any) -> bool:
    return isinstance(value, dict)


def _entries(value: Any) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]
