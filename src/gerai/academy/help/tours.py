"""Tours: what stands where on a screen, a few stops each."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from pydantic import Field, RootModel

from gerai.academy.help.addresses import exactness_of, fits
from gerai.academy.lessons.format import Address, Both, LessonContent
from gerai.contentpack.format.base import PackModel
from gerai.contentpack.reading.faults import check
from gerai.contentpack.reading.problems import Problems
from gerai.contentpack.reading.yaml_files import read_yaml

FILE = "tours.yaml"


class TourStop(PackModel):
    """One stop of a tour: words, and what on the screen they are about."""

    text: Both
    target: str


class Tour(PackModel):
    """The tour of a core screen."""

    at: list[Address]
    stops: list[TourStop] = Field(min_length=3, max_length=5)


class _Tours(RootModel[list[Tour]]):
    pass


def declared_tour(path: str) -> list[TourStop]:
    """The tour that ``tours.yaml`` declares for a screen; empty without one."""
    found = [
        (exactness_of(pattern), tour)
        for tour in declared_tours()
        for pattern in tour.at
        if fits(pattern, path)
    ]
    return max(found, key=lambda one: one[0])[1].stops if found else []


def tour_on(content: LessonContent, path: str) -> list[TourStop]:
    """The steps of a lesson that happen on a screen."""
    stops: list[TourStop] = []
    at = ""
    for step in content.steps:
        at = step.at or at
        if step.target and at and fits(at, path):
            stops.append(TourStop(text=step.text, target=step.target))
    return stops


@lru_cache(maxsize=1)
def declared_tours() -> list[Tour]:
    """All tours of core screens.

    Raises:
        PackRefused: with every fault and its line.
    """
    problems = Problems()
    text = (files("gerai.academy.help") / FILE).read_text("utf-8")
    tours = check(_Tours, read_yaml(text), FILE, problems)
    problems.raise_if_any()
    assert tours is not None  # noqa: S101 - otherwise there is a problem
    return tours.root
