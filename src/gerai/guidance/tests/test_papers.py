from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gerai.directory.choices import THINGS_TO_BRING, RequirementKind
from gerai.guidance.visit.papers import Demand, count_of, identity_of, merged

SERVICES = ("polres/skck", "dukcapil/ktp", "kpp/npwp")


@st.composite
def demands(draw: st.DrawFn) -> list[Demand]:
    """What three services ask for: few words, so that they often mean the same."""
    found = []
    for service in SERVICES:
        for position in range(draw(st.integers(0, 5))):
            text = draw(
                st.sampled_from(["KTP", "KTP-el", "Kartu Keluarga (KK)", "NPWP"])
            )
            condition = draw(st.sampled_from(["", "", "Jika hilang", "Jika rusak"]))
            found.append(
                Demand(
                    service=service,
                    text=text,
                    identity=identity_of(text),
                    kind=draw(st.sampled_from(list(RequirementKind))),
                    position=position,
                    is_original=draw(st.booleans()),
                    copies=draw(st.integers(0, 3)),
                    condition=condition,
                    condition_identity=identity_of(condition),
                    is_optional=draw(st.booleans()),
                    note=draw(st.sampled_from(["", "Asli diperlihatkan"])),
                )
            )
    return found


@given(demands(), st.randoms())
def test_the_order_of_the_services_makes_no_difference(
    given_: list[Demand], random: Random
) -> None:
    shuffled = list(given_)
    random.shuffle(shuffled)
    assert merged(shuffled) == merged(given_)


@given(demands())
def test_nothing_is_lost_and_nothing_is_invented(given_: list[Demand]) -> None:
    kept = [demand for paper in merged(given_) for demand in paper.demands]
    assert Counter(kept) == Counter(given_)


@given(demands())
def test_copies_add_up_and_originals_count_once(given_: list[Demand]) -> None:
    papers = merged(given_)
    firm = [d for d in given_ if d.is_firm and d.kind in THINGS_TO_BRING]
    count = count_of(papers)
    assert count.copies == sum(demand.copies for demand in firm)
    assert count.originals == len({d.identity for d in firm if d.is_original})


@given(demands())
def test_a_line_is_one_thing_under_one_condition(given_: list[Demand]) -> None:
    papers = merged(given_)
    assert len({paper.key for paper in papers}) == len(papers)
    for paper in papers:
        assert len({demand.identity for demand in paper.demands}) == 1
        if paper.is_firm:
            assert any(demand.is_firm for demand in paper.demands)
        else:
            conditions = {demand.condition_identity for demand in paper.demands}
            assert len(conditions) == 1


@given(demands())
def test_a_condition_never_becomes_certain(given_: list[Demand]) -> None:
    for paper in merged(given_):
        certain = [demand for demand in paper.demands if demand.is_firm]
        if paper.is_firm:
            assert paper.copies == sum(demand.copies for demand in certain)
            assert paper.is_original == any(demand.is_original for demand in certain)
        else:
            assert not certain


@given(demands())
def test_what_more_is_wanted_under_a_condition_stays_visible(
    given_: list[Demand],
) -> None:
    for paper in merged(given_):
        if not paper.is_firm:
            continue
        for demand in paper.demands:
            if not demand.is_firm and demand.copies:
                assert demand in paper.extras


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KTP", "KTP-el"),
        ("Kartu Keluarga (KK)", "kartu keluarga"),
        ("Kartu Keluarga (KK)", "KK"),
        ("Surat Tanda Registrasi (STR)", "surat  tanda registrasi"),
        ("e-KTP", "KTP elektronik"),
        ("Surat kehilangan, dari kepolisian", "Surat kehilangan dari kepolisian."),
    ],
)
def test_spellings_of_one_document(one: str, other: str) -> None:
    assert identity_of(one) == identity_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KTP", "KTP ahli waris"),
        ("Kartu Keluarga (KK)", "Kartu Keluarga (KK) lama"),
        ("Pas foto", "Pas foto 4x6"),
        ("Akta (lahir)", "Akta (nikah)"),
        ("Surat keterangan (RT)", "Surat keterangan (RW)"),
    ],
)
def test_different_documents_stay_different(one: str, other: str) -> None:
    assert identity_of(one) != identity_of(other)


def test_a_document_of_two_services() -> None:
    papers = merged(
        [
            Demand("a/b", "KTP-el", "ktp", is_original=True, copies=1),
            Demand("c/d", "KTP", "ktp", position=3, is_original=True, copies=2),
            Demand(
                "e/f",
                "KTP",
                "ktp",
                copies=1,
                condition="Jika diwakilkan",
                condition_identity="jika diwakilkan",
            ),
        ]
    )
    (paper,) = papers
    assert (paper.text, paper.is_original, paper.copies) == ("KTP", True, 3)
    assert [demand.service for demand in paper.extras] == ["e/f"]
    assert count_of(papers).things == 4
