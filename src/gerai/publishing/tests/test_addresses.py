from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gerai.publishing.addresses import (
    AddressBook,
    UnsafeAddress,
    address_of,
    file_of,
    one_of_each_kind,
)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "index.html"),
        ("/instansi/kpp/", "instansi/kpp/index.html"),
        ("/robots.txt", "robots.txt"),
        ("/.well-known/security.txt", ".well-known/security.txt"),
        ("/berita/kata-%C3%A9/", "berita/kata-é/index.html"),
    ],
)
def test_an_address_has_one_file(address: str, name: str) -> None:
    assert file_of(address) == name


@pytest.mark.parametrize(
    "address",
    [
        "instansi/",
        "/../etc/passwd",
        "/a/%2e%2e/b/",
        "/a//b/",
        "/a/./b",
        "/.htaccess",
        "/a\\b/",
        "/a%00b/",
        "/a\nb/",
        "/a?b=1",
        "/" + "a" * 256 + "/",
        "/" + "/".join(["abcdefgh"] * 300) + "/",
        "/%ff/",
    ],
)
def test_what_cannot_be_a_file_below_the_folder_is_refused(address: str) -> None:
    with pytest.raises((UnsafeAddress, UnicodeDecodeError)):
        file_of(address)


@given(st.text(max_size=300), st.booleans())
def test_no_address_ever_leaves_the_folder(text: str, encode: bool) -> None:
    address = "/" + (quote(text) if encode else text)
    try:
        name = file_of(address)
    except (UnsafeAddress, UnicodeDecodeError):
        return
    path = PurePosixPath(name)
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert path.name


@given(st.lists(st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True), max_size=5))
def test_files_lead_back_to_their_addresses(segments: list[str]) -> None:
    address = "/" + "".join(f"{segment}/" for segment in segments)
    assert address_of(file_of(address)) == address


def test_the_book_lists_each_address_once_in_order() -> None:
    book = AddressBook()
    book.register("b", lambda: ["/b/", "/"])
    book.register("a", lambda: ["/a/", "/"])
    assert book.all() == ["/", "/a/", "/b/"]


def test_one_page_of_each_kind_stands_for_the_others() -> None:
    pages = ["/", "/a/", "/a/1/", "/a/2/", "/en/", "/en/a/1/", "/en/a/2/", "/b/1/"]
    files = ["/a/1.png", "/data.json"]
    assert one_of_each_kind([*pages, *files]) == [
        *("/", "/a/", "/a/1/", "/en/", "/en/a/1/", "/b/1/")
    ]
