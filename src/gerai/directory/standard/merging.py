"""Inheritance: what a service leaves empty comes from its agency, then from the mall."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from wagtail.documents import get_document_model

from gerai.directory.choices import (
    DELIVERY_COMPONENTS,
    MALL_COMPONENTS,
    ComponentName,
    ManagementPart,
)
from gerai.directory.standard.parsing import (
    Lookups,
    RawItem,
    parse_component,
    parse_component_provenance,
    raw_items,
    referenced_files,
    referenced_regulations,
)
from gerai.directory.standard.values import (
    Case,
    Component,
    FormFile,
    LegalReference,
    Listed,
    ManagementText,
    Origin,
    ServiceStandard,
    StandardPart,
)
from gerai.place.provenance import ProvenanceValue
from gerai.publishing.prepared import by_key
from gerai.publishing.reading import each_once, is_in_snapshot, once_per_snapshot

if TYPE_CHECKING:
    from gerai.directory.models import AgencyPage, MallStandard, ServicePage


@dataclass(frozen=True, slots=True)
class _Level:
    """One link of the chain: its stored items and sources."""

    origin: Origin
    items: Mapping[str, list[RawItem]]
    provenance: ProvenanceValue
    sources: Mapping[str, ProvenanceValue]

    @classmethod
    def of(cls, record: Any, origin: Origin, names: Iterable[ComponentName]) -> _Level:
        return cls(
            origin=origin,
            items={name.value: raw_items(record, name.value) for name in names},
            provenance=record.provenance_value(),
            sources=parse_component_provenance(
                raw_items(record, "component_provenance")
            ),
        )

    def flat(self) -> list[tuple[str, RawItem]]:
        return [(name, item) for name, items in self.items.items() for item in items]

    def source_of(self, component: str) -> ProvenanceValue:
        return self.sources.get(component, self.provenance)


_Chain = tuple[_Level, ...]
_EVERY = tuple(ComponentName)
_DELIVERY = (*DELIVERY_COMPONENTS, ComponentName.CASES)


def standard_of(page: ServicePage) -> ServiceStandard:
    """The standard of one service, after inheritance."""
    return standards_of([page])[0]


def standards_of(pages: Iterable[ServicePage]) -> list[ServiceStandard]:
    """The standards of services, in their order, in a fixed number of queries."""
    services = list(pages)
    # Who shows no service rests on nothing that the mall says for all of them.
    return _standards(services, _EVERY, _mall_levels()) if services else []


def delivery_of(page: ServicePage) -> ServiceStandard:
    """The components for visitors, as far as service and agency fill them in.

    What the mall says for all services is left out, and so are the other components:
    what shows none of it needn't be published again when it changes.
    """
    return deliveries_of([page])[0]


def deliveries_of(pages: Iterable[ServicePage]) -> list[ServiceStandard]:
    """As ``delivery_of``, of many services in their order."""
    return _standards(list(pages), _DELIVERY, {})


def own_standard_of(
    page: ServicePage, names: tuple[ComponentName, ...]
) -> ServiceStandard:
    """What a service and its agency say in some components, without the mall's words."""
    return _standards([page], names, {})[0]


def own_parts_of(page: ServicePage) -> tuple[StandardPart, ...]:
    """Which parts a service and its agency fill in, and where they have them from.

    Not to be shown themselves: what they refer to isn't read, so that who shows where
    they come from needn't be drawn again when a law has another name.
    """
    return _standards([page], _EVERY, {}, look_up=_existing)[0].parts


def names_legal_basis(page: ServicePage) -> bool:
    """Whether the service or its agency names one, whatever has become of it."""
    name = ComponentName.LEGAL_BASIS.value
    return bool(raw_items(page, name) or raw_items(page.agency, name))


def own_channels_of(agency: AgencyPage) -> ServiceStandard:
    """Where an agency itself says that one may complain about it, and nothing else."""
    names = (ComponentName.COMPLAINT_CHANNELS,)
    return _merged(
        (_agency_level(agency, names),), agency.locale.language_code, Lookups()
    )


@once_per_snapshot
def said_by_the_mall(locale_id: int, language: str) -> ServiceStandard:
    """What the mall says for all services to pages of a locale; notes on laws in a
    language.
    """
    chain = _mall_level(_mall_levels(), locale_id)
    if not chain:
        return ServiceStandard(provenance=ProvenanceValue(), language=language)
    return _merged(chain, language, _lookups([chain])[language])


def _standards(
    services: list[ServicePage],
    names: tuple[ComponentName, ...],
    malls: Mapping[int, _Level],
    *,
    look_up: Callable[[Iterable[_Chain]], dict[str, Lookups]] | None = None,
) -> list[ServiceStandard]:
    _attach_agencies(services)
    agencies: dict[int, _Level] = {}
    for page in services:
        if page.agency.pk not in agencies:
            agencies[page.agency.pk] = _agency_level(page.agency, names)
    chains = [
        (
            _Level.of(page, Origin.SERVICE, names),
            agencies[page.agency.pk],
            *_mall_level(malls, page.locale_id),
        )
        for page in services
    ]
    languages = _languages(services)
    lookups = (look_up or _lookups)(chains)
    return [
        _merged(chain, languages[page.locale_id], lookups[languages[page.locale_id]])
        for page, chain in zip(services, chains, strict=True)
    ]


def listed_of(pages: Iterable[ServicePage]) -> list[Listed]:
    """What lists show of services, in their order; at most one query.

    Whatever else a standard says, such as by which regulation, they don't rest on.
    """
    services = list(pages)
    _attach_agencies(services)
    return [
        Listed(
            fees=_listed(page, ComponentName.FEES),
            durations=_listed(page, ComponentName.DURATIONS),
        )
        for page in services
    ]


def _listed(page: ServicePage, name: ComponentName) -> Component[Any]:
    value = parse_component(name, raw_items(page, name.value))
    return Component(value or _listed_of_agency(page.agency, name.value))


@once_per_snapshot
def _listed_of_agency(agency: AgencyPage, name: str) -> tuple[Any, ...]:
    return parse_component(name, raw_items(agency, name))


@once_per_snapshot
def agency_standard_of(agency: AgencyPage) -> ServiceStandard:
    """What the services of an agency share, the mall's part included."""
    chain = (
        _Level.of(agency, Origin.AGENCY, _EVERY),
        *_mall_level(_mall_levels(), agency.locale_id),
    )
    language = _languages([agency])[agency.locale_id]
    return _merged(chain, language, _lookups([chain])[language])


def _attach_agencies(services: list[ServicePage]) -> None:
    """Set ``agency`` on services that don't have it yet; at most one query."""
    from gerai.directory.models import AgencyPage  # noqa: PLC0415

    if is_in_snapshot():
        return  # each agency is read once, by whoever asks a service for it
    lacking = [page for page in services if "agency" not in page.__dict__]
    if not lacking:
        return
    paths = {page.path[: -page.steplen] for page in lacking}
    found = {
        agency.path: agency for agency in AgencyPage.objects.filter(path__in=paths)
    }
    for page in lacking:
        page.agency = found[page.path[: -page.steplen]]


@once_per_snapshot
def _mall_levels() -> dict[int, _Level]:
    from gerai.directory.models import MallStandard  # noqa: PLC0415

    records: Iterable[MallStandard] = MallStandard.objects.select_related("locale")
    levels: dict[int, _Level] = {}
    for record in records.order_by("pk"):  # type: ignore[attr-defined]
        level = _Level.of(record, Origin.MALL, MALL_COMPONENTS)
        levels[record.locale_id] = level
        if record.locale.language_code == settings.LANGUAGE_CODE:
            levels[0] = level
    return levels


@once_per_snapshot
def _agency_level(agency: AgencyPage, names: tuple[ComponentName, ...]) -> _Level:
    return _Level.of(agency, Origin.AGENCY, names)


@once_per_snapshot
def mall_names_channels(locale_id: int) -> bool:
    """Whether the mall says for all services where to complain.

    Asks whether and not what, so that who only needs to know what is missing doesn't
    rest on the words.
    """
    from gerai.directory.models import MallStandard  # noqa: PLC0415

    records: Any = MallStandard.objects.order_by("pk")
    silent = set(
        records.filter(complaint_channels=[]).values_list("locale_id", flat=True)
    )
    says = {
        locale: locale not in silent
        for locale in records.values_list("locale", flat=True)
    }
    own = records.filter(locale__language_code=settings.LANGUAGE_CODE)
    fallback = next(iter(own.values_list("locale", flat=True)), None)
    return says.get(locale_id, says.get(fallback, False))


def _mall_level(levels: Mapping[int, _Level], locale_id: int) -> _Chain:
    """The mall's level in the language, else in that of the records, if there is one."""
    level = levels.get(locale_id) or levels.get(0)
    return () if level is None else (level,)


def _languages(pages: Iterable[Any]) -> dict[int, str]:
    """Language codes by locale; each locale is fetched at most once."""
    found: dict[int, str] = {}
    for page in pages:
        if page.locale_id not in found:
            found[page.locale_id] = page.locale.language_code
    return found


def _lookups(chains: Iterable[_Chain]) -> dict[str, Lookups]:
    """What the chains refer to, by language; two queries at most."""
    return lookups_of(
        item for chain in chains for level in chain for item in level.flat()
    )


def _existing(chains: Iterable[_Chain]) -> dict[str, Lookups]:
    """The laws that the chains refer to, without a word about them; no files."""
    items = [item for chain in chains for level in chain for item in level.flat()]
    found = each_once(_regulations, sorted(referenced_regulations(items)))
    lookups = Lookups(regulations=dict.fromkeys(found, LegalReference("", "")))
    return {code: lookups for code, _name in settings.LANGUAGES}


def lookups_of(given: Iterable[tuple[str, RawItem]]) -> dict[str, Lookups]:
    """What stored items, each with its component, refer to; two queries at most.

    Returns:
        regulations and files by language code.
    """
    items = list(given)
    # The basis of a fee is shown by its title alone.
    told = referenced_regulations(
        (component, item)
        for component, item in items
        if component == ComponentName.LEGAL_BASIS
    )
    regulation_ids, file_ids = referenced_regulations(items), referenced_files(items)
    regulations = each_once(_regulations, sorted(regulation_ids)).values()
    documents = each_once(_documents, sorted(file_ids)).values()
    files = {
        document.pk: FormFile(
            title=document.title,
            url=document.url,
            extension=document.file_extension.upper(),
            size=document.file_size,
        )
        for document in documents
    }
    return {
        code: Lookups(
            regulations={
                one.pk: LegalReference(
                    slug=one.slug,
                    title=one.title,
                    url=one.url,
                    full_title=one.full_title if one.pk in told else "",
                    note=_note_in(code, one) if one.pk in told else "",
                )
                for one in regulations
            },
            files=files,
        )
        for code, _name in settings.LANGUAGES
    }


def _note_in(language: str, regulation: Any) -> str:
    return (regulation.note_en if language == "en" else "") or regulation.note


def _regulations(keys: list[int]) -> Mapping[int, Any]:
    from gerai.directory.models import Regulation  # noqa: PLC0415

    return _in_bulk(Regulation, keys)


def _documents(keys: list[int]) -> Mapping[int, Any]:
    return _in_bulk(get_document_model(), keys)


def _in_bulk(model: Any, keys: list[int]) -> Mapping[int, Any]:
    if not is_in_snapshot():
        return cast(Mapping[int, Any], model.objects.in_bulk(keys))
    return {record.pk: record for key in keys for record in by_key(model).records(key)}


def _merged(chain: _Chain, language: str, lookups: Lookups) -> ServiceStandard:
    components = {
        name.value: _first_filled(chain, name, lookups)
        for name in ComponentName
        if name not in {ComponentName.CASES, ComponentName.MANAGEMENT}
    }
    return ServiceStandard(
        provenance=chain[0].provenance,
        language=language,
        cases=_cases(chain, components),
        management=_management(chain),
        **components,
    )


def _first_filled(
    chain: _Chain, name: ComponentName, lookups: Lookups
) -> Component[Any]:
    for level in chain:
        value = parse_component(name, level.items.get(name.value, ()), lookups)
        if value:
            return Component(value, level.source_of(name.value), level.origin)
    return Component()


def _cases(chain: _Chain, components: Mapping[str, Component[Any]]) -> tuple[Case, ...]:
    """The service's cases, then those of the agency that inherited items refer to."""
    used = {
        key
        for component in components.values()
        if component.inherited_from
        for item in component
        for key in getattr(item, "cases", ())
    }
    found: dict[str, Case] = {}
    for level in chain:
        is_own = level is chain[0]
        for case in parse_component("cases", level.items.get("cases", ())):
            if case.key not in found and (is_own or case.key in used):
                found[case.key] = case
    return tuple(found.values())


def _management(chain: _Chain) -> dict[ManagementPart, Component[ManagementText]]:
    """Each of the seven parts from the nearest level that fills it in."""
    found: dict[ManagementPart, Component[ManagementText]] = {}
    for level in chain:
        name = ComponentName.MANAGEMENT.value
        by_part: dict[ManagementPart, list[ManagementText]] = {}
        for text in parse_component(name, level.items.get(name, ())):
            by_part.setdefault(text.part, []).append(text)
        for part, texts in by_part.items():
            if part not in found:
                found[part] = Component(
                    tuple(texts), level.source_of(name), level.origin
                )
    return found
