"""What stands behind a service, and where to complain: its own words and the mall's.

What the mall says for all services is drawn once and stands in the pages of all. So when
it changes no page is drawn anew, and none of the pieces that are a page's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from gerai.directory.choices import ComponentName
from gerai.directory.models import AgencyPage, ServicePage
from gerai.directory.presentation.parts import channel_lines
from gerai.directory.presentation.pieces import drawn
from gerai.directory.standard import (
    ServiceStandard,
    StandardPart,
    names_legal_basis,
    own_channels_of,
    own_parts_of,
    own_standard_of,
    said_by_the_mall,
    standard_of,
)
from gerai.publishing.pieces import page_piece
from gerai.publishing.prepared import by_key, with_related
from gerai.publishing.reading import is_in_snapshot

_SHARED = (ComponentName.COMPLAINT_CHANNELS, ComponentName.MANAGEMENT)
"""What the mall may say for all services; of the laws see ``names_legal_basis``."""


@dataclass(frozen=True, slots=True)
class Background:
    """What is folded away at the end of the page of a service.

    Attributes:
        legal_basis: the laws that it rests on, or that nobody has said so yet.
        management: the parts of management that the service or its agency tells of.
        mall_management: those that the mall tells of, and what nobody does.
        sources: where all this comes from.
        mall_sources: where the mall has it from.
    """

    legal_basis: SafeString
    management: tuple[StandardPart, ...]
    mall_management: SafeString
    sources: SafeString
    mall_sources: SafeString


def background_of(page: ServicePage) -> Background:
    """What the description of a service rests on, and who runs the service how."""
    locale, language = page.locale_id, page.locale.language_code
    own = own_standard_of(page, _SHARED)
    told = [part.key for part in own.parts if not part.component.is_unknown]
    if names_legal_basis(page):
        told.append(ComponentName.LEGAL_BASIS.value)
        legal_basis = _legal_basis_of(page.pk) if is_in_snapshot() else _legal(page)
    else:
        legal_basis = _legal_basis_of_mall(locale, language)
    sources = _sources_of(page.pk) if is_in_snapshot() else _sources(page)
    return Background(
        legal_basis=legal_basis,
        management=tuple(
            part for part in own.management_parts if not part.component.is_unknown
        ),
        mall_management=_management_of_mall(locale, language, tuple(told)),
        sources=sources,
        mall_sources=_sources_of_mall(locale, language, tuple(told), bool(sources)),
    )


def complaints(page: AgencyPage | ServicePage) -> SafeString:
    """Where to complain about a service, or about an agency."""
    own = own_channels_of(page) if isinstance(page, AgencyPage) else page.delivery
    if own.complaint_channels.is_unknown:
        return _complaints_of_mall(page.locale_id, page.locale.language_code)
    return _complaints(own, standard=own)


@page_piece
def _complaints_of_mall(locale: int, language: str) -> SafeString:
    said = said_by_the_mall(locale, language)
    if said.complaint_channels.is_unknown:
        return SafeString("")
    return _complaints(said, standard=None)


@page_piece
def _legal_basis_of_mall(locale: int, language: str) -> SafeString:
    laws = said_by_the_mall(locale, language).legal_basis
    return drawn("legal_basis", laws=laws, standard=None)


@page_piece
def _management_of_mall(
    locale: int, language: str, told: tuple[str, ...]
) -> SafeString:
    """``told``: keys of the parts that the service or its agency tells of itself."""
    left = [
        part
        for part in said_by_the_mall(locale, language).management_parts
        if part.key not in {*told, ComponentName.LEGAL_BASIS}
    ]
    return drawn(
        "management",
        parts=[part for part in left if not part.component.is_unknown],
        missing=", ".join(part.label for part in left if part.component.is_unknown),
    )


@page_piece
def _sources_of_mall(
    locale: int, language: str, told: tuple[str, ...], is_second: bool
) -> SafeString:
    parts = said_by_the_mall(locale, language).parts
    left = [part for part in parts if part.key not in told]
    return _source_table(left, is_second=is_second)


@page_piece
def _legal_basis_of(key: int) -> SafeString:
    return _legal(_page(key))


@page_piece
def _sources_of(key: int) -> SafeString:
    return _sources(_page(key))


def _legal(page: ServicePage) -> SafeString:
    standard = own_standard_of(page, (ComponentName.LEGAL_BASIS,))
    if standard.legal_basis.is_unknown:  # it names laws of which none is left
        standard = standard_of(page)
    return drawn("legal_basis", laws=standard.legal_basis, standard=standard)


def _sources(page: ServicePage) -> SafeString:
    return _source_table(own_parts_of(page), is_second=False)


def _page(key: int) -> ServicePage:
    """Read for a piece: not with what the page around it has."""
    (page,) = by_key(ServicePage).records(key)
    with_related(page, "locale")
    return page


def _complaints(
    said: ServiceStandard, *, standard: ServiceStandard | None
) -> SafeString:
    """``standard``: the rest of the record, whose source needn't be said again."""
    return drawn(
        "complaints",
        channels=said.complaint_channels,
        channel_lines=channel_lines(said),
        standard=standard,
    )


def _source_table(parts: Sequence[StandardPart], *, is_second: bool) -> SafeString:
    """``is_second``: it stands below another, which has the heading of both."""
    if all(part.component.is_unknown for part in parts):
        return SafeString("")
    return drawn("sources", parts=parts, is_second=is_second)
