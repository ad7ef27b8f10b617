"""The filters of the list of services: read from an address, written back into one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from gerai.directory.choices import ServiceFacet
from gerai.finder.queries import NO_QUERY, Query, clean_line, read_query
from gerai.theme.parts import Choice

TEXT = "q"
AGENCY = "instansi"
LIFE_EVENT = "peristiwa"
FACETS: dict[str, ServiceFacet] = {
    "gratis": ServiceFacet.FREE,
    "daring": ServiceFacet.ONLINE,
    "ditunggu": ServiceFacet.WHILE_YOU_WAIT,
}
"""Names in the address. Addresses are Indonesian in both languages."""

_ON = "1"
_OFF = frozenset({"", "0"})
_SHOWN_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a filter can take: its slug in the address, and its name."""

    value: str
    title: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class ServiceFilter:
    """What to show: all services, or those that meet every condition.

    ``agency`` and ``life_event`` are slugs, "" for any.
    """

    query: Query = NO_QUERY
    agency: str = ""
    life_event: str = ""
    facets: frozenset[ServiceFacet] = frozenset()

    @property
    def is_active(self) -> bool:
        return bool(self.query.text or self.agency or self.life_event or self.facets)

    def parameters(self) -> dict[str, str]:
        """The parameters of the address, always in the same order."""
        pairs = {
            TEXT: self.query.text,
            AGENCY: self.agency,
            LIFE_EVENT: self.life_event,
            **{name: _ON for name, facet in FACETS.items() if facet in self.facets},
        }
        return {name: value for name, value in pairs.items() if value}

    def url(self, base: str) -> str:
        """The address of this selection below ``base``."""
        parameters = self.parameters()
        return f"{base}?{urlencode(parameters)}" if parameters else base

    def page_base(self, base: str) -> str:
        """The same, to be continued by the number of the page."""
        url = self.url(base)
        return f"{url}&" if "?" in url else f"{url}?"


def read_filter(
    parameters: Mapping[str, str],
    *,
    agencies: Iterable[Option],
    life_events: Iterable[Option],
) -> tuple[ServiceFilter, list[str]]:
    """The filter that an address asks for, and what was ignored, in words.

    Parameters with other names are none of ours and are passed over in silence.
    """
    ignored: list[str] = []
    agency = _known(parameters.get(AGENCY, ""), agencies)
    if agency is None:
        ignored.append(
            _("There is no agency “%(name)s” here, so we left that out.")
            % {"name": _shown(parameters[AGENCY])}
        )
    life_event = _known(parameters.get(LIFE_EVENT, ""), life_events)
    if life_event is None:
        ignored.append(
            _("There is no life event “%(name)s” here, so we left that out.")
            % {"name": _shown(parameters[LIFE_EVENT])}
        )
    facets = set()
    for name, facet in FACETS.items():
        value = parameters.get(name, "")
        if value == _ON:
            facets.add(facet)
        elif value not in _OFF:
            ignored.append(
                _("We left “%(name)s” out: it can only be on or off.") % {"name": name}
            )
    query = read_query(parameters.get(TEXT, ""))
    if query.was_cut:
        ignored.append(_("Your text was long; we looked at its beginning only."))
    if query.text and not query:
        ignored.append(_("Write at least two letters to search by text."))
        query = NO_QUERY
    return (
        ServiceFilter(query, agency or "", life_event or "", frozenset(facets)),
        ignored,
    )


def active_filters(
    wanted: ServiceFilter,
    *,
    base: str,
    agencies: Iterable[Option],
    life_events: Iterable[Option],
) -> list[Choice]:
    """One chip per active filter; its address is the list without it."""
    chips = []
    if wanted.query.text:
        title = _("“%(text)s”") % {"text": wanted.query.text}
        chips.append(_chip(title, replace(wanted, query=NO_QUERY), base))
    if wanted.agency:
        title = _title(wanted.agency, agencies)
        chips.append(_chip(title, replace(wanted, agency=""), base))
    if wanted.life_event:
        title = _title(wanted.life_event, life_events)
        chips.append(_chip(title, replace(wanted, life_event=""), base))
    for facet in FACETS.values():
        if facet in wanted.facets:
            rest = replace(wanted, facets=wanted.facets - {facet})
            chips.append(_chip(str(facet.label), rest, base))
    return chips


def _known(value: str, options: Iterable[Option]) -> str | None:
    if not value or any(option.value == value for option in options):
        return value
    return None


def _title(value: str, options: Iterable[Option]) -> str:
    return next(option.title for option in options if option.value == value)


def _chip(title: str, rest: ServiceFilter, base: str) -> Choice:
    return Choice(title=title, url=rest.url(base), is_current=True)


def _shown(value: str) -> str:
    return clean_line(value, length=_SHOWN_LENGTH)[0]
