"""Reads of the trail; public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from gerai.audit.models import Entry

PERMISSION = "audit.view_entry"


def may_read(user: Any) -> bool:
    """Auditors and administrators."""
    return bool(user.has_perm(PERMISSION))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty means any.

    Attributes:
        person: number of an account, or a kind: ``command``, ``chore``, ``reader``.
        record: ``app.model:key``.
        words: all of them have to be there.
    """

    person: str = ""
    action: str = ""
    model: str = ""
    record: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None
    click: str = ""


def found(wanted: Wanted) -> QuerySet[Entry]:
    """The entries that fit, the newest first."""
    entries = Entry.objects.all()
    if wanted.person.isdigit():
        entries = entries.filter(person_id=int(wanted.person))
    elif wanted.person:
        entries = entries.filter(kind=wanted.person)
    if wanted.action:
        entries = entries.filter(action=wanted.action)
    if wanted.model:
        entries = entries.filter(touched__contains=f" {wanted.model}:")
    if wanted.record:
        entries = entries.filter(touched__contains=f" {wanted.record} ")
    if wanted.click:
        entries = entries.filter(click=wanted.click)
    for word in wanted.words.casefold().split():
        entries = entries.filter(words__contains=word)
    if wanted.since:
        entries = entries.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        entries = entries.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return entries.order_by("-number")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def people() -> list[tuple[str, str]]:
    """Who is in the trail: number of the account, and the newest name."""
    rows = (
        Entry.objects.filter(person_id__isnull=False)
        .order_by("person_id", "who")
        .values_list("person_id", "who")
        .distinct()
    )
    names = {str(key): name for key, name in rows}
    return sorted(names.items(), key=lambda one: one[1].casefold())


def distinct(column: str) -> Iterable[str]:
    """The values that stand in a column."""
    rows = Entry.objects.order_by(column).values_list(column, flat=True).distinct()
    return [row for row in rows if row]
