"""Visits to other sites never reach a machine of the own network."""

from __future__ import annotations

import socket
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gerai.truth import links
from gerai.truth.links import LinkPlace
from gerai.truth.models import ExternalLink
from gerai.truth.visiting import visit


def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def answer(host: str, port: int, **_: Any) -> list[Any]:
        return [(2, 1, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def test_the_own_network_is_not_visited(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "127.0.0.1")
    assert visit("http://dalam.example/") == "private"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "http://user:rahasia@example.com/",
        "http://example.com:6379/",
        "http://example.com:22/",
        "gopher://example.com/",
    ],
)
def test_only_plain_web_addresses_are_visited(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    resolving(monkeypatch, "93.184.216.34")
    assert visit(url) == "private"


def test_an_unknown_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert visit("https://tidak-ada.example/") == "name"


@pytest.mark.django_db
def test_a_round_is_bounded_polite_and_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    places = [
        LinkPlace("https://a.example/1", None, "Satu"),
        LinkPlace("https://a.example/2", None, "Dua"),
        LinkPlace("https://b.example/", None, "Tiga"),
        LinkPlace("mailto:x@example.com", None, "Surel"),
    ]
    monkeypatch.setattr(links, "_sources", {"uji": lambda: places})
    visited: list[str] = []

    def fake(url: str) -> str:
        visited.append(url)
        return "404" if "b.example" in url else ""

    monkeypatch.setattr(links, "visit", fake)
    now = timezone.now()
    assert links.visit_due_links(now) == 2  # one of each site
    assert visited == ["https://a.example/1", "https://b.example/"]
    assert links.broken_links(now) == {}  # one failure proves little
    later = now + timedelta(hours=25)
    assert links.visit_due_links(later) == 2  # the other of a, and b again
    assert links.broken_links(later) == {"https://b.example/": "404"}
    assert links.visit_due_links(later) == 0
    places.pop(2)
    links.visit_due_links(later)
    assert not ExternalLink.objects.filter(url="https://b.example/").exists()
