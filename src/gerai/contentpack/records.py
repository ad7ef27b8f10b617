"""A pack taken apart into records: what is compared, kept or replaced one by one."""

from __future__ import annotations

import hashlib
from typing import Any

from gerai.contentpack.canonical import fingerprint, plain
from gerai.contentpack.format import Pack, PageText
from gerai.contentpack.format.directory import AgencyFile, ServiceItem

Records = dict[str, Any]
SEARCH_WORDS = "search/words"
SEARCH_ELSEWHERE = "search/elsewhere"


def records_of(pack: Pack) -> Records:
    """The plain values of a pack by key, in the order in which they are loaded."""
    mall = plain(pack.mall)
    records: Records = {
        f"file/{name}": {
            "content": hashlib.sha256(content).hexdigest(),
            "title": pack.file_titles.get(name, ""),
        }
        for name, content in sorted(pack.files.items())
    }
    standard, facts = mall.pop("standard", {}), mall.pop("facts", [])
    records |= {"mall": mall, "mall/facts": facts}
    records |= {f"floor/{floor.number}": plain(floor) for floor in pack.places.floors}
    records["facilities"] = sorted(
        (plain(facility) for facility in pack.places.facilities),
        key=lambda facility: (facility.get("floor", -1000), facility["kind"]),
    )
    hours = plain(pack.hours)
    records["holidays"] = sorted(
        hours.pop("holidays", []), key=lambda change: (change["day"], change["action"])
    )
    records["hours"] = _schedule_in_order(hours)
    records |= {f"regulation/{r.slug}": plain(r) for r in pack.regulations.root}
    records["mall/standard"] = standard
    for agency in pack.agencies:
        records |= _agency_records(agency)
    records |= {f"life-event/{e.slug}": plain(e) for e in pack.life_events.root}
    records |= {f"question/{q.slug}": plain(q) for q in pack.questions.root}
    records["home"] = plain(pack.home) | {"popular": popular_services(pack)}
    records |= {f"page/{page.path}": _page_record(page) for page in pack.pages}
    return records | _newsroom_records(pack) | _search_records(pack)


def _search_records(pack: Pack) -> Records:
    """Words for the search; a pack that brings none leaves those of the site alone."""
    groups = sorted(
        (plain(group) for group in pack.synonyms.groups),
        key=lambda group: (group["words"], group.get("means", [])),
    )
    topics = sorted(
        (plain(topic) for topic in pack.synonyms.elsewhere),
        key=lambda topic: _indonesian(topic["title"]),
    )
    records = {SEARCH_WORDS: groups, SEARCH_ELSEWHERE: topics}
    return {key: value for key, value in records.items() if value}


def _indonesian(words: Any) -> str:
    return str(words["id"] if isinstance(words, dict) else words)


def popular_services(pack: Pack) -> list[str]:
    """Popular services in order: those of home.yaml, then those with a rank."""
    ranked = sorted(
        (service.popular, f"{agency.slug}/{service.slug}")
        for agency in pack.agencies
        for service in agency.services
        if service.popular is not None
    )
    return list(dict.fromkeys([*pack.home.popular, *(name for _rank, name in ranked)]))


def _newsroom_records(pack: Pack) -> Records:
    files = pack.newsroom
    records: Records = {f"topic/{item.slug}": plain(item) for item in files.topics}
    for kind, items in (
        ("news", files.news),
        ("notice", files.notices),
        ("event", files.events),
        ("document", files.documents),
    ):
        records |= {f"{kind}/{item.slug}": plain(item) for item in items}
    questions = [plain(item) for item in files.questions]
    records["faq"] = sorted(
        questions, key=lambda item: (item.get("order", 0), fingerprint(item))
    )
    banners = [plain(item) for item in files.banners]
    records["banners"] = sorted(
        banners, key=lambda item: (item["starts_at"], fingerprint(item))
    )
    return records


def _agency_records(agency: AgencyFile) -> Records:
    data = plain(agency)
    data.pop("services", None)
    data.pop("counters", None)
    if "schedule" in data:
        data["schedule"] = _schedule_in_order(data["schedule"])
    records: Records = {f"agency/{agency.slug}": data}
    for position, counter in enumerate(agency.counters):
        value = plain(counter) | {"agency": agency.slug, "position": position}
        if "schedule" in value:
            value["schedule"] = _schedule_in_order(value["schedule"])
        records[f"counter/{counter.slug}"] = value
    for service in agency.services:
        records[f"service/{agency.slug}/{service.slug}"] = _service_record(service)
    return records


def _service_record(service: ServiceItem) -> Any:
    data = plain(service)
    # Popularity belongs to the home page, which lists the services in order.
    data.pop("popular", None)
    return data


def _page_record(page: PageText) -> Any:
    head = plain(page.head)
    # The order of pages is compared as a whole, below their parent.
    head.pop("order", None)
    # Set by hand, or because there are pages below it: not a property of the text.
    head.pop("section", None)
    return {
        "head": head,
        "blocks": plain(list(page.blocks)),
        "english_head": plain(page.english_head) if page.english_head else None,
        "english_blocks": plain([_words_only(block) for block in page.english_blocks]),
    }


def _words_only(block: Any) -> Any:
    """Sources of facts are shared, so they aren't part of the English text."""
    value = plain(block)
    if block.type == "facts":
        value["items"] = [
            {"label": item["label"], "value": item["value"]} for item in value["items"]
        ]
    return value


def _schedule_in_order(data: Any) -> Any:
    ordered = dict(data)
    if "seasons" in ordered:
        ordered["seasons"] = sorted(
            ordered["seasons"], key=lambda s: (s["first_day"], s["last_day"])
        )
    if "closures" in ordered:
        ordered["closures"] = sorted(
            ordered["closures"], key=lambda c: (c["first_day"], c.get("from", ""))
        )
    return ordered
