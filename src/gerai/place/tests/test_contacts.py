"""Links that call, write, or show the mall on a map."""

from __future__ import annotations

from gerai.place.choices import FactKind
from gerai.place.contacts import contact_url, geo_url, map_url, phone_url


def test_links_of_channels() -> None:
    cases = {
        (FactKind.PHONE, "(0541) 739614"): "tel:0541739614",
        (FactKind.PHONE, "+62 541 739614"): "tel:+62541739614",
        (FactKind.WHATSAPP, "+62 811 584"): "https://wa.me/62811584",
        (FactKind.EMAIL, "mpp@example.go.id"): "mailto:mpp@example.go.id",
        (FactKind.FAX, "(0541) 741286"): "",
        (FactKind.INSTAGRAM, "@mpp"): "https://www.instagram.com/mpp/",
        (FactKind.INSTAGRAM, "https://www.instagram.com/x/"): (
            "https://www.instagram.com/x/"
        ),
        (FactKind.WEBSITE, "javascript:alert(1)"): "",
        (FactKind.ADDRESS, "Jalan Pahlawan"): "",
    }
    for (kind, value), url in cases.items():
        assert contact_url(kind, value) == url, (kind, value)


def test_a_profile_name_can_not_leave_its_site() -> None:
    url = contact_url(FactKind.INSTAGRAM, '"><script>//evil.example')
    assert url.startswith("https://www.instagram.com/%22%3E%3Cscript%3E")


def test_several_numbers_are_no_link() -> None:
    assert phone_url("(0541) 739614 / 741286 / 200501") == ""
    assert phone_url("") == ""
    assert phone_url("110") == "tel:110"


def test_map_links() -> None:
    assert map_url("", "") == ""
    assert "mlat=-0.4948" in map_url("-0.4948, 117.1436", "Jalan")
    assert geo_url("") == ""
