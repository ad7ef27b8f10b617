from __future__ import annotations

from collections.abc import Callable, Hashable

from django.template import Context, Template

from gerai.theme.frame import Frame

SOURCE = '{% load frame_parts %}<p>{% kept "part" frame.section %}{{ word }}{% endkept %}</p>'


def render(frame: Frame | None, word: str) -> str:
    return Template(SOURCE).render(Context({"frame": frame, "word": word}))


def test_without_a_frame_that_keeps_it_is_drawn_each_time() -> None:
    for frame in (None, Frame()):
        assert render(frame, "a") == "<p>a</p>"
        assert render(frame, "<b>") == "<p>&lt;b&gt;</p>"


def test_it_is_drawn_once_for_what_it_depends_on() -> None:
    parts: dict[Hashable, str] = {}

    def keep(key: Hashable, draw: Callable[[], str]) -> str:
        if key not in parts:
            parts[key] = draw()
        return parts[key]

    here = Frame(keep=keep, section="/a/")
    elsewhere = Frame(keep=keep, section="/b/")
    assert render(here, "<first>") == "<p>&lt;first&gt;</p>"
    assert render(here, "second") == "<p>&lt;first&gt;</p>"
    assert render(elsewhere, "third") == "<p>third</p>"
    assert list(parts) == [("part", "/a/"), ("part", "/b/")]
