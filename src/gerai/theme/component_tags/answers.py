"""What carries an answer: facts, open pill, trust line, notices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()

_FOLDER = "theme/components"


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


@register.inclusion_tag(f"{_FOLDER}/banners.html")
def banners(items: Sequence[Any], feed: str = "") -> dict[str, Any]:
    """Sentences above a page: closed, a warning, information. Each can be put away.

    Usage: ``{% banners frame.banners frame.banner_feed %}``, once, below the masthead.
    Variables: ``items`` with ``key`` (changes with the words), ``kind`` (closed,
    warning, info), ``text``, ``url``, ``starts`` and ``ends`` (seconds since 1970, 0
    for never), ``language`` (of the text, if it isn't the page's); ``feed`` (address at
    which ``banners.js`` finds newer ones). Without the script all of them are shown.
    """
    return {"items": items, "feed": feed}


@register.inclusion_tag(f"{_FOLDER}/badge.html")
def badge(text: str, kind: str = "plain", icon: str = "") -> dict[str, Any]:
    """A short word: free of charge, can be done online.

    Usage: ``{% badge _("Free") "good" "check" %}``. ``kind``: plain, good or warm.
    """
    return {"text": text, "kind": kind, "icon": icon}


@register.inclusion_tag(f"{_FOLDER}/definition.html")
def definition(name: str, term: str = "") -> dict[str, Any]:
    """The everyday word with the official one beside it, inside a heading.

    Usage: ``<h2>{% definition _("Bring this") _("Requirements") %}</h2>``.
    """
    return {"name": name, "term": term}


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


@register.inclusion_tag(f"{_FOLDER}/facts_table.html")
def facts_table(rows: Sequence[Any], caption: str = "") -> dict[str, Any]:
    """Facts with where each comes from.

    Usage: ``{% facts_table rows caption %}`` with ``FactRow`` values.
    """
    return {"rows": rows, "caption": caption}


@register.inclusion_tag(f"{_FOLDER}/contact_list.html")
def contact_list(lines: Sequence[Any]) -> dict[str, Any]:
    """Ways to reach somebody: address, telephone, WhatsApp.

    Usage: ``{% contact_list frame.contact_lines %}`` with ``ContactLine`` values.
    """
    return {"lines": lines}


@register.inclusion_tag(f"{_FOLDER}/pledge.html")
def pledge(text: str, signature: str = "", title: str = "") -> dict[str, Any]:
    """The service promise (*maklumat pelayanan*), word for word.

    Usage: ``{% pledge home.promise "Kepala DPMPTSP" %}``. Says so if ``text`` is empty.
    """
    return {"text": text, "signature": signature, "title": title}


@register.inclusion_tag(f"{_FOLDER}/language_note.html")
def language_note(url: str = "") -> dict[str, Any]:
    """Says that this page has not been translated into the reader's language.

    Usage: ``{% language_note %}``; ``url`` leads to the original, if wanted.
    """
    return {"url": url}
