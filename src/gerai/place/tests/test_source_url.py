from __future__ import annotations

import pytest

from gerai.place.provenance import ProvenanceValue, source_url


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("https://example.go.id/a", "https://example.go.id/a"),
        ("https://example.go.id/ (halaman 3)", "https://example.go.id/"),
        ("PP 28/2025", ""),
        ("lihat https://example.go.id/", ""),
        ("", ""),
    ],
)
def test_the_address_of_a_source_leaves_out_the_words(source: str, url: str) -> None:
    assert source_url(source) == url


def test_a_record_links_to_its_first_address() -> None:
    value = ProvenanceValue(source="PP 28/2025\nhttps://example.go.id/ (salinan)")
    assert value.link == "https://example.go.id/"
