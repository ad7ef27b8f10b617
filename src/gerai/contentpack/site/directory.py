"""Regulations, agencies, services and life events as the pack's files say them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from gerai.contentpack.components import COMPONENTS, Lookup, from_blocks
from gerai.contentpack.site.common import (
    Data,
    one_line,
    provenance,
    raw_blocks,
    sources,
    tidy,
    values_by_id,
    without_nothing,
    words,
)
from gerai.contentpack.site.place import Schedules
from gerai.directory.models import (
    AgencyPage,
    Counter,
    LifeEventPage,
    MallStandard,
    Regulation,
    ServicePage,
)
from gerai.theme.pages import SitePage

MALL_COMPONENTS = ("complaint_channels", "legal_basis", "management")
ALL_COMPONENTS = (*COMPONENTS, "legal_basis")


def regulation_data(regulation: Regulation) -> Data:
    return without_nothing(
        {
            "slug": regulation.slug,
            "title": one_line(regulation.title),
            "full_title": tidy(regulation.full_title),
            "url": regulation.url,
            "note": words(regulation.note, regulation.note_en),
            "provenance": provenance(regulation),
        }
    )


def standard_data(
    record: Any, english: Any, lookup: Lookup, names: Iterable[str]
) -> Data:
    """The components that a record says itself."""
    data: Data = {}
    for name in names:
        blocks = raw_blocks(getattr(record, name))
        if name == "legal_basis":
            slugs = [lookup.regulation(block["value"]) for block in blocks]
            data[name] = [slug for slug in dict.fromkeys(slugs) if slug]
            continue
        others = None
        if english is not None:
            others = values_by_id(raw_blocks(getattr(english, name)))
        data[name] = from_blocks(name, blocks, others, lookup)
    return without_nothing(data)


def component_provenance_data(record: Any) -> Data:
    found = {}
    for block in raw_blocks(record.component_provenance):
        value = block["value"]
        found[value["component"]] = without_nothing(
            {
                "source": sources(value.get("source") or ""),
                "as_of": value.get("as_of"),
                "trust": value.get("trust") or "general",
                "note": tidy(value.get("note")),
            }
        )
    return found


def mall_standard_data(
    standard: MallStandard, english: MallStandard | None, lookup: Lookup
) -> Data:
    return without_nothing(
        {
            **standard_data(standard, english, lookup, MALL_COMPONENTS),
            "provenance": provenance(standard),
            "component_provenance": component_provenance_data(standard),
        }
    )


def page_data(page: SitePage, english: SitePage | None) -> Data:
    """What every page says, under the names that records of the pack use."""
    other, has_english = english or page, english is not None

    def both(name: str) -> Any:
        text = getattr(other, name) if has_english else None
        return words(getattr(page, name), text, has_english=has_english)

    return without_nothing(
        {
            "slug": page.slug,
            "title": both("title"),
            "summary": both("summary"),
            "status": "shown" if page.live else "draft",
            "reviewed_on": page.reviewed_on,
            "seo_title": both("seo_title"),
            "seo_description": both("search_description"),
        }
    ) | ({} if page.is_indexed else {"indexed": False})


def agency_data(
    page: AgencyPage, english: AgencyPage | None, schedules: Schedules, lookup: Lookup
) -> Data:
    """An agency without its counters and services."""
    data = page_data(page, english)
    has_english = english is not None
    data["name"] = data.pop("title")

    def both(name: str) -> Any:
        text = getattr(english, name) if english is not None else None
        return words(getattr(page, name), text, has_english=has_english)

    data |= without_nothing(
        {
            "short_name": one_line(page.short_name),
            "kind": page.kind,
            "presence": page.presence,
            "floor": page.floor.number if page.floor else None,
            "floor_is_inferred": page.floor_is_inferred or None,
            "schedule": schedules.data(
                page.schedule_id,
                has_english=has_english,
                owner=one_line(page.short_name),
            ),
            "hours_note": both("hours_note"),
            "office": without_nothing(
                {
                    "address": tidy(page.office_address),
                    "phone": one_line(page.office_phone),
                    "hours": both("office_hours"),
                    "website": page.office_website,
                }
            ),
            "order": page.order or None,
            "owner": _owner(page),
            "provenance": provenance(page),
            "standard": standard_data(page, english, lookup, ALL_COMPONENTS),
            "component_provenance": component_provenance_data(page),
        }
    )
    return data


def counter_data(counter: Counter, schedules: Schedules) -> Data:
    return without_nothing(
        {
            "slug": counter.slug,
            "name": words(counter.name, counter.name_en),
            "schedule": schedules.data(
                counter.schedule_id,
                has_english=bool(counter.name_en),
                owner=one_line(counter.name),
            ),
        }
    ) | ({"floor": counter.floor.number} if counter.floor else {})


def service_data(
    page: ServicePage,
    english: ServicePage | None,
    lookup: Lookup,
    related: Iterable[str],
) -> Data:
    def both(name: str) -> Any:
        text = getattr(english, name) if english is not None else None
        return words(getattr(page, name), text, has_english=english is not None)

    document = page.standard_file_id
    return page_data(page, english) | without_nothing(
        {
            "official_name": both("official_name"),
            "offered_here": page.is_offered_here,
            "audience": both("audience"),
            "aliases": _aliases(page, english),
            "category": page.category,
            "counter": page.counter.slug if page.counter else None,
            "online": without_nothing(
                {
                    "url": page.online_url,
                    "label": both("online_label") if page.online_url else None,
                }
            ),
            "decree": without_nothing(
                {
                    "number": one_line(page.decree_number),
                    "date": page.decree_date,
                    "file": lookup.document(document) if document else None,
                }
            ),
            "effective_from": page.effective_from,
            "version": one_line(page.version),
            "owner": _owner(page),
            "next_review_on": page.next_review_on,
            "provenance": provenance(page),
            **standard_data(page, english, lookup, ALL_COMPONENTS),
            "component_provenance": component_provenance_data(page),
            "related": list(related),
        }
    )


def life_event_data(
    page: LifeEventPage,
    english: LifeEventPage | None,
    service_path: Callable[[int], str | None],
) -> Data:
    notes = {}
    if english is not None:
        notes = {entry.translation_key: entry.note for entry in english.services.all()}
    entries = []
    for entry in sorted(
        page.services.all(), key=lambda e: (e.sort_order or 0, e.pk or 0)
    ):
        path = service_path(entry.service_id)
        if path is not None:
            note = words(
                entry.note,
                notes.get(entry.translation_key),
                has_english=english is not None,
            )
            entries.append(
                without_nothing(
                    {
                        "service": path,
                        "note": note,
                        "case": entry.case,
                        "needs": _needs(page, english, entry.service_id, service_path),
                    }
                )
            )
    return page_data(page, english) | {
        "services": entries,
        **without_nothing({"icon": page.icon, "order": page.order or None}),
    }


def _needs(
    page: LifeEventPage,
    english: LifeEventPage | None,
    receiver: int,
    service_path: Callable[[int], str | None],
) -> list[Data]:
    """What one service of the life event takes along from earlier ones."""
    others = {}
    if english is not None:
        others = {row.translation_key: row.what for row in english.handovers.all()}
    rows = sorted(
        (row for row in page.handovers.all() if row.receiver_id == receiver),
        key=lambda row: (row.sort_order or 0, row.pk or 0),
    )
    needs = []
    for row in rows:
        path = service_path(row.giver_id)
        if path is None:
            continue
        what = words(
            one_line(row.what),
            one_line(others.get(row.translation_key)),
            has_english=english is not None,
        )
        need = without_nothing({"service": path, "what": what})
        needs.append(need if row.is_required else {**need, "required": False})
    return needs


def _owner(page: AgencyPage | ServicePage) -> Data:
    return without_nothing(
        {"name": one_line(page.owner_name), "email": page.owner_email}
    )


def _aliases(page: ServicePage, english: ServicePage | None) -> Any:
    indonesian = sources(page.other_names)
    other = sources(english.other_names) if english is not None else []
    if other and other != indonesian:
        return {"id": indonesian, "en": other}
    return indonesian
