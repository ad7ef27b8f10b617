"""What every check of a file needs: names that exist, names that stand once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gerai.contentpack.reading.faults import field_name
from gerai.contentpack.reading.names import Sources
from gerai.contentpack.reading.problems import Problems
from gerai.contentpack.reading.yaml_files import Path


class FileCheck:
    """Notes faults of one file, with the line of the field."""

    def __init__(
        self, file: str, sources: Sources, problems: Problems, used: set[str]
    ) -> None:
        self._file, self._sources = file, sources
        self._problems, self._used = problems, used

    def unique(self, names: Iterable[Any], path: Path, field: str) -> None:
        """Note the second and every later appearance of a name."""
        first: dict[Any, int] = {}
        for index, name in enumerate(names):
            if name not in first:
                first[name] = index
                continue
            place: Path = (*path, first[name], *([field] if field else []))
            self.note(
                (*path, index, *([field] if field else [])),
                _("“%(name)s” stands already on line %(line)d; each may appear once")
                % {
                    "name": _shown(name),
                    "line": self._sources.line(self._file, place),
                },
            )

    def floor(self, number: int | None, path: Path) -> None:
        known = self._sources.floors
        if number is None or number in known or not self._sources.are_floors_known:
            return
        self.note(
            path,
            _("floor %(number)d is not in places.yaml; its floors are: %(known)s")
            % {"number": number, "known": ", ".join(map(str, sorted(known))) or "–"},
        )

    def regulation(self, slug: str | None, path: Path) -> None:
        if (
            slug is not None
            and self._sources.are_regulations_known
            and slug not in self._sources.regulations
        ):
            self.note(
                path,
                _("“%(slug)s” is not in regulations.yaml; add it there or correct it")
                % {"slug": slug},
            )

    def service_exists(self, name: str, path: Path) -> None:
        agency = name.partition("/")[0]
        if name in self._sources.services or self._sources.is_unreadable(agency):
            return
        if agency not in self._sources.agencies:
            text = _("“%(name)s”: there is no agencies/%(agency)s.yaml")
        else:
            text = _("“%(name)s”: agencies/%(agency)s.yaml has no such service")
        self.note(path, text % {"name": name, "agency": agency})

    def agency_exists(self, name: str | None, path: Path) -> None:
        if name is not None and name not in self._sources.agencies:
            self.note(
                path,
                _("“%(name)s”: there is no agencies/%(agency)s.yaml")
                % {"name": name, "agency": name},
            )

    def case_exists(self, service: str, case: str, path: Path) -> None:
        known = self._sources.cases.get(service)
        if known is not None and case not in known:
            self.note(
                path,
                _("“%(key)s” is not a case here; the cases are: %(known)s")
                % {"key": case, "known": ", ".join(sorted(known)) or "–"},
            )

    def life_event_exists(self, slug: str, path: Path) -> None:
        if (
            "life-events.yaml" in self._sources.documents
            and slug not in self._sources.life_events
        ):
            self.note(path, _("life-events.yaml has no “%(slug)s”") % {"slug": slug})

    def file_exists(self, name: str | None, path: Path) -> None:
        if name is None:
            return
        self._used.add(name)
        if name not in self._sources.files:
            self.note(path, missing_file(name))

    def note(self, path: Path, text: str) -> None:
        line = self._sources.line(self._file, path)
        self._problems.add(self._file, line, field_name(path), text)


def missing_file(name: str) -> str:
    return _("the file %(name)s isn't in the pack; add it or correct the name") % {
        "name": name
    }


def _shown(name: Any) -> str:
    if isinstance(name, tuple):
        return " ".join(str(part) for part in name)
    return str(name)
