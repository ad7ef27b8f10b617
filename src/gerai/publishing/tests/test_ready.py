from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from gerai.publishing import ready
from gerai.publishing.record import PublishedRecord
from gerai.publishing.serving import PublishedSite

PAGE = b"<!doctype html><title>KTP</title>" + b"<p>Bawa ini</p>" * 100


class Asked:
    """A published site, and what it answered last."""

    def __init__(self, folder: Path) -> None:
        self.record = PublishedRecord(
            web_root=folder / "published", private=folder / "publisher", build="b"
        )
        self.record.put({"/a/": PAGE})
        self.site = PublishedSite(self._live, folder / "published")

    async def _live(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b"live"})

    def get(self, path: str = "/a/", *, method: str = "GET", **headers: str) -> Any:
        """Status, headers and body."""
        sent: list[Any] = []
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": [
                (name.replace("_", "-").encode(), value.encode())
                for name, value in headers.items()
            ],
        }

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.site(scope, None, send))  # type: ignore[arg-type]
        return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    return Asked(tmp_path)


def test_the_second_answer_is_the_first_one(asked: Asked) -> None:
    for coding in ("", "gzip", "gzip, deflate, br"):
        first = asked.get(accept_encoding=coding)
        assert asked.get(accept_encoding=coding) == first
    assert asked.get()[2] == PAGE


def test_a_new_version_is_seen_at_once(asked: Asked) -> None:
    asked.get()
    for number in range(20):
        body = PAGE + b"%d" % number
        asked.record.put({"/a/": body})
        assert asked.get()[2] == body


def test_a_page_that_is_gone_is_asked_of_the_application(asked: Asked) -> None:
    asked.get()
    asked.record.remove(["/a/"])
    assert asked.get()[0] == 299


def test_a_link_in_place_of_the_file_is_not_followed(asked: Asked) -> None:
    asked.get()
    path = asked.record.tree.root / "a" / "index.html"
    secret = asked.record.tree.root.parent / "publisher" / "signing.key"
    path.unlink()
    path.symlink_to(secret)
    assert asked.get()[0] == 299


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"method": "HEAD"}, 200),
        ({"if_none_match": "*"}, 304),
        ({"method": "POST"}, 299),
    ],
)
def test_what_depends_on_more_goes_the_whole_way(
    asked: Asked, options: dict[str, str], status: int
) -> None:
    asked.get()
    answer = asked.get(**options)
    assert answer[0] == status
    if status != 299:
        assert answer[2] == b""


def test_the_whole_way_is_gone_again_after_a_while(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ("/a/", b"")
    asked.get()
    assert asked.site._ready.get(key) is not None
    monkeypatch.setattr(ready, "SECONDS", 0.0)
    assert asked.site._ready.get(key) is None
    assert asked.get()[2] == PAGE


def test_only_so_much_is_kept(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "LARGEST_NUMBER", 3)
    for number in range(10):
        asked.record.put({f"/{number}/": PAGE})
        asked.get(f"/{number}/")
        assert len(asked.site._ready._answers) <= 3
    asked.record.put({"/big/": os.urandom(ready.LARGEST_BODY + 1)})
    asked.get("/big/")
    assert ("/big/", b"") not in asked.site._ready._answers
