"""The filters of the list of services: read from an address, written back into one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from gerai.directory.choices import ServiceFacet
from gerai.finder.queries import NO_QUERY, Query, clean_line, read_query
from gerai.theme.parts import Choice

TEXT = "q"
PAGE = "halaman"
PAGE_PARAMETER = "page"
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
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a filter can take: its slug in the address, and its name."""

    value: str
    title: str


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

    def path(self, number: int = 1) -> str | None:
        """What follows the list's own address, where that says it all.

        One filter alone, and the plain list, have paths and are published as files:
        ``gratis/``, ``instansi/kpp/halaman/2/``. None for a text and for several
        filters, which only a query can say.
        """
        parameters = self.parameters()
        if TEXT in parameters or len(parameters) > 1:
            return None
        path = f"{PAGE}/{number}/" if number > 1 else ""
        for name, value in parameters.items():
            path = f"{name}/{path}" if name in FACETS else f"{name}/{value}/{path}"
        return path

    def url(self, base: str, number: int = 1) -> str:
        """The address of this selection below ``base``, at one of its pages."""
        path = self.path(number)
        if path is not None:
            return f"{base}{quote(path)}"
        parameters = self.parameters()
        if number > 1:
            parameters[PAGE_PARAMETER] = str(number)
        return f"{base}?{urlencode(parameters)}"


def may_have_path(parameters: Mapping[str, str]) -> bool:
    """Whether a query says so little that a path may say it; asks no database."""
    names = [TEXT, AGENCY, LIFE_EVENT, *FACETS]
    said = [name for name in names if parameters.get(name, "") not in _OFF]
    return TEXT not in said and len(said) < 2


def read_path(segments: Sequence[str]) -> tuple[ServiceFilter, int] | None:
    """The filter and the number of the page that a path below the list says.

    The opposite of :meth:`ServiceFilter.path`; None for anything that it doesn't give.
    Whether there is such an agency or life event is for the caller to see.
    """
    rest, number = list(segments), 1
    if len(rest) > 1 and rest[-2] == PAGE and rest[-1].isdecimal():
        number = int(rest[-1][:_LONGEST_NUMBER])
        rest = rest[:-2]
    match rest:
        case []:
            wanted = ServiceFilter()
        case [name] if name in FACETS:
            wanted = ServiceFilter(facets=frozenset({FACETS[name]}))
        case [name, slug] if name == AGENCY:
            wanted = ServiceFilter(agency=slug)
        case [name, slug] if name == LIFE_EVENT:
            wanted = ServiceFilter(life_event=slug)
        case _:
            return None
    # "halaman/1" and "halaman/02" are no addresses of ours.
    return (wanted, number) if wanted.path(number) == _joined(segments) else None


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


def _joined(segments: Sequence[str]) -> str:
    return "".join(f"{segment}/" for segment in segments)


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
