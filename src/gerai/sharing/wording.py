"""The words of a page that is shared: facts, a message, a caption; in its language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from gerai.directory.models import ServicePage
from gerai.directory.standard.five_facts import cost_fact, time_fact, where_fact
from gerai.newsroom.findable import plain_text
from gerai.newsroom.models import EventPage, NewsPage, NoticePage
from gerai.newsroom.policies import mall_now
from gerai.newsroom.presentation.entries import agency_name
from gerai.newsroom.presentation.times import day_words, event_words, moment_words
from gerai.place.models import Mall
from gerai.theme.lettering import sentences
from gerai.theme.og import SharedFact

MOST_CHARACTERS = 400
"""Of the summary in a message; nobody reads more before they tap."""
_LONGEST_ADDRESS = 30
# WhatsApp takes these for bold, italic, struck out and code.
_MARKUP = re.compile(r"[*_~`]")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said about a page.

    Attributes:
        address: where it is, without what nobody types.
    """

    kind: str
    title: str
    summary: str
    facts: tuple[SharedFact, ...]
    url: str
    address: str
    hashtag: str


def words_of(page: Any, *, url: str, mall: Mall | None) -> Words:
    """The words in the active language; ``url`` is the page's own."""
    parts = urlsplit(url)
    address = f"{parts.netloc}{parts.path}".rstrip("/")
    return Words(
        kind=_kind(page),
        title=" ".join(str(page.title).split()),
        summary=_summary(page),
        facts=tuple(fact for fact in _facts(page) if fact.value),
        url=url,
        address=address if len(address) <= _LONGEST_ADDRESS else parts.netloc,
        hashtag=_hashtag(mall),
    )


def message(words: Words) -> str:
    """A text for WhatsApp, with the title in bold."""
    title = _MARKUP.sub("", words.title).strip()
    parts = [f"*{title}*", _MARKUP.sub("", _brief(words.summary)), _lines(words)]
    parts.append(_("More: %(url)s") % {"url": words.url})
    return "\n\n".join(part for part in parts if part)


def message_url(text: str) -> str:
    """Opens WhatsApp with the text, to choose whom it goes to."""
    return f"https://wa.me/?text={quote(text)}"


def caption(words: Words) -> str:
    """A text for a post with a picture; addresses can't be tapped there."""
    parts = [words.title, _brief(words.summary), _lines(words)]
    parts.append(
        _("More at %(address)s, or scan the code in the picture.")
        % {"address": words.address}
    )
    parts.append(words.hashtag)
    return "\n\n".join(part for part in parts if part)


def _lines(words: Words) -> str:
    return "\n".join(f"{fact.label}: {fact.value}" for fact in words.facts)


def _brief(summary: str) -> str:
    """As many whole sentences as a message may have; if need be, words."""
    kept = ""
    for sentence in sentences(summary):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > MOST_CHARACTERS:
            break
        kept = longer
    if kept or not summary:
        return kept
    words = summary[:MOST_CHARACTERS].split()
    return " ".join(words[:-1]) + " …" if len(words) > 1 else ""


def _kind(page: Any) -> str:
    if isinstance(page, ServicePage):
        agency = page.agency
        return str(agency.short_name or agency.title) if agency else _("Service")
    return str(page._meta.verbose_name).capitalize()


def _summary(page: Any) -> str:
    if isinstance(page, ServicePage):
        return str(page.summary)
    return str(page.summary) or plain_text(page.body)


def _facts(page: Any) -> list[SharedFact]:
    at = mall_now()
    if isinstance(page, ServicePage):
        return _service_facts(page)
    if isinstance(page, NoticePage):
        return [*_span(page, at), SharedFact(_("Agency"), agency_name(page))]
    if isinstance(page, EventPage):
        return [
            SharedFact(_("When"), event_words(page, at)),
            SharedFact(_("Where"), page.place),
        ]
    if isinstance(page, NewsPage):
        dated = day_words(page.published_on) if page.published_on else ""
        return [
            SharedFact(_("Date"), dated),
            SharedFact(_("Agency"), agency_name(page)),
        ]
    return [SharedFact(_("Agency"), agency_name(page))]


def _service_facts(page: ServicePage) -> list[SharedFact]:
    standard = page.standard
    facts = (cost_fact(standard), time_fact(standard), where_fact(page))
    return [
        SharedFact(str(fact.label), str(fact.value))
        for fact in facts
        if not fact.is_unknown
    ]


def _span(page: NoticePage, at: datetime) -> list[SharedFact]:
    facts = [SharedFact(_("Starts"), moment_words(page.starts_at, at))]
    if page.ends_at:
        facts.append(SharedFact(_("Until"), moment_words(page.ends_at, at)))
    return facts


def _hashtag(mall: Mall | None) -> str:
    name = "".join(re.findall(r"\w+", mall.short_name)) if mall else ""
    return f"#{name}" if name else ""
