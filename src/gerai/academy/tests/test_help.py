"""The welcome, and help on every screen."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from gerai.academy.help.finding import help_for, read_screens
from gerai.academy.help.welcome import next_for, welcome_steps
from gerai.academy.lessons.models import Lesson, Progress
from gerai.academy.lessons.reading import PackRefused
from gerai.approval.services import hand_in
from gerai.guard.roles import Role
from gerai.newsroom.models import NoticePage
from gerai.workspace.tests.cast import Cast
from gerai.workspace.tests.desk_addresses import desk_addresses


def test_somebody_new_is_led_in_until_they_know_their_way(signed_in: Any) -> None:
    client = signed_in("editor")
    assert "Mengenal meja kerja" in client.get("/admin/").content.decode()
    client.post(reverse("academy_skip"))
    assert "academy-welcome" not in client.get("/admin/").content.decode()


def test_the_welcome_leads_on_and_says_when_it_is_a_managers_turn(
    signed_in: Any, people: Cast
) -> None:
    client, editor = signed_in("editor"), people.people["editor"]
    for key in ("meja-kerja", "masuk-aman", "pengumuman"):
        step = next_for(editor)
        assert step is not None
        assert step.url == Lesson.objects.get(key=key).get_absolute_url()
        now = timezone.now()
        lesson = Lesson.objects.get(key=key)
        Progress.objects.create(person=editor, lesson=lesson, done_at=now)
    assert welcome_steps(editor)[-1].is_next
    notice = NoticePage(title="Loket pindah", owner=editor, live=False)
    people.own.add_child(instance=notice)
    notice.save_revision(user=editor)
    hand_in(page=notice, by=editor)
    assert "sudah diajukan" in client.get("/admin/").content.decode()
    waiting = next_for(editor)
    assert waiting is not None
    assert "/pelajaran/" in waiting.url, "on along the path meanwhile"
    notice.get_latest_revision().publish()
    assert "Anda sudah tahu caranya" in client.get("/admin/").content.decode()


def test_every_screen_of_the_desk_has_help(people: Cast, db: None) -> None:
    """New screens are tried by themselves: the addresses come from the resolver."""
    lessons = list(Lesson.objects.filter(is_offered=True))
    without = []
    for address in desk_addresses():
        found = help_for(address, Role.ADMINISTRATOR, lessons)
        is_screen = not any(part in address for part in WITHIN_SCREENS)
        if is_screen and (found is None or len(found.sentences) != 3 or not found.tour):
            without.append(address)
    assert not without, "\n".join(without)


# Parts of other screens: choosers, suggestions, words and shapes for scripts.
WITHIN_SCREENS = (
    *("/choose/", "/chooser/", "/chooser_upload/", "autocomplete/", "/block-preview/"),
    *("/dismissibles/", "/sprite/", "/jsi18n/", "/icons/"),
)


@pytest.mark.parametrize("address", ["/admin/", "/admin/staf/", "/admin/images/"])
def test_help_is_one_tap_away(signed_in: Any, address: str) -> None:
    text = signed_in("manager").get(address).content.decode()
    assert "data-academy-help" in text
    assert f"untuk={quote(address, safe='')}" in text


def test_help_is_declared_by_address_and_a_fault_is_named() -> None:
    with pytest.raises(PackRefused, match=r"screens\.yaml:\d+"):
        read_screens("- at: [/admin/x/]\n  title: {id: a, en: b}\n  colour: red\n")


def test_help_is_a_page_and_a_part_of_one(signed_in: Any) -> None:
    client = signed_in("editor")
    address = reverse("academy_help")
    page = client.get(address, {"untuk": "/admin/tugas/pengumuman/"}).content.decode()
    part = client.get(
        address, {"untuk": "/admin/tugas/pengumuman/", "bagian": "1"}
    ).content.decode()
    assert "<html" in page
    assert "<html" not in part
    assert reverse("academy_exercise", args=["pengumuman"]) in part
    for nonsense in ("https://example.com/", "//x", "/admin/" + "x" * 5000, "\0"):
        assert client.get(address, {"untuk": nonsense}).status_code == 200
