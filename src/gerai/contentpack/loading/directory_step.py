"""Loads agencies with counters and services, and the life events that name them."""

from __future__ import annotations

from functools import partial
from typing import Any

from gerai.contentpack.format.directory import AgencyFile, ServiceItem
from gerai.contentpack.loading.agency_fields import (
    agency_to_english,
    save_counter,
    set_agency,
)
from gerai.contentpack.loading.life_event_fields import (
    life_event_to_english,
    set_life_event,
)
from gerai.contentpack.loading.saving_pages import put_in_order
from gerai.contentpack.loading.service_fields import (
    service_to_english,
    set_related,
    set_service,
)
from gerai.contentpack.loading.session import Session
from gerai.contentpack.records import popular_services
from gerai.directory.models import AgencyPage, LifeEventPage, ServicePage


def load_agencies(session: Session) -> None:
    """Agencies, then their counters."""
    index = session.structure.pages["instansi"]
    for item in session.pack.agencies:
        key = f"agency/{item.slug}"
        if session.writes(key):
            page = session.row(key)
            is_new = page is None
            page = page or AgencyPage(locale=index.locale)
            old_schedule = page.schedule
            set_agency(page, item, session.lookup)
            is_shown = item.status == "shown"
            if is_new:
                session.adopt_english(key, page, index)
                session.saver.add(index, page, is_shown=is_shown, key=key)
            else:
                session.saver.update(page, is_shown=is_shown, key=key)
            english = partial(agency_to_english, item=item, lookup=session.lookup)
            session.finish(
                key,
                page,
                is_shown=is_shown,
                to_english=english if item.name.en else None,
            )
            if old_schedule is not None and page.schedule_id is None:
                _delete_unused(old_schedule)
        agency = session.row(key)
        for position, counter in enumerate(item.counters):
            counter_key = f"counter/{counter.slug}"
            if agency is not None and session.writes(counter_key):
                row = save_counter(counter, agency, position)
                session.rows[counter_key] = row


def _delete_unused(schedule: Any) -> None:
    """Hours that the pack took away from the only one who had them."""
    used = schedule.agencies.exists() or schedule.counters.exists()
    if not used and getattr(schedule, "mall", None) is None:
        schedule.delete()


def load_services(session: Session) -> None:
    """Services in two rounds: first all pages, then what refers to other services."""
    ranks = {name: rank for rank, name in enumerate(popular_services(session.pack), 1)}
    sets_ranks = session.writes("home")
    waiting: list[tuple[str, ServiceItem, Any, bool]] = []
    for agency, item in _services(session):
        name = f"{agency.slug}/{item.slug}"
        key = f"service/{name}"
        parent = session.row(f"agency/{agency.slug}")
        if parent is None:
            continue
        page = session.row(key)
        rank = ranks.get(name) if sets_ranks else getattr(page, "popular_order", None)
        if session.writes(key):
            is_new = page is None
            page = page or ServicePage(locale=parent.locale)
            set_service(page, item, key=key, rank=rank, lookup=session.lookup)
            is_shown = item.status == "shown"
            if is_new:
                session.adopt_english(key, page, parent)
                session.saver.add(parent, page, is_shown=is_shown, key=key)
            waiting.append((key, item, page, is_new))
            session.rows[key] = page
        elif page is not None and page.popular_order != rank:
            _rerank(page, rank)
    for key, item, page, is_new in waiting:
        related = [session.row(f"service/{name}") for name in item.related]
        set_related(page, [service for service in related if service])
        if not is_new:
            session.saver.update(page, is_shown=item.status == "shown", key=key)
        elif related:
            page.related_services.commit()
        english = partial(service_to_english, item=item, key=key, lookup=session.lookup)
        session.finish(
            key,
            page,
            is_shown=item.status == "shown",
            to_english=english if item.title.en else None,
        )
    _order_services(session)
    _unrank_others(session, ranks if sets_ranks else None)


def _services(session: Session) -> list[tuple[AgencyFile, ServiceItem]]:
    return [(a, service) for a in session.pack.agencies for service in a.services]


def _rerank(page: Any, rank: int | None) -> None:
    """Change the place on the home page and nothing else, drafts included."""
    page.popular_order = rank
    page.save(update_fields=["popular_order"])
    for translation in page.get_translations():
        specific = translation.specific
        specific.popular_order = rank
        specific.save(update_fields=["popular_order"])


def _unrank_others(session: Session, ranks: dict[str, int] | None) -> None:
    """Services that left the pack leave the home page too."""
    if ranks is None:
        return
    known = [session.row(f"service/{name}") for name in ranks]
    keep = [page.pk for page in known if page is not None]
    ranked = ServicePage.objects.filter(
        popular_order__isnull=False, locale=session.structure.home.locale
    )
    for page in ranked.exclude(pk__in=keep).order_by("pk"):
        _rerank(page, None)


def _order_services(session: Session) -> None:
    for agency in session.pack.agencies:
        names = [service.slug for service in agency.services]
        if session.is_reordered(f"order/agency/{agency.slug}", names):
            rows = [session.row(f"service/{agency.slug}/{name}") for name in names]
            put_in_order([row for row in rows if row is not None])


def load_life_events(session: Session) -> None:
    """Life events with the services that they name."""
    index = session.structure.pages["peristiwa"]
    for item in session.pack.life_events.root:
        key = f"life-event/{item.slug}"
        if not session.writes(key):
            continue
        page = session.row(key)
        is_new = page is None
        page = page or LifeEventPage(locale=index.locale)
        services = {
            entry.service: session.row(f"service/{entry.service}")
            for entry in item.services
        }
        is_shown = item.status == "shown"
        set_life_event(page, item, services)
        if is_new:
            session.adopt_english(key, page, index)
            session.saver.add(index, page, is_shown=is_shown, key=key)
        else:
            session.saver.update(page, is_shown=is_shown, key=key)
        english = partial(life_event_to_english, item=item)
        session.finish(
            key,
            page,
            is_shown=item.status == "shown",
            to_english=english if item.title.en else None,
        )
