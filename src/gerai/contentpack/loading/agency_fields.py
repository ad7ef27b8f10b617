"""From agencies, counters and regulations of the pack to their rows."""

from __future__ import annotations

from typing import Any

from gerai.contentpack.components import (
    COMPONENTS,
    Lookup,
)
from gerai.contentpack.format.directory import (
    AgencyFile,
    CounterItem,
    RegulationItem,
)
from gerai.contentpack.format.mall import MallStandard as MallStandardItem
from gerai.contentpack.loading.component_fields import (
    ENGLISH,
    INDONESIAN,
    page_words,
    set_components,
    set_owner,
    set_page,
    set_provenance,
    set_shared,
    set_words,
)
from gerai.contentpack.loading.place import save_schedule
from gerai.contentpack.loading.rows import assign, both, provenance_fields, save
from gerai.directory.models import (
    AgencyPage,
    Counter,
    MallStandard,
    Regulation,
)
from gerai.place.models import Floor, Schedule

MALL_COMPONENTS = ("complaint_channels", "management")


def save_regulation(item: RegulationItem) -> Regulation:
    row = Regulation.objects.filter(slug=item.slug).first() or Regulation(
        slug=item.slug
    )
    assign(
        row,
        {
            "title": item.title,
            "full_title": item.full_title or "",
            "url": item.url or "",
            **both(item.note, "note"),
            **provenance_fields(item.provenance),
        },
    )
    return save(row, f"regulation/{item.slug}")


def agency_words(item: AgencyFile) -> dict[str, Any]:
    office = item.office
    return page_words(item, item.name, item.summary) | {
        "hours_note": item.hours_note,
        "office_hours": office.hours if office else None,
    }


def set_agency(page: AgencyPage, item: AgencyFile, lookup: Lookup) -> None:
    """Put an agency of the pack into its page, in Indonesian."""
    key = f"agency/{item.slug}"
    set_page(page, item, item.name)
    set_words(page, agency_words(item), INDONESIAN)
    office = item.office
    page.short_name = item.short_name
    page.kind, page.presence = item.kind, item.presence
    page.floor = floor_row(item.floor)
    page.floor_is_inferred = item.floor_is_inferred
    page.office_address = (office.address or "") if office else ""
    page.office_phone = (office.phone or "") if office else ""
    page.office_website = (office.website or "") if office else ""
    page.order = item.order
    set_owner(page, item.owner)
    page.schedule = _own_schedule(page.schedule, item, item.short_name, key)
    set_components(
        page, item.standard, COMPONENTS, key=key, lookup=lookup, language=INDONESIAN
    )
    set_shared(
        page,
        item.standard.legal_basis,
        item.component_provenance,
        key=key,
        lookup=lookup,
    )
    set_provenance(page, item)


def agency_to_english(page: Any, item: AgencyFile, lookup: Lookup) -> None:
    key = f"agency/{item.slug}"
    set_words(page, agency_words(item), ENGLISH)
    set_components(
        page, item.standard, COMPONENTS, key=key, lookup=lookup, language=ENGLISH
    )


def floor_row(number: int | None) -> Floor | None:
    return None if number is None else Floor.objects.get(number=number)


def _own_schedule(
    present: Schedule | None, item: AgencyFile | CounterItem, label: str, key: str
) -> Schedule | None:
    """The schedule of an agency or counter; one that isn't named any more is let go."""
    if item.schedule is None:
        return None
    return save_schedule(
        present,
        item.schedule,
        label=label,
        key=key,
        seasons=item.schedule.seasons,
        closures=item.schedule.closures,
    )


def save_counter(item: CounterItem, agency: AgencyPage, position: int) -> Counter:
    key = f"counter/{item.slug}"
    row = Counter.objects.filter(slug=item.slug).first() or Counter(slug=item.slug)
    assign(
        row,
        {
            **both(item.name, "name"),
            "agency": agency,
            "floor": floor_row(item.floor),
            "order": position,
            "schedule": _own_schedule(row.schedule, item, item.name.id, key),
        },
    )
    return save(row, key)


# The mall's own standard


def save_mall_standard(item: MallStandardItem, locale: Any, lookup: Lookup) -> Any:
    row = MallStandard.objects.filter(locale=locale).first() or MallStandard(
        locale=locale
    )
    key = "mall/standard"
    set_components(
        row, item, MALL_COMPONENTS, key=key, lookup=lookup, language=INDONESIAN
    )
    set_shared(row, item.legal_basis, item.component_provenance, key=key, lookup=lookup)
    set_provenance(row, item)
    return save(row, key)


def mall_standard_to_english(row: Any, item: MallStandardItem, lookup: Lookup) -> None:
    set_components(
        row,
        item,
        MALL_COMPONENTS,
        key="mall/standard",
        lookup=lookup,
        language=ENGLISH,
    )
