"""Right, wrong and half-right pages: fields, words, fees, pictures, notices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.images import get_image_model
from wagtail.models import Page

from gerai.academy.checks import load_rules, run_checks
from gerai.academy.checks.looking import folded, mentions
from gerai.academy.checks.rules import Finding
from gerai.academy.practice import arrange, inside, load_scene
from gerai.academy.practice.models import Copy
from gerai.academy.practice.people import Persona, person_for
from gerai.academy.practice.scenes import fee_items
from gerai.directory.models import AgencyPage, ServicePage
from gerai.newsroom.models import NoticePage

pytestmark = pytest.mark.django_db

SCENE = [
    {"service": {"slug": "latihan-sim", "title": "SIM C", "fee": 75000}},
    {"picture": {"title": "Loket"}},
]
SERVICE = "/instansi/instansi-a/latihan-sim/"


@pytest.fixture
def scene(copy: Copy) -> Copy:
    return copy


def found(copy: Copy, rule: dict[str, Any]) -> Finding:
    (finding,) = run_checks(load_rules([rule], file="biaya.yaml"), copy)
    return finding


def change(copy: Copy, *, publish: bool = True, **values: Any) -> None:
    with inside(copy):
        page = ServicePage.objects.get(slug="latihan-sim")
        for name, value in values.items():
            setattr(page, name, value)
        revision = page.save_revision()
        if publish:
            revision.publish()


def write_notice(copy: Copy, *, publish: bool = True, **values: Any) -> None:
    with inside(copy):
        agency = AgencyPage.objects.get(slug="instansi-a")
        given_values = {
            "title": "Loket SIM tutup besok",
            "slug": "tutup-besok",
            "summary": "Mulai pukul 12.00 karena pemeliharaan.",
            "ends_at": timezone.now() + timedelta(days=1),
        } | values
        notice = NoticePage(
            agency=agency, locale=agency.locale, live=False, **given_values
        )
        agency.add_child(instance=notice)
        revision = notice.save_revision()
        if publish:
            revision.publish()


@pytest.mark.parametrize(
    ("fees", "met"),
    [
        (fee_items(100000), True),
        (fee_items(75000), False),
        (fee_items(10000), False),
        (fee_items(0), False),
        ([], False),
        (fee_items(75000) + fee_items(100000), False),
    ],
)
def test_fees(scene: Copy, fees: list[Any], met: bool) -> None:
    change(scene, fees=fees)
    finding = found(scene, {"fee_equals": {"page": SERVICE, "amount": 100000}})
    assert finding.met is met
    assert finding.text
    assert bool(finding.hint) is not met


def test_free_of_charge(scene: Copy) -> None:
    rule = {"fee_equals": {"page": SERVICE, "amount": 0}}
    assert "75.000" in found(scene, rule).text
    change(scene, fees=fee_items(0))
    assert found(scene, rule).met


def test_a_fee_in_a_draft_is_not_public(scene: Copy) -> None:
    change(scene, publish=False, fees=fee_items(100000))
    rule = {"page": SERVICE, "amount": 100000}
    assert not found(scene, {"fee_equals": rule}).met
    assert found(scene, {"fee_equals": rule | {"draft": True}}).met
    assert not found(scene, {"page_live": {"page": SERVICE}}).met


def test_page_live(scene: Copy) -> None:
    live, down = (
        {"page_live": {"page": SERVICE, "live": is_live}} for is_live in (True, False)
    )
    assert found(scene, live).met
    assert not found(scene, down).met
    with inside(scene):
        ServicePage.objects.get(slug="latihan-sim").unpublish()
    assert not found(scene, live).met
    assert found(scene, down).met


def test_fields(scene: Copy) -> None:
    rule = {"field_equals": {"page": SERVICE, "field": "title", "value": "SIM A"}}
    assert "SIM C" in found(scene, rule).text
    change(scene, title="SIM A")
    assert found(scene, rule).met
    rule["field_equals"]["field"] = "tidak_ada"
    assert not found(scene, rule).met


def test_words(scene: Copy) -> None:
    rule = {
        "text_mentions": {
            "page": SERVICE,
            "all_of": ["KTP | kartu tanda penduduk"],
            "none_of": ["dalam rangka"],
            "most_words": 12,
        }
    }
    change(scene, summary="Dalam rangka pelayanan, bawalah semuanya.")
    text = found(scene, rule).text
    assert "KTP" in text
    assert "dalam rangka" in text
    change(scene, summary="Bawa kartu  tanda penduduk.")
    assert found(scene, rule).met
    change(scene, summary="Bawa KTP " + "ya " * 20)
    assert "12" in found(scene, rule).text


def test_notices(scene: Copy) -> None:
    rule = {
        "notice_exists": {
            "agency": "own",
            "ends_by": "+1",
            "mentions": ["12.00", "SIM"],
        }
    }
    ends = {"notice_ends_by": {"day": "+1"}}
    assert found(scene, rule).hint
    assert not found(scene, ends).met
    write_notice(scene, publish=False, ends_at=None, summary="Tutup.")
    first = found(scene, rule)
    assert not first.met
    assert "12.00" in first.text
    assert not found(scene, ends).met
    write_notice(scene, slug="kedua")
    assert found(scene, rule).met
    assert found(scene, ends).met


def test_a_notice_that_ends_too_late_or_is_over(scene: Copy) -> None:
    ends = {"notice_ends_by": {"day": "tomorrow", "at": "12:00"}}
    write_notice(scene, ends_at=timezone.now() + timedelta(days=9))
    assert not found(scene, ends).met
    now = timezone.now()
    write_notice(
        scene,
        slug="sudah-lewat",
        starts_at=now - timedelta(hours=2),
        ends_at=now - timedelta(hours=1),
    )
    assert not found(scene, ends).met


def test_what_was_there_before_is_not_new(scene: Copy) -> None:
    write_notice(scene)
    again = arrange(
        scene,
        load_scene(
            [
                {
                    "page": {
                        "kind": "notice",
                        "slug": "lama",
                        "title": "Pengumuman lama",
                        "state": "live",
                        "by": "manager",
                    }
                }
            ],
            file="x",
        ),
    )
    assert found(again, {"nothing_new": {"what": "notice"}}).met
    write_notice(again)
    assert not found(again, {"nothing_new": {"what": "notice"}}).met


@pytest.mark.parametrize(
    ("words", "met"),
    [
        ("", False),
        ("foto", False),
        ("Loket", False),
        ("Dua petugas melayani warga di loket", True),
        ("Sebuah taman kota yang hijau sekali", False),
    ],
)
def test_alternative_texts(scene: Copy, words: str, met: bool) -> None:
    with inside(scene):
        get_image_model().objects.filter(title="Loket").update(description=words)
    rule = {"image_has_alt": {"title": "Loket", "mentions": ["petugas"]}}
    assert found(scene, rule).met is met


def test_pictures_of_a_page(scene: Copy) -> None:
    rule = {"image_has_alt": {"page": SERVICE}}
    assert not found(scene, rule).met


def test_a_page_that_is_gone_is_said(scene: Copy) -> None:
    with inside(scene):
        Page.objects.get(slug="latihan-sim").delete()
    finding = found(scene, {"fee_equals": {"page": SERVICE, "amount": 1}})
    assert not finding.met
    assert SERVICE in finding.text


def test_the_colleagues_can_be_asked(scene: Copy) -> None:
    with inside(scene):
        assert person_for(Persona.MANAGER, scene.user_id) is not None


@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_can_be_looked_through(text: str, wanted: str) -> None:
    assert isinstance(mentions(text, wanted), bool)
    if folded(wanted) and "|" not in wanted:
        assert mentions(f"{text} {wanted} {text}", wanted)
