"""Requirements, one case at a time."""

from __future__ import annotations

from dataclasses import dataclass

from gerai.directory.standard.values import Case, Requirement, ServiceStandard


@dataclass(frozen=True, slots=True)
class RequirementsOfCase:
    """What is asked in one case; without a case, what is asked of everybody."""

    case: Case | None
    requirements: tuple[Requirement, ...]


def requirements_by_case(standard: ServiceStandard) -> tuple[RequirementsOfCase, ...]:
    """What everybody brings first, then what each case adds, in the cases' order.

    A requirement of several cases stands in each of them. A case that adds nothing is
    left out, and so are keys that no case declares.
    """
    everybody = tuple(one for one in standard.requirements if not one.cases)
    groups = [RequirementsOfCase(None, everybody)] if everybody else []
    for case in standard.cases:
        own = tuple(one for one in standard.requirements if case.key in one.cases)
        if own:
            groups.append(RequirementsOfCase(case, own))
    return tuple(groups)


def things_to_bring(standard: ServiceStandard) -> tuple[int, int]:
    """The least and the greatest number of things to bring, over all cases.

    What is optional, or only asked under a condition, is not counted.
    """
    things = [
        one
        for one in standard.requirements
        if one.is_thing_to_bring and not one.is_optional and not one.condition
    ]
    everybody = sum(1 for one in things if not one.cases)
    counts = [
        everybody + sum(1 for one in things if case.key in one.cases)
        for case in standard.cases
    ] or [everybody]
    return min(counts), max(counts)
