"""What is wrong with a pack: collected, sorted and said in one line each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. ``line`` is 0 for a fault of the file as a whole."""

    file: str
    line: int
    field: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return (
            f"{place}: {self.field}: {self.text}"
            if self.field
            else f"{place}: {self.text}"
        )


class PackRefused(Exception):
    """The pack can't be used; ``problems`` says why, in the order of the files."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Problems:
    """Collects faults (which refuse the pack) and remarks (which don't)."""

    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, name: str, text: str) -> None:
        self.faults.append(Problem(file, line, name, text))

    def remark(self, file: str, line: int, name: str, text: str) -> None:
        self.remarks.append(Problem(file, line, name, text))

    def raise_if_any(self) -> None:
        if self.faults:
            raise PackRefused(self.faults)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(set(self.faults)))

    def __bool__(self) -> bool:
        return bool(self.faults)
