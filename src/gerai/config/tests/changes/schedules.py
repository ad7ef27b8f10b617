"""Pages that appear and leave at a time that somebody set before."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import time_machine
from django.core.management import call_command
from django.utils import timezone

from gerai.config.tests.changes.pages import records, some_leaf, some_record
from gerai.config.tests.changes.registry import change, pick_page, publish, words


@change("a page is scheduled", is_invisible=True)
def schedule(random: Random) -> None:
    page = some_record(random)
    page.title = words(random)
    page.go_live_at = timezone.now() + timedelta(hours=random.randrange(1, 40))
    publish(page)


@change("a scheduled page goes live")
def go_live(random: Random) -> None:
    page = pick_page(random, records())
    page.title = words(random)
    page.go_live_at = timezone.now() + timedelta(minutes=5)
    publish(page)
    _publish_scheduled(timedelta(minutes=10))


@change("a page is to leave later", is_invisible=True)
def set_expiry(random: Random) -> None:
    page = some_leaf(random)
    if not page.live:
        return
    page.expire_at = timezone.now() + timedelta(hours=random.randrange(1, 40))
    publish(page)


@change("a page expires")
def expire(random: Random) -> None:
    page = some_leaf(random)
    page.expire_at = timezone.now() + timedelta(minutes=5)
    publish(page)
    _publish_scheduled(timedelta(minutes=10))


@change("what is due is published and expired")
def due(random: Random) -> None:
    call_command("publish_scheduled")


def _publish_scheduled(later: timedelta) -> None:
    with time_machine.travel(timezone.now() + later, tick=False):
        call_command("publish_scheduled")
