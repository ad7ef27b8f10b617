"""The files of a pack as bytes: the same pack always gives the same bytes."""

from __future__ import annotations

from typing import Any

from gerai.contentpack.canonical import loadable
from gerai.contentpack.format import Pack, PageText
from gerai.contentpack.texts.writing import write_body
from gerai.contentpack.writing.yaml_text import yaml_text

# In this order people read a record; what isn't named here follows.
_ORDER = (
    "format", "topics", "items", "slug", "question", "answer", "key", "component", "service", "number", "kind", "title", "name", "short_name", "tagline",
    "full_title", "words", "means", "official_name", "ask", "url", "value", "shown", "summary", "text", "label",
    "first_day", "last_day", "weekly", "status", "presence", "offered_here", "floor",
    "floor_is_inferred", "schedule", "hours_note", "office", "icon", "order", "in_menu",
    "audience", "aliases", "category", "counter", "city", "province", "timezone",
    "operator", "theme", "facts", "popular", "popular_provenance", "promise", "cases",
    "requirements", "steps", "durations", "fees", "products", "complaint_channels",
    "legal_basis", "management", "online", "decree", "effective_from", "version",
    "standard", "owner", "reviewed_on", "next_review_on", "provenance",
    "component_provenance", "related", "counters", "services",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_ORDER)}
# Mappings in the order in which they were written: not fields, but names.
_AS_WRITTEN = frozenset({"theme", "component_provenance", "weekly"})


def pack_files(pack: Pack) -> dict[str, bytes]:
    """Every file of a pack by its name."""
    files = {
        "pack.yaml": _yaml(pack.head),
        "mall.yaml": _yaml(pack.mall),
        "places.yaml": _yaml(pack.places),
        "hours.yaml": _yaml(pack.hours),
        "regulations.yaml": _yaml(pack.regulations),
        "life-events.yaml": _yaml(pack.life_events),
        "home.yaml": _yaml(pack.home),
    }
    for agency in pack.agencies:
        files[f"agencies/{agency.slug}.yaml"] = _yaml(agency)
    for page in pack.pages:
        files |= _page_files(page)
    if pack.synonyms.groups or pack.synonyms.elsewhere:
        files["synonyms.yaml"] = _yaml(pack.synonyms)
    if pack.questions.root:
        files["questions.yaml"] = _yaml(pack.questions)
    files |= _newsroom_files(pack)
    if pack.file_titles:
        titles = [
            {"file": name, "title": title}
            for name, title in sorted(pack.file_titles.items())
        ]
        files["files.yaml"] = yaml_text(titles).encode()
    return files | pack.files


def _newsroom_files(pack: Pack) -> dict[str, bytes]:
    """Only those that hold something."""
    rooms = pack.newsroom
    found: dict[str, Any] = {
        "notices.yaml": rooms.notices,
        "events.yaml": rooms.events,
        "documents.yaml": rooms.documents,
        "faq.yaml": rooms.questions,
        "banners.yaml": rooms.banners,
    }
    files = {name: _yaml(list(items)) for name, items in found.items() if items}
    if rooms.topics or rooms.news:
        news = {"topics": list(rooms.topics), "items": list(rooms.news)}
        files["news.yaml"] = _yaml(news)
    return files


def _yaml(value: Any) -> bytes:
    return yaml_text(_in_reading_order(loadable(value))).encode()


def _in_reading_order(value: Any, name: str = "") -> Any:
    if isinstance(value, list):
        return [_in_reading_order(item) for item in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    if name not in _AS_WRITTEN:
        keys.sort(key=lambda key: _RANK.get(key, len(_RANK)))
    return {key: _in_reading_order(value[key], key) for key in keys}


def _page_files(page: PageText) -> dict[str, bytes]:
    files = {page.file: _page(page.head, write_body(page.blocks))}
    if page.english_head:
        body = write_body(page.english_blocks, is_english=True)
        files[page.english_file] = _page(page.english_head, body)
    return files


def _page(head: Any, body: str) -> bytes:
    front = yaml_text(_in_reading_order(loadable(head)))
    text = f"---\n{front}---\n"
    return (f"{text}\n{body}\n" if body else text).encode()
