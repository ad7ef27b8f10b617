"""The essential facts of all services in one small file, for phones without a signal.

One language, one file, one description: the same values that the pages are drawn from
(``directory.standard``), in words that are ready to be read. The file changes when the
content does and, for the hours that it carries, once a month.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from django.utils import timezone, translation
from django.utils.safestring import SafeString

from gerai.directory.choices import OfferedHere
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.policies import visible_services
from gerai.directory.presentation import parts, trust_line
from gerai.directory.selectors import HoursBook, hours_book, pill_key
from gerai.directory.selectors.localized import language_or_active
from gerai.directory.selectors.services import shown_by_key, shown_in_order
from gerai.directory.standard import (
    FactKey,
    ServiceStandard,
    deliveries_of,
    five_facts,
)
from gerai.directory.standard.five_facts import floor_name
from gerai.directory.standard.wording import duration_text
from gerai.place.carried import DAYS_AHEAD, MALL_KEY, hours_payload
from gerai.place.clock import Timetable
from gerai.place.selectors import current_mall
from gerai.publishing.pieces import page_piece
from gerai.publishing.reading import is_in_snapshot
from gerai.theme.addresses import localized_url

Json: TypeAlias = dict[str, Any]

FORMAT_VERSION: Final = 1
MOST_SERVICES: Final = 1000
"""Beyond it the file would be no light download; what people come for most is kept."""

_LONGEST_MONTH = 31


def catalogue(language: str) -> str:
    """Everything that visitors may see, in ``language``, as JSON.

    Returns:
        ``v`` (format), ``total`` (visible services; more than are listed where there
        are over ``MOST_SERVICES``), ``agencies`` and ``services`` (see
        :func:`_agency_json` and :func:`_service_json`; keys without a value are left
        out), and ``hours``, which ``open-now.js`` reads.
    """
    with translation.override(language):
        found, total = _services(language)
        pages = list(found.values())
        agencies = _agencies(pages)
        mall = current_mall()
        book = hours_book(
            agencies, [page.counter for page in pages if page.counter], mall=mall
        )
        timetables = _timetables(book, agencies, pages)
        # From the first of the month: day by day the file stays the same.
        first_day = timezone.now().astimezone(book.mall.zone).date().replace(day=1)
        start = _text(
            {
                "v": FORMAT_VERSION,
                "total": total,
                "agencies": [_agency_json(one, book, language) for one in agencies],
                "hours": hours_payload(
                    timetables,
                    first_day=first_day,
                    days=DAYS_AHEAD + _LONGEST_MONTH,
                    language=language,
                ),
            }
        )
        numbers = {agency.pk: number for number, agency in enumerate(agencies)}
        entries = (
            f'{{"a":{numbers[page.agency.pk]},{members}}}'
            for page, members in zip(pages, _members(found, book), strict=True)
        )
        return f'{start.removesuffix("}")},"services":[{",".join(entries)}]}}'


def _services(language: str) -> tuple[dict[int, ServicePage], int]:
    """The services in ``language`` by the keys of their records, and how many there are.

    In the order of their titles.
    """
    records = visible_services()
    total = records.count()
    if total > MOST_SERVICES:
        popular = list(
            records.filter(popular_order__isnull=False)
            .order_by("popular_order", "pk")
            .values_list("pk", flat=True)[:MOST_SERVICES]
        )
        others = (
            records.exclude(pk__in=popular)
            .order_by("path")
            .values_list("pk", flat=True)[: MOST_SERVICES - len(popular)]
        )
        records = records.filter(pk__in=[*popular, *others])
    keys = records.order_by("path").values_list("pk", flat=True)
    found = shown_by_key(keys, language)
    ordered = sorted(found, key=lambda one: (found[one].title.casefold(), one))
    return {key: found[key] for key in ordered}, total


def _members(found: Mapping[int, ServicePage], book: HoursBook) -> list[str]:
    """What stands between the braces of each service, but for its agency."""
    if is_in_snapshot():
        return [_members_of(key) for key in found]
    pages = list(found.values())
    return [
        _members_text(page, standard, book)
        for page, standard in zip(pages, deliveries_of(pages), strict=True)
    ]


@page_piece
def _members_of(key: int) -> SafeString:
    """A piece of its own: a change of one service makes none of the others anew."""
    (page,) = shown_in_order([key])
    (standard,) = deliveries_of([page])
    counters = [page.counter] if page.counter else []
    book = hours_book([page.agency], counters, mall=current_mall())
    return SafeString(_members_text(page, standard, book))


def _members_text(page: ServicePage, standard: ServiceStandard, book: HoursBook) -> str:
    return _text(_service_json(page, standard, book))[1:-1]


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _agencies(pages: Iterable[ServicePage]) -> list[AgencyPage]:
    """The agencies of these services, in their order."""
    found = {page.agency.pk: page.agency for page in pages}
    return sorted(found.values(), key=lambda one: (one.order, one.title, one.pk))


def _timetables(
    book: HoursBook, agencies: Iterable[AgencyPage], pages: Iterable[ServicePage]
) -> dict[str, Timetable]:
    hours = {MALL_KEY: book.mall}
    for agency in agencies:
        if (timetable := book.of_agency(agency)) is not None:
            hours[pill_key(agency)] = timetable
    for page in pages:
        if (timetable := book.of_service(page)) is not None:
            hours.setdefault(pill_key(page), timetable)
    return hours


def _agency_json(agency: AgencyPage, book: HoursBook, language: str) -> Json:
    """``u`` address, ``t`` title, ``s`` short name, ``p`` floor, ``k`` key of hours."""
    floor = agency.floor if agency.is_at_mall else None
    return _filled(
        u=localized_url(agency, language),
        t=agency.title,
        s=agency.short_name,
        p=floor_name(floor) if floor is not None else "",
        k=pill_key(agency) if book.of_agency(agency) is not None else "",
    )


def _service_json(
    page: ServicePage, standard: ServiceStandard, book: HoursBook
) -> Json:
    """One service in words of the active language.

    ``u`` address, ``t`` title, ``o`` its other names, ``l`` language of the text where
    it isn't the reader's, ``f`` the five facts as ``[value, note]`` (None for what
    nobody filled in), ``k`` key of its hours, ``r`` requirements by case as
    ``[case, [text, …]]``, ``c`` fees as ``[label, amount, note]``, ``d`` times where
    there are several, ``b`` badges, ``x`` true for what is done at another office, ``n`` how far all this can be trusted. The caller
    adds ``a``, the number of its agency.
    """
    language = language_or_active(None)
    timetable = book.of_service(page)
    facts = five_facts(page, standard=standard, timetable=timetable)
    trust = trust_line(standard.provenance)
    is_foreign = page.content_language != language
    return _filled(
        u=localized_url(page, language),
        t=page.title,
        o=_other_names(page),
        l=page.content_language if is_foreign else "",
        f=[
            None if fact.is_unknown else _words(fact.value, fact.note) for fact in facts
        ],
        k=pill_key(page) if _has_pill(facts) and timetable is not None else "",
        r=[
            [str(group.title), [_requirement_text(item) for item in group.items]]
            for group in parts.requirement_groups(standard)
        ],
        c=[_fee_json(row) for row in parts.fee_rows(standard)],
        d=_durations(standard),
        x=_is_elsewhere(page),
        b=[str(badge.text) for badge in parts.service_badges(page)],
        n=trust.text if trust is not None else "",
    )


def _is_elsewhere(page: ServicePage) -> bool:
    return page.agency.is_elsewhere or page.is_offered_here == OfferedHere.ELSEWHERE


def _has_pill(facts: Sequence[Any]) -> bool:
    return any(fact.key == FactKey.WHEN and not fact.is_unknown for fact in facts)


def _other_names(page: ServicePage) -> str:
    names = [*page.other_names.split("\n"), page.official_name]
    return " · ".join(
        stripped for name in names if (stripped := name.strip()) not in {"", page.title}
    )


def _requirement_text(item: Any) -> str:
    text = f"{item.condition}: {item.text}" if item.condition else str(item.text)
    extras = [*(str(mark) for mark in item.marks), str(item.note)]
    if item.is_optional:
        extras.insert(0, translation.gettext("if you have it"))
    extra = ", ".join(one for one in extras if one)
    return f"{text} ({extra})" if extra else text


def _fee_json(row: Any) -> list[str]:
    label = f"{row.condition}: {row.label}" if row.condition else str(row.label)
    amount = f"{row.amount} {row.per}" if row.per else str(row.amount)
    return _words(label, amount, str(row.note))


def _durations(standard: ServiceStandard) -> list[list[str]]:
    """``[case, time]`` of each duration; empty where the third fact says it all."""
    if len(standard.durations) < 2:
        return []
    return [
        [
            standard.case_labels(one.cases) or (one.note if one.length else ""),
            duration_text(one),
        ]
        for one in standard.durations
    ]


def _words(*texts: str) -> list[str]:
    """The texts, without the empty ones at the end."""
    kept = list(texts)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _filled(**values: Any) -> Json:
    return {name: value for name, value in values.items() if value}
