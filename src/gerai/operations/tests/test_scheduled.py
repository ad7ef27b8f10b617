"""The published tree follows starts and ends, and schedules need nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from pytest_django import Settings
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageLogEntry

from gerai.newsroom import published
from gerai.newsroom.models import NewsPicture
from gerai.newsroom.presentation.pictures import shown_picture
from gerai.operations.scheduled import Done, publish_due
from gerai.place.tests.factories import MallFactory
from gerai.publishing.addresses import AddressBook
from gerai.publishing.chores import Chores
from gerai.publishing.moments import next_moment
from gerai.publishing.publisher import Publisher
from gerai.publishing.record import PublishedRecord
from gerai.publishing.worker import PublishingLoop
from gerai.website import published as website_published
from gerai.website.tests import newsroom_factories as factories
from gerai.website.tests.newsroom_factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(tmp_path: Path, settings: Settings) -> Iterator[Publisher]:
    settings.PUBLISHER_FOLDER = tmp_path / "publisher"
    cache.clear()
    MallFactory()
    book = AddressBook()
    book.register("newsroom", published.addresses)
    book.register("pages", website_published.page_addresses)
    record = PublishedRecord(
        web_root=tmp_path / "published", private=tmp_path / "publisher", build="b"
    )
    yield Publisher(record, book)


def text_of(publisher: Publisher, name: str) -> str:
    path = publisher.record.tree.root / name
    return path.read_text() if path.exists() else ""


def test_a_notice_leaves_the_tree_at_its_moment(publisher: Publisher) -> None:
    page = factories.notice("Loket pindah", ends_at=NOON + timedelta(hours=1))
    own = f"pengumuman/{page.slug}/index.html"
    with time_machine.travel(NOON, tick=False):
        report = publisher.sweep()
        assert report.failed == {}
        assert next_moment(NOON) == page.ends_at
        for name in ("index.html", "pengumuman/index.html", own):
            assert page.title in text_of(publisher, name)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        publisher.sweep()
        assert page.title not in text_of(publisher, "index.html")
        assert page.title not in text_of(publisher, "pengumuman/index.html")
        assert text_of(publisher, own) == ""


def test_a_notice_appears_in_the_tree_at_its_moment(publisher: Publisher) -> None:
    page = factories.notice("Besok buka", starts_at=NOON + timedelta(hours=1))
    with time_machine.travel(NOON, tick=False):
        publisher.sweep()
        assert page.title not in text_of(publisher, "index.html")
        assert next_moment(NOON) == page.starts_at
    with time_machine.travel(page.starts_at, tick=False):
        publisher.sweep()
        assert page.title in text_of(publisher, "index.html")


def test_what_was_published_this_second_is_prompt(publisher: Publisher) -> None:
    """No query mentions the present second, so remembered ones see what is new."""
    with time_machine.travel(NOON, tick=False):
        factories.index("berita")
        publisher.sweep()
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        page = factories.notice("Baru saja", starts_at=timezone.now())
        factories.banner("Lift rusak", starts_at=timezone.now())
        report = publisher.publish_changes()
        assert page.title in text_of(publisher, "index.html")
        assert "Lift rusak" in text_of(publisher, "_spanduk.json")
        assert "Lift rusak" in text_of(publisher, "en/kontak/index.html")
        names = [name.lstrip("/") for name in report.written]
        place = next(i for i, name in enumerate(names) if name.startswith("_spanduk"))
        assert place < 15, "the first batch has it"


def test_a_moment_that_passes_during_a_sweep_is_due_at_once(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.notice(ends_at=NOON + timedelta(seconds=1))
    with time_machine.travel(NOON, tick=False) as clock:
        loop = PublishingLoop(publisher, should_stop=lambda: False)
        sweep = Publisher.sweep

        def slow_sweep(self: Publisher, **kwargs: Any) -> Any:
            report = sweep(self, **kwargs)
            clock.shift(timedelta(seconds=5))
            return report

        monkeypatch.setattr(Publisher, "sweep", slow_sweep)
        loop._sweep()
        assert loop._is_sweep_due()
        loop._sweep()
        assert not loop._is_sweep_due()


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_clock_that_was_set_leads_to_a_sweep(
    publisher: Publisher, hours: int
) -> None:
    loop = PublishingLoop(publisher, should_stop=lambda: False)
    loop._sweep()
    assert not loop._is_sweep_due()
    # The wall clock now stands elsewhere against the steady one.
    loop._clock_offset -= hours * 3600
    assert loop._is_sweep_due()


def test_scheduled_pages_are_published_and_taken_down() -> None:
    with time_machine.travel(NOON, tick=False):
        page = factories.news("Terjadwal")
        page.unpublish()
        page.go_live_at = NOON + timedelta(hours=1)
        page.expire_at = NOON + timedelta(hours=2)
        page.save_revision().publish()
        page.refresh_from_db()
        assert not page.live
        assert publish_due() == Done()
    with time_machine.travel(NOON + timedelta(hours=1, minutes=1), tick=False):
        assert publish_due() == Done(published=1)
        assert publish_due() == Done()
        page.refresh_from_db()
        assert page.live
    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        assert publish_due() == Done(taken_down=1)
        page.refresh_from_db()
        assert (page.live, page.expired) == (False, True)
    actions = PageLogEntry.objects.filter(page=page).values_list("action", flat=True)
    assert "wagtail.publish.scheduled" in actions
    assert "wagtail.unpublish.scheduled" in actions


def test_one_page_that_fails_does_not_hold_up_the_others() -> None:
    with time_machine.travel(NOON, tick=False):
        bad, good = factories.news("Salah"), factories.news("Benar")
        for page in (bad, good):
            page.unpublish()
            page.go_live_at = NOON + timedelta(hours=1)
            page.save_revision().publish()
        revision = bad.get_latest_revision()
        revision.content["title"] = ""
        revision.save()
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        publish_due()
    good.refresh_from_db()
    assert good.live


def test_a_chore_that_fails_is_tried_again_and_the_others_go_on() -> None:
    done: list[str] = []
    chores = Chores()

    def fail() -> None:
        done.append("fail")
        raise RuntimeError("no")

    chores.register("first", fail, every_seconds=0)
    chores.register("second", lambda: done.append("second"), every_seconds=3600)
    chores.run_due()
    chores.run_due()
    assert done == ["fail", "second", "fail"]


def test_pictures_are_ready_before_they_are_published(
    publisher: Publisher, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    image = get_image_model().objects.create(
        title="Foto", file=get_test_image_file(size=(1200, 800))
    )
    page = factories.news("Berfoto")
    page.pictures = [
        NewsPicture(image=image, alt_text="Loket yang ramai", locale=page.locale)
    ]
    page.save_revision().publish()
    shown = shown_picture(page.pictures.get())
    assert (shown.width, shown.height) == (960, 640)
    assert [source.type for source in shown.sources] == ["image/avif", "image/webp"]
    assert shown.srcset.count("w,") == 2
    assert publisher.sweep().failed == {}
    html = text_of(publisher, f"berita/{page.slug}/index.html")
    assert 'alt="Loket yang ramai"' in html
    assert 'width="960" height="640"' in html
    assert 'alt=""' in text_of(publisher, "berita/index.html")
