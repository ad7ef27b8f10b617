from __future__ import annotations

import asyncio
import gzip
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest

from gerai.publishing.record import PublishedRecord
from gerai.publishing.serving import PublishedSite, accepts

PAGE = b"<!doctype html><title>KTP</title>" + b"<p>Bawa ini</p>" * 100


async def application(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"live"})


@pytest.fixture
def site(tmp_path: Path) -> PublishedSite:
    record = PublishedRecord(
        web_root=tmp_path / "published", private=tmp_path / "private", build="b"
    )
    record.put(
        {
            "/": PAGE,
            "/a/": PAGE,
            "/robots.txt": b"User-agent: *\n",
            "/f.bin": b"0123456789",
        }
    )
    return PublishedSite(application, tmp_path / "published")


def ask(
    site: PublishedSite,
    path: str,
    *,
    method: str = "GET",
    query: bytes = b"",
    **headers: str,
) -> tuple[int, dict[str, str], bytes]:
    sent: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in headers.items()
        ],
    }
    asyncio.run(site(scope, receive, send))
    answer = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    return sent[0]["status"], answer, sent[1]["body"]


def test_a_page_is_sent_in_the_best_coding_the_reader_takes(
    site: PublishedSite,
) -> None:
    status, headers, body = ask(site, "/a/")
    assert (status, body) == (200, PAGE)
    assert "content-encoding" not in headers
    status, headers, body = ask(site, "/a/", accept_encoding="gzip, deflate")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == PAGE
    assert headers["content-length"] == str(len(body))
    _, headers, _ = ask(site, "/a/", accept_encoding="gzip, deflate, br")
    assert headers["content-encoding"] == "br"
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["vary"] == "Accept-Encoding"


def test_a_known_page_is_not_sent_again(site: PublishedSite) -> None:
    _, headers, _ = ask(site, "/a/")
    status, again, body = ask(site, "/a/", if_none_match=headers["etag"])
    assert (status, body) == (304, b"")
    assert again["etag"] == headers["etag"]
    status, _, _ = ask(site, "/a/", if_modified_since=headers["last-modified"])
    assert status == 304
    status, _, _ = ask(site, "/a/", if_none_match='"other"')
    assert status == 200


def test_a_changed_file_is_sent_at_once(site: PublishedSite, tmp_path: Path) -> None:
    ask(site, "/a/")
    record = PublishedRecord(
        web_root=tmp_path / "published", private=tmp_path / "private", build="b"
    )
    record.put({"/a/": PAGE + b"new"})
    assert ask(site, "/a/")[2] == PAGE + b"new"
    record.remove(["/a/"])
    assert ask(site, "/a/")[0] == 299


@pytest.mark.parametrize(
    ("header", "status", "body"),
    [
        ("bytes=0-3", 206, b"0123"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=5-100", 206, b"56789"),
        ("bytes=10-", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=4-2", 200, b"0123456789"),
        ("bytes=-", 200, b"0123456789"),
        ("lines=1-2", 200, b"0123456789"),
    ],
)
def test_ranges(site: PublishedSite, header: str, status: int, body: bytes) -> None:
    answer = ask(site, "/f.bin", range=header)
    assert (answer[0], answer[2]) == (status, body)


def test_a_range_of_an_older_version_gives_the_whole(site: PublishedSite) -> None:
    assert ask(site, "/f.bin", range="bytes=0-3", if_range='"old"')[0] == 200


def test_a_missing_slash_leads_to_the_page(site: PublishedSite) -> None:
    status, headers, _ = ask(site, "/a")
    assert (status, headers["location"]) == (301, "/a/")


def test_head_has_the_headers_and_no_body(site: PublishedSite) -> None:
    status, headers, body = ask(site, "/a/", method="HEAD")
    assert (status, body) == (200, b"")
    assert headers["content-length"] == str(len(PAGE))


@pytest.mark.parametrize(
    ("path", "query", "method"),
    [
        ("/cari/", b"", "GET"),
        ("/a/", b"q=1", "GET"),
        ("/a/", b"", "POST"),
        ("/../private/signing.key", b"", "GET"),
        ("/.git/config", b"", "GET"),
        ("/a\x00/", b"", "GET"),
        ("/" + "a" * 5000, b"", "GET"),
    ],
)
def test_everything_else_goes_to_the_application(
    site: PublishedSite, path: str, query: bytes, method: str
) -> None:
    assert ask(site, path, query=query, method=method)[0] == 299


def test_a_planted_link_is_not_served(site: PublishedSite, tmp_path: Path) -> None:
    (tmp_path / "published" / "b.html").symlink_to("/etc/hostname")
    assert ask(site, "/b.html")[0] == 299
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_bytes(b"slot gacor")
    (tmp_path / "published" / "b").symlink_to(outside)
    assert ask(site, "/b/")[0] == 299


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("br", True),
        ("gzip, br;q=0.5", True),
        ("br;q=0", False),
        ("br; q=0.000", False),
        ("gzip", False),
        ("", False),
    ],
)
def test_accepts(header: str, expected: bool) -> None:
    assert accepts(header, "br") is expected
