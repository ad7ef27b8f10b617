"""The components of the site, one tag and one template each.

``{% load components %}``. What they draw is described in :mod:`gerai.theme.parts`; see
them all at ``/admin/komponen/``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.safestring import SafeString

from gerai.theme import drawings

register = template.Library()

_FOLDER = "theme/components"


# "<" would end the script early; these are the same characters in JSON.
_FOR_SCRIPT = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@register.filter
def for_script(json: str) -> SafeString:
    """A JSON text made safe to stand inside ``<script>``; does no harm twice."""
    return SafeString(str(json).translate(_FOR_SCRIPT))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon, as tall as the text around it.

    Usage: ``{% icon "clock" %}``.
    Variables: ``name`` (see ``drawings.ICONS``; an unknown one draws a plain dot),
    ``label`` (only where the icon stands alone: what it says to a screen reader).
    """
    return drawings.icon(name, label=label)


@register.simple_tag
def illustration(name: str) -> SafeString:
    """A decorative drawing in the colours of the theme.

    Usage: ``{% illustration "riverside" %}`` (see ``drawings.ILLUSTRATIONS``).
    """
    return drawings.illustration(name)


@register.inclusion_tag(f"{_FOLDER}/open_pill.html")
def open_pill(key: str, fallback: str = "", is_brief: bool = False) -> dict[str, Any]:
    """Open or closed, now.

    Usage: ``{% open_pill "mall" "Senin–Kamis 08.00–15.00" %}``.
    Variables: ``key`` (of the schedule in the page's ``#hours`` script), ``fallback``
    (what it says without a script), ``is_brief`` (in lists: without the telephone number). ``open-now.js`` replaces the text and sets ``data-state``
    to ``open``, ``closed``, ``unconfirmed-open``, ``unconfirmed-closed``, ``unknown``.
    """
    return {"key": key, "fallback": fallback, "is_brief": is_brief}


@register.inclusion_tag(f"{_FOLDER}/five_facts.html")
def five_facts(facts: Sequence[Any], title: str = "") -> dict[str, Any]:
    """What to bring, how much, how long, where, when: the answer, first.

    Usage: ``{% five_facts facts %}``, directly below the page header.
    Variables: ``facts`` (of ``Fact``), ``title`` (heading for screen readers).
    """
    return {"facts": facts, "title": title}


@register.inclusion_tag(f"{_FOLDER}/trust_line.html")
def trust_line(
    level: str,
    text: str,
    source_url: str = "",
    source_label: str = "",
    report_url: str = "",
) -> dict[str, Any]:
    """How far something can be trusted, in one quiet line.

    Usage: ``{% trust_line "local" "Dari standar resmi Samarinda, Nov 2022 · belum
    diverifikasi instansi" source_url=… report_url=… %}``.
    Variables: ``level`` (confirmed, local, uniform, general), ``text``, ``source_url``,
    ``source_label`` (shown without an address, too), ``report_url`` ("report a
    mistake").
    """
    return {
        "level": level,
        "text": text,
        "source_url": source_url,
        "source_label": source_label,
        "report_url": report_url,
    }


@register.inclusion_tag(f"{_FOLDER}/notice_strip.html")
def notice_strip(
    kind: str, title: str, text: str = "", url: str = "", link_label: str = ""
) -> dict[str, Any]:
    """Something one has to know before going on.

    Usage: ``{% notice_strip "warning" "Lift rusak" "Pakai tangga di sisi timur." %}``.
    Variables: ``kind`` (info, warning, closed, good), ``title``, ``text``, ``url`` and
    ``link_label``.
    """
    return {
        "kind": kind,
        "icon": {"warning": "warning", "closed": "closed", "good": "check"}.get(
            kind, "info"
        ),
        "title": title,
        "text": text,
        "url": url,
        "link_label": link_label,
    }


@register.inclusion_tag(f"{_FOLDER}/breadcrumbs.html")
def breadcrumbs(items: Sequence[Any]) -> dict[str, Any]:
    """The way from the home page; phones show the last step up.

    Usage: ``{% breadcrumbs breadcrumbs %}`` in block ``before_main``.
    Variables: ``items`` with ``title`` and ``url``; the last one is the page itself.
    """
    return {"items": items}


@register.inclusion_tag(f"{_FOLDER}/pager.html")
def pager(page: Any, base_url: str) -> dict[str, Any]:
    """Previous and next page of a list.

    Usage: ``{% pager page "/layanan/?gratis=1&" %}``.
    Variables: ``page`` (``django.core.paginator.Page``), ``base_url`` (ends in ``?`` or
    ``&``).
    """
    return {"page": page, "base_url": base_url}


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


@register.inclusion_tag(f"{_FOLDER}/service_row.html")
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


@register.inclusion_tag(f"{_FOLDER}/requirement_list.html")
def requirement_list(groups: Sequence[Any], key: str = "") -> dict[str, Any]:
    """What to bring, to be ticked off; ticks stay on the device.

    Usage: ``{% requirement_list groups page.slug %}`` below its own heading.
    Variables: ``groups`` (of ``RequirementGroup``), ``key`` (names this list on the
    device; the same in all languages). Brings ``checklist.js``.
    """
    return {"groups": groups, "key": key}


@register.inclusion_tag(f"{_FOLDER}/step_list.html")
def step_list(steps: Sequence[Any]) -> dict[str, Any]:
    """Steps in order, along one line: who, where, how long.

    Usage: ``{% step_list steps %}`` with ``StepItem`` values.
    """
    return {"steps": steps}


@register.inclusion_tag(f"{_FOLDER}/fee_table.html")
def fee_table(
    fees: Sequence[Any], caption: str = "", closing: str = ""
) -> dict[str, Any]:
    """What it costs, amounts under each other.

    Usage: ``{% fee_table fees closing=_("There are no other fees.") %}``.
    Variables: ``fees`` (of ``FeeRow``), ``caption`` (for screen readers), ``closing``.
    """
    return {"fees": fees, "caption": caption, "closing": closing}


@register.inclusion_tag(f"{_FOLDER}/weekly_table.html")
def weekly_table(rows: Sequence[Any], caption: str = "") -> dict[str, Any]:
    """Opening hours by day, or by date for the coming closures.

    Usage: ``{% weekly_table rows caption %}`` with ``DayRow`` values. A script may set
    ``data-today`` on the row of ``data-weekday`` (1 is Monday).
    """
    return {"rows": rows, "caption": caption}


@register.inclusion_tag(f"{_FOLDER}/floor_band.html")
def floor_band(floor: Any) -> dict[str, Any]:
    """One floor of the building with its counters. Inside ``<ol class="floors">``.

    Usage: ``{% for floor in floors %}{% floor_band floor %}{% endfor %}`` with
    ``FloorPlan`` values, highest floor first.
    """
    return {"floor": floor}


@register.inclusion_tag(f"{_FOLDER}/feature_list.html")
def feature_list(features: Sequence[Any]) -> dict[str, Any]:
    """Facilities with their icons; what is out of order says so.

    Usage: ``{% feature_list features %}`` with ``Feature`` values.
    """
    return {"features": features}


@register.inclusion_tag(f"{_FOLDER}/definition.html")
def definition(name: str, term: str = "") -> dict[str, Any]:
    """The everyday word with the official one beside it, inside a heading.

    Usage: ``<h2>{% definition _("Bring this") _("Requirements") %}</h2>``.
    """
    return {"name": name, "term": term}


@register.inclusion_tag(f"{_FOLDER}/share_bar.html")
def share_bar(url: str, title: str, text: str = "") -> dict[str, Any]:
    """Send to WhatsApp; with a script also: share, copy the address, print.

    Usage: ``{% share_bar frame.canonical_url page.title text %}``.
    Variables: ``url`` (absolute), ``title``, ``text`` (goes before the address; the
    title if empty). Brings ``share.js``.
    """
    words = f"{text or title}\n{url}"
    return {
        "url": url,
        "title": title,
        "text": text or title,
        "whatsapp_url": f"https://wa.me/?text={quote(words, safe='')}",
    }


@register.inclusion_tag(f"{_FOLDER}/language_note.html")
def language_note(url: str = "") -> dict[str, Any]:
    """Says that this page has not been translated into the reader's language.

    Usage: ``{% language_note %}``; ``url`` leads to the original, if wanted.
    """
    return {"url": url}


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
) -> dict[str, Any]:
    """The top of the home page: a question, a search box, open now, where.

    Usage: in block ``hero`` of the base template, outside the measure.
    Variables: ``examples`` (of ``Link``: a few common needs), ``pill_key`` and
    ``pill_fallback`` (open now), ``place`` (address in short) with ``place_url``.
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
    }


@register.inclusion_tag(f"{_FOLDER}/facts_table.html")
def facts_table(rows: Sequence[Any], caption: str = "") -> dict[str, Any]:
    """Facts with where each comes from.

    Usage: ``{% facts_table rows caption %}`` with ``FactRow`` values.
    """
    return {"rows": rows, "caption": caption}


@register.inclusion_tag(f"{_FOLDER}/badge.html")
def badge(text: str, kind: str = "plain", icon: str = "") -> dict[str, Any]:
    """A short word: free of charge, can be done online.

    Usage: ``{% badge _("Free") "good" "check" %}``. ``kind``: plain, good or warm.
    """
    return {"text": text, "kind": kind, "icon": icon}


@register.inclusion_tag(f"{_FOLDER}/contact_list.html")
def contact_list(lines: Sequence[Any]) -> dict[str, Any]:
    """Ways to reach somebody: address, telephone, WhatsApp.

    Usage: ``{% contact_list frame.contact_lines %}`` with ``ContactLine`` values.
    """
    return {"lines": lines}


@register.inclusion_tag(f"{_FOLDER}/filter_bar.html")
def filter_bar(groups: Sequence[Any], label: str = "") -> dict[str, Any]:
    """Filters as links, so that they work everywhere.

    Usage: ``{% filter_bar groups %}`` with ``ChoiceGroup`` values.
    """
    return {"groups": groups, "label": label}


@register.inclusion_tag(f"{_FOLDER}/unknown.html")
def unknown(text: str = "") -> dict[str, Any]:
    """A gap, plainly: "not filled in by the agency yet", never a guess.

    Usage: ``{% unknown %}``; ``text`` replaces the words.
    """
    return {"text": text}


@register.inclusion_tag(f"{_FOLDER}/review_line.html")
def review_line(text: str, report_url: str = "") -> dict[str, Any]:
    """Who checked the page and when, and where to say that it is wrong.

    Usage: ``{% review_line text report_url %}`` at the end of a page.
    """
    return {"text": text, "report_url": report_url}


@register.inclusion_tag(f"{_FOLDER}/pledge.html")
def pledge(text: str, signature: str = "", title: str = "") -> dict[str, Any]:
    """The service promise (*maklumat pelayanan*), word for word.

    Usage: ``{% pledge home.promise "Kepala DPMPTSP" %}``. Says so if ``text`` is empty.
    """
    return {"text": text, "signature": signature, "title": title}
