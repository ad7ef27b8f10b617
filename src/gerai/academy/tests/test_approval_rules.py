"""Handed in, decided, answered: right, wrong and half-right."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page

from gerai.academy.checks import load_rules, run_checks
from gerai.academy.checks.rules import Finding
from gerai.academy.practice import arrange, inside, load_scene
from gerai.academy.practice.models import Copy
from gerai.academy.practice.people import Persona, person_for
from gerai.approval.selectors import current_step
from gerai.approval.services import add_remark, decide, hand_in
from gerai.directory.models import ServicePage

pytestmark = pytest.mark.django_db

SCENE = [
    {"service": {"slug": "latihan-sim", "title": "SIM C", "fee": 75000}},
    {"fee": {"service": "latihan-sim", "amount": 7500}},
    {"remark": {"page": "latihan-sim", "text": "Apakah angka ini benar?"}},
    {"work_as": "manager"},
]
SERVICE = "/instansi/instansi-a/latihan-sim/"


@pytest.fixture
def scene(copy: Copy) -> Copy:
    return copy


def found(copy: Copy, kind: str, **values: Any) -> Finding:
    rule = {kind: {"page": SERVICE, **values}}
    (finding,) = run_checks(load_rules([rule], file="setuju.yaml"), copy)
    return finding


def judge(copy: Copy, *, approve: bool, comment: str = "") -> None:
    with inside(copy):
        step = current_step(Page.objects.get(slug="latihan-sim"))
        assert step is not None
        manager = person_for(Persona.MANAGER, copy.user_id)
        decide(task_state=step, by=manager, approve=approve, comment=comment)


def test_nobody_has_decided(scene: Copy) -> None:
    assert found(scene, "waits_for_approval").met
    assert not found(scene, "decided", decision="sent_back").met


def test_sent_back_with_a_reason_that_helps(scene: Copy) -> None:
    judge(scene, approve=False, comment="Biaya kurang satu nol: seharusnya 75.000.")
    assert found(scene, "decided", decision="sent_back", reason=["75.000"]).met
    assert not found(scene, "waits_for_approval").met


def test_sent_back_with_a_poor_reason(scene: Copy) -> None:
    judge(scene, approve=False, comment="Salah")
    finding = found(scene, "decided", decision="sent_back", reason=["75.000"])
    assert not finding.met
    assert "75.000" in finding.text


def test_the_mistake_was_approved(scene: Copy) -> None:
    judge(scene, approve=True)
    assert not found(scene, "decided", decision="sent_back").met
    assert found(scene, "decided", decision="approved").met


def test_what_is_right_was_sent_back(scene: Copy) -> None:
    judge(scene, approve=False, comment="Saya tidak suka ini")
    assert not found(scene, "decided", decision="approved").met


def test_drafts_are_not_handed_in(copy: Copy) -> None:
    steps = [
        SCENE[0],
        {"fee": {"service": "latihan-sim", "amount": 1, "state": "draft"}},
    ]
    scene = arrange(copy, load_scene(steps, file="x"))
    assert "SIM C" in found(scene, "waits_for_approval").text
    with inside(scene):
        page = ServicePage.objects.get(slug="latihan-sim")
        hand_in(page=page, by=person_for(Persona.EDITOR, scene.user_id))
    assert found(scene, "waits_for_approval").met


def test_public_pages_do_not_wait(copy: Copy) -> None:
    scene = arrange(copy, load_scene(SCENE[:1], file="x"))
    assert not found(scene, "waits_for_approval").met


@pytest.mark.parametrize(
    ("answer", "met"),
    [
        ("", False),
        ("ok", False),
        ("Sudah saya ubah semua", False),
        ("Belum, yang benar 75.000 rupiah", True),
    ],
)
def test_comments(scene: Copy, answer: str, met: bool) -> None:
    if answer:
        with inside(scene):
            page = Page.objects.get(slug="latihan-sim")
            add_remark(
                page=page, by=person_for(Persona.EDITOR, scene.user_id), text=answer
            )
    assert found(scene, "comment_answered", mentions=["75.000"]).met is met


def test_those_concerned_are_told(scene: Copy) -> None:
    rule = [{"mail_written": {"mentions": ["SIM C"]}}]
    rules = load_rules(rule, file="x")
    assert not run_checks(rules, scene)[0].met
    judge(scene, approve=True)
    assert run_checks(rules, scene)[0].met
