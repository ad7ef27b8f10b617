"""Ways in and lists: header, search, tiles, cards, rows, pager."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()

_FOLDER = "theme/components"


@register.inclusion_tag(f"{_FOLDER}/page_header.html")
def page_header(  # noqa: PLR0917 - named in templates
    title: str,
    summary: str = "",
    eyebrow: str = "",
    eyebrow_url: str = "",
    badges: Sequence[Any] = (),
    term: str = "",
) -> dict[str, Any]:
    """The title of a page with what belongs to it.

    Usage: ``{% page_header page.title page.summary eyebrow=agency.title … %}``.
    Variables: ``eyebrow`` (small line above, with ``eyebrow_url``), ``badges`` (of
    ``Badge``), ``term`` (official name, if it differs from the title).
    """
    return {
        "title": title,
        "summary": summary,
        "eyebrow": eyebrow,
        "eyebrow_url": eyebrow_url,
        "badges": badges,
        "term": term,
    }


@register.inclusion_tag(f"{_FOLDER}/hero.html")
def hero(  # noqa: PLR0917 - named in templates
    title: str,
    search_url: str,
    placeholder: str = "",
    examples: Sequence[Any] = (),
    pill_key: str = "",
    pill_fallback: str = "",
    place: str = "",
    place_url: str = "",
    drawing: str = "riverside",
) -> dict[str, Any]:
    """The top of the home page: a question, a search box, open now, where.

    Usage: in block ``hero`` of the base template, outside the measure.
    Variables: ``examples`` (of ``Link``: a few common needs), ``pill_key`` and
    ``pill_fallback`` (open now), ``place`` (address in short) with ``place_url``,
    ``drawing`` (an illustration along the lower edge, or none for another city).
    """
    return {
        "title": title,
        "search_url": search_url,
        "placeholder": placeholder,
        "examples": examples,
        "pill_key": pill_key,
        "pill_fallback": pill_fallback,
        "place": place,
        "place_url": place_url,
        "drawing": drawing,
    }


@register.inclusion_tag(f"{_FOLDER}/search_form.html")
def search_form(  # noqa: PLR0917 - named in templates
    action: str,
    value: str = "",
    label: str = "",
    placeholder: str = "",
    name: str = "q",
    form_id: str = "search",
) -> dict[str, Any]:
    """A search box that works without a script.

    Usage: ``{% search_form frame.search_url query %}``.
    Variables: ``label`` (hidden from sight), ``placeholder``, ``name`` of the field,
    ``form_id`` (another one if a page has two).
    """
    return {
        "action": action,
        "value": value,
        "label": label,
        "placeholder": placeholder,
        "name": name,
        "form_id": form_id,
    }


@register.inclusion_tag(f"{_FOLDER}/filter_bar.html")
def filter_bar(groups: Sequence[Any], label: str = "") -> dict[str, Any]:
    """Filters as links, so that they work everywhere.

    Usage: ``{% filter_bar groups %}`` with ``ChoiceGroup`` values.
    """
    return {"groups": groups, "label": label}


@register.inclusion_tag(f"{_FOLDER}/breadcrumbs.html")
def breadcrumbs(items: Sequence[Any]) -> dict[str, Any]:
    """The way from the home page; phones show the last step up.

    Usage: ``{% breadcrumbs breadcrumbs %}`` in block ``before_main``.
    Variables: ``items`` with ``title`` and ``url``; the last one is the page itself.
    """
    return {"items": items}


@register.inclusion_tag(f"{_FOLDER}/pager.html")
def pager(page: Any, previous_url: str, next_url: str) -> dict[str, Any]:
    """Previous and next page of a list.

    Usage: ``{% pager page "/layanan/" "/layanan/halaman/3/" %}``.
    Variables: ``page`` (``django.core.paginator.Page``), ``previous_url`` and
    ``next_url`` (drawn only where there is such a page).
    """
    return {"page": page, "previous_url": previous_url, "next_url": next_url}


@register.inclusion_tag(f"{_FOLDER}/empty_state.html")
def empty_state(
    title: str, text: str = "", links: Sequence[Any] = (), icon_name: str = "search"
) -> dict[str, Any]:
    """Nothing here: why, and what next.

    Usage: ``{% empty_state title text links %}``.
    Variables: ``title`` (what), ``text`` (why), ``links`` (of ``Link``), ``icon_name``.
    """
    return {"title": title, "text": text, "links": links, "icon_name": icon_name}


@register.inclusion_tag(f"{_FOLDER}/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """What has to be put right in a form, with a link to each field.

    Usage: ``{% error_summary form %}`` above the form. Draws nothing without errors.
    """
    return {"form": form}


@register.inclusion_tag(f"{_FOLDER}/tile.html")
def tile(href: str, title: str, text: str = "", icon: str = "") -> dict[str, Any]:
    """A large way in, for example a life event. Inside ``<ul class="tiles">``.

    Usage: ``{% tile "/peristiwa/punya-bayi/" "Punya bayi" "Akta, KK, BPJS" "baby" %}``.
    """
    return {"href": href, "title": title, "text": text, "icon": icon}


@register.inclusion_tag(f"{_FOLDER}/card.html")
def card(  # noqa: PLR0917 - named in templates
    href: str,
    title: str,
    text: str = "",
    meta: str = "",
    pill_key: str = "",
    pill_fallback: str = "",
    badge: str = "",
    plate: str = "",
) -> dict[str, Any]:
    """A thing with a few words about it, for example an agency. In ``<ul class="cards">``.

    Usage: ``{% card href title text meta="Lantai 2" pill_key="imigrasi" %}``.
    Variables: ``meta`` (small line below), ``pill_key``, ``pill_fallback``, ``badge``
    (one word or two), ``plate`` (floor number, drawn as a sign).
    """
    return {
        "href": href,
        "title": title,
        "text": text,
        "meta": meta,
        "pill_key": pill_key,
        "pill_fallback": pill_fallback,
        "badge": badge,
        "plate": plate,
    }


SERVICE_ROW_TEMPLATE = f"{_FOLDER}/service_row.html"


@register.inclusion_tag(SERVICE_ROW_TEMPLATE)
def service_row(  # noqa: PLR0917 - named in templates
    href: str,
    title: str,
    agency: str = "",
    facts: Sequence[Any] = (),
    badges: Sequence[Any] = (),
    text: str = "",
    heading: str = "h3",
) -> dict[str, Any]:
    """A service in a list. Inside ``<ul class="rows">``.

    Usage: ``{% service_row href "Paspor baru" "Imigrasi" facts badges %}``.
    Variables: ``facts`` (of ``Fact``, two at most), ``badges`` (of ``Badge``), ``text``
    (an excerpt in search results), ``heading`` (element of the title: h2, h3 or p).
    """
    return {
        "href": href,
        "title": title,
        "agency": agency,
        "facts": facts,
        "badges": badges,
        "text": text,
        "heading": heading if heading in {"h2", "h3", "h4"} else "p",
    }
