"""Samarinda's question path leads to everything that the mall offers."""

from __future__ import annotations

import pytest

from gerai.contentpack.format import Pack
from gerai.contentpack.reading.pack import read_pack
from gerai.contentpack.records import popular_services
from gerai.contentpack.tests.factories import SAMARINDA
from gerai.guidance.questions.tree import MAX_TAPS, Node, depths_of


@pytest.fixture(scope="module")
def pack() -> Pack:
    found, _problems = read_pack(SAMARINDA)
    return found


def visible(pack: Pack) -> set[str]:
    return {
        f"{agency.slug}/{service.slug}"
        for agency in pack.agencies
        for service in agency.services
        if agency.status == service.status == "shown" and agency.presence != "unknown"
    }


def reached(pack: Pack) -> set[str]:
    """Services at the end of a way, within the taps that people are promised."""
    items = {item.slug: item for item in pack.questions.root}
    nodes = {
        slug: Node(slug, tuple(answer.question for answer in item.answers))
        for slug, item in items.items()
    }
    depths = depths_of(nodes, first="bantu-pilih")
    assert max(depths.values()) <= MAX_TAPS
    return {
        answer.service
        for slug in depths
        for answer in items[slug].answers
        if answer.service is not None
    }


def test_every_visible_service_is_reached(pack: Pack) -> None:
    assert visible(pack) - reached(pack) == set()


def test_every_popular_service_is_reached(pack: Pack) -> None:
    popular = set(popular_services(pack))
    assert popular
    assert popular <= reached(pack)


def test_no_answer_leads_to_what_visitors_may_not_see(pack: Pack) -> None:
    shown = {agency.slug for agency in pack.agencies if agency.status == "shown"}
    events = {event.slug for event in pack.life_events.root if event.status == "shown"}
    assert reached(pack) <= visible(pack)
    for item in pack.questions.root:
        for answer in item.answers:
            assert answer.agency is None or answer.agency in shown
            assert answer.life_event is None or answer.life_event in events


def test_handovers_are_between_services_that_are_shown(pack: Pack) -> None:
    shown = visible(pack)
    for event in pack.life_events.root:
        for entry in event.services:
            assert entry.service in shown
            assert {need.service for need in entry.needs} <= shown
