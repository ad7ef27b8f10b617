"""What the template of a list shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gerai.newsroom.models import ListIndexPage
from gerai.newsroom.policies import mall_now
from gerai.newsroom.presentation.entries import entry_of
from gerai.newsroom.selectors.lists import Choice as ListChoice
from gerai.newsroom.selectors.lists import groups, listed, years
from gerai.newsroom.selectors.localized import reader_language
from gerai.theme.addresses import localized_path, localized_url
from gerai.theme.parts import Choice, ChoiceGroup, Link

_GROUP_TITLES = {
    "topik": gettext_lazy("Topic"),
    "jenis": gettext_lazy("Kind"),
    "golongan": gettext_lazy("Class of public information"),
}
_EMPTY = {
    "news": (
        gettext_lazy("No news yet"),
        gettext_lazy("As soon as something happens at the mall, it stands here."),
    ),
    "notices": (
        gettext_lazy("No notices at the moment"),
        gettext_lazy(
            "Nothing special has been announced: the usual hours and services apply."
        ),
    ),
    "events": (
        gettext_lazy("No events planned"),
        gettext_lazy("When something is planned at the mall, it stands here."),
    ),
    "albums": (
        gettext_lazy("No photos yet"),
        gettext_lazy("Albums stand here as soon as there are some."),
    ),
    "documents": (
        gettext_lazy("No documents yet"),
        gettext_lazy(
            "Forms of a single service stand on the page of that service. For anything "
            "else, ask us."
        ),
    ),
}
_NEXT = {
    "news": ("/pengumuman/", "/layanan/"),
    "notices": ("/jam-buka/", "/layanan/"),
    "events": ("/jam-buka/", "/pengumuman/"),
    "albums": ("/berita/", "/lantai/"),
    "documents": ("/layanan/", "/kontak/"),
}
_NEXT_TITLES = {
    "/pengumuman/": gettext_lazy("Notices"),
    "/layanan/": gettext_lazy("All services"),
    "/jam-buka/": gettext_lazy("Opening hours"),
    "/berita/": gettext_lazy("News"),
    "/lantai/": gettext_lazy("Who is on which floor"),
    "/kontak/": gettext_lazy("Contact"),
}
_FEEDS = {
    "news": "/feed/berita.atom",
    "notices": "/feed/pengumuman.atom",
    "events": "/feed/agenda.ics",
    "documents": "/feed/dokumen.atom",
}


@dataclass(frozen=True, slots=True)
class Pages:
    """Previous and next page, as addresses."""

    number: int
    total: int
    previous_url: str
    next_url: str


def list_context(
    page: ListIndexPage, choice: ListChoice, *, number: int
) -> dict[str, Any] | None:
    """Everything for one page of a list; None if there is no such page."""
    at = mall_now()
    found = listed(page.kind, choice, number=number, at=at)
    if found is None:
        return None
    base = localized_url(page, reader_language())
    here = f"{base}{choice.path}"
    values = groups(page.kind)
    title = _title(choice, values)
    entries = [entry_of(item, at) for item in found.items]
    return {
        "entries": entries,
        "has_untranslated": any(entry.language for entry in entries),
        "total": found.total,
        "list_title": title,
        "list_url": base,
        "is_whole": choice == ListChoice(),
        "filters": _filters(page.kind, base, choice, values, years(page.kind, at)),
        "pages": Pages(
            number=found.number,
            total=found.pages,
            previous_url=_page_url(here, number - 1) if number > 1 else "",
            next_url=_page_url(here, number + 1) if number < found.pages else "",
        ),
        "empty": _empty(page.kind),
        "feed_url": _FEEDS.get(page.kind, ""),
    }


def _page_url(here: str, number: int) -> str:
    return f"{here}halaman/{number}/" if number > 1 else here


def _title(choice: ListChoice, values: dict[str, Any]) -> str:
    if choice.year is not None:
        return str(choice.year)
    for one in values.get(choice.group, []):
        if one.choice == choice:
            return str(one.title)
    return ""


def _filters(
    kind: str,
    base: str,
    choice: ListChoice,
    values: dict[str, Any],
    of_years: list[int],
) -> list[ChoiceGroup]:
    found = []
    for name, members in values.items():
        if len(members) > 1 or any(one.choice == choice for one in members):
            choices = [
                Choice(str(one.title), f"{base}{one.choice.path}", one.choice == choice)
                for one in members
            ]
            found.append(ChoiceGroup(str(_GROUP_TITLES[name]), choices))
    if of_years:
        choices = [
            Choice(
                str(year), f"{base}{ListChoice(year=year).path}", choice.year == year
            )
            for year in of_years
        ]
        title = _("Past events") if kind == "events" else _("Year")
        found.append(ChoiceGroup(title, choices))
    return found


def _empty(kind: str) -> dict[str, Any]:
    title, text = _EMPTY[kind]
    links = [
        Link(title=_NEXT_TITLES[path], url=localized_path(path, reader_language()))
        for path in _NEXT[kind]
    ]
    return {"title": title, "text": text, "links": links}
