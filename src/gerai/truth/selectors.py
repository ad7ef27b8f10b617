"""Reads of the truth watch; public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from gerai.truth.checks import Action, Check, Harm, check_named
from gerai.truth.models import Finding
from gerai.truth.sections import Section, sections


@dataclass(frozen=True, slots=True)
class Care:
    """A finding as it is shown: what is wrong, and the one act that cures it."""

    finding: Finding
    section: str
    harm: str
    kind: str
    words: str
    action: Action


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many findings there are of one kind."""

    check: Check
    count: int

    @property
    def harm(self) -> str:
        return str(self.check.harm.label)


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How many findings an agency has, and how many of them mislead or don't work."""

    section: Section
    count: int
    grave: int


def can_watch(user: Any) -> bool:
    """Whether somebody may change any page, and so has something to look after."""
    return bool(page_permission_policy.user_has_permission(user, "change"))


def findings_for(user: Any) -> QuerySet[Finding]:
    """What ``user`` can cure, the worst first: the pages that they may change.

    What belongs to no page is for those who may change all of them.
    """
    own = page_permission_policy.instances_user_has_permission_for(user, "change")
    mine = Q(page_id__in=own.values("pk"))
    if own.filter(depth=1).exists():
        return Finding.objects.all()
    return Finding.objects.filter(mine)


def kinds(found: QuerySet[Finding]) -> list[KindCount]:
    """How many of each kind, the worst kind first; one query."""
    rows = found.order_by().values("check_key").annotate(count=Count("pk"))
    counted = [
        KindCount(check, row["count"])
        for row in rows
        if (check := check_named(row["check_key"])) is not None
    ]
    return sorted(counted, key=lambda one: (-one.check.harm, one.check.key))


def by_section(found: QuerySet[Finding]) -> list[SectionCount]:
    """How many of each agency, the worst first; two queries."""
    listed = sections()
    if not listed:
        return []
    # All agencies stand on one level of the tree, so their paths are equally long.
    length = len(listed[0].path)
    rows = (
        found.exclude(page=None)
        .order_by()
        .annotate(branch=Substr("page__path", 1, length))
        .values("branch")
        .annotate(count=Count("pk"), grave=Count("pk", filter=Q(harm__gte=Harm.BROKEN)))
    )
    counts = {row["branch"]: (row["count"], row["grave"]) for row in rows}
    met = [SectionCount(one, *counts[one.path]) for one in listed if one.path in counts]
    return sorted(met, key=lambda one: (-one.grave, -one.count, one.section.name))


def cares(found: list[Finding]) -> list[Care]:
    """What is shown of findings; one query, whatever their number."""
    names = {one.path: one.name for one in sections()} if found else {}
    shown = []
    for one in found:
        check = check_named(one.check_key)
        if check is None:
            continue
        shown.append(
            Care(
                finding=one,
                section=_section_of(one.page, names) if one.page else "",
                harm=str(Harm(one.harm).label),
                kind=str(check.title),
                words=check.say(one.values),
                action=check.act(one.page_id, one.values),
            )
        )
    return shown


def _section_of(page: Page, names: dict[str, str]) -> str:
    for end in range(page.steplen, len(page.path) + 1, page.steplen):
        if page.path[:end] in names:
            return names[page.path[:end]]
    return ""
