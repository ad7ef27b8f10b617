"""From life events of the pack to the fields of their pages."""

from __future__ import annotations

import uuid
from typing import Any

from gerai.contentpack.components import (
    text_in,
)
from gerai.contentpack.format.directory import (
    LifeEventItem,
    LifeEventNeed,
)
from gerai.contentpack.loading.component_fields import (
    ENGLISH,
    INDONESIAN,
    page_words,
    set_page,
    set_words,
)
from gerai.directory.models import (
    Handover,
    LifeEventPage,
    LifeEventService,
    ServicePage,
)

_NAMESPACE = uuid.UUID("0c7f6c38-5a0b-5d52-8f6e-1f5c9f0a8e21")


def set_life_event(
    page: LifeEventPage, item: LifeEventItem, services: dict[str, ServicePage]
) -> None:
    set_page(page, item, item.title)
    set_words(page, page_words(item, item.title, item.summary), INDONESIAN)
    page.icon, page.order = item.icon or "", item.order
    present = {row.service_id: row for row in page.services.all()}
    rows = []
    for position, entry in enumerate(item.services):
        service = services.get(entry.service)
        if service is None:
            continue
        row = present.get(service.pk) or LifeEventService(
            service=service,
            locale=page.locale,
            translation_key=_entry_key(item.slug, entry.service),
        )
        row.sort_order = position
        row.note = text_in(entry.note, INDONESIAN)
        row.case = entry.case or ""
        rows.append(row)
    page.services = rows
    _set_handovers(page, item, services)


def _set_handovers(
    page: LifeEventPage, item: LifeEventItem, services: dict[str, ServicePage]
) -> None:
    present = {(row.giver_id, row.receiver_id): row for row in page.handovers.all()}
    rows: list[Handover] = []
    for receiver_name, need in _needs(item):
        giver, receiver = services.get(need.service), services.get(receiver_name)
        if giver is None or receiver is None:
            continue
        row = present.get((giver.pk, receiver.pk)) or Handover(
            giver=giver,
            receiver=receiver,
            locale=page.locale,
            translation_key=_handover_key(item.slug, need.service, receiver_name),
        )
        row.sort_order = len(rows)
        row.what = text_in(need.what, INDONESIAN)
        row.is_required = need.required
        rows.append(row)
    page.handovers = rows


def _needs(item: LifeEventItem) -> list[tuple[str, LifeEventNeed]]:
    return [(entry.service, need) for entry in item.services for need in entry.needs]


def _handover_key(event: str, giver: str, receiver: str) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, f"{event}\n{giver}\n{receiver}")


def life_event_to_english(page: Any, item: LifeEventItem) -> None:
    set_words(page, page_words(item, item.title, item.summary), ENGLISH)
    rows = sorted(page.services.all(), key=lambda row: row.sort_order or 0)
    notes = {
        _entry_key(item.slug, entry.service): text_in(entry.note, ENGLISH)
        for entry in item.services
    }
    for row in rows:
        row.note = notes.get(row.translation_key, row.note)
    page.services = rows
    words = {
        _handover_key(item.slug, need.service, receiver): text_in(need.what, ENGLISH)
        for receiver, need in _needs(item)
    }
    handovers = sorted(page.handovers.all(), key=lambda row: row.sort_order or 0)
    for row in handovers:
        row.what = words.get(row.translation_key, row.what)
    page.handovers = handovers


def _entry_key(event: str, service: str) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, f"{event}\n{service}")
