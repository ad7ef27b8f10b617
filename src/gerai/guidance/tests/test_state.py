from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from gerai.guidance.visit.state import (
    MAX_SERVICES,
    Problem,
    Visit,
    Wish,
    read_visit,
    settled,
    visit_of,
)


def read(query: str) -> Visit:
    return read_visit(QueryDict(query))


def test_services_and_cases() -> None:
    visit = read("layanan=polres/skck&layanan=dukcapil/kk&kasus=dukcapil/kk:hilang")
    assert visit.wishes == (Wish("polres/skck"), Wish("dukcapil/kk", "hilang"))
    assert visit.problems == ()


def test_what_is_written_can_be_read_again() -> None:
    visit = Visit((Wish("a/b", "x"), Wish("c/d")))
    assert visit.url() == "/siap/?layanan=a/b&layanan=c/d&kasus=a/b:x"
    assert read(visit.query()) == visit


def test_duplicates_count_once() -> None:
    assert read("layanan=a/b&layanan=a/b&layanan=/a/b/").services == ("a/b",)


@pytest.mark.parametrize(
    "value",
    [
        "x" * 10_000,
        "<script>",
        "a",
        "a/b/c",
        "a/b?c",
        "../../etc",
        "a b/c",
        "😀/b",
        "%00",
    ],
)
def test_what_cannot_be_a_service_is_left_out(value: str) -> None:
    query = QueryDict(mutable=True)
    query.setlist("layanan", [value, "a/b"])
    visit = read_visit(query)
    assert visit.services == ("a/b",)
    assert visit.problems == (Problem.UNKNOWN_SERVICE,)


def test_a_visit_has_an_end() -> None:
    visit = read("&".join(f"layanan=a/s{number}" for number in range(40)))
    assert len(visit.wishes) == MAX_SERVICES
    assert visit.problems == (Problem.TOO_MANY,)
    assert visit.is_full
    assert visit.with_service("b/c") == Visit(visit.wishes)


def test_ten_thousand_parameters_cost_what_sixty_cost() -> None:
    visit = read("&".join(["layanan=a/b"] * 999))
    assert visit.services == ("a/b",)


def test_what_does_not_exist_is_left_out_and_said() -> None:
    visit = settled(
        read("layanan=a/b&layanan=c/d&kasus=a/b:nope"), cases={"a/b": ["hilang"]}
    )
    assert visit.wishes == (Wish("a/b"),)
    assert set(visit.problems) == {Problem.UNKNOWN_SERVICE, Problem.UNKNOWN_CASE}


def test_changing_a_visit() -> None:
    visit = visit_of(["a/b", "c/d", "a/b"])
    assert visit.with_case("a/b", "x").wishes == (Wish("a/b", "x"), Wish("c/d"))
    assert visit.without("a/b").services == ("c/d",)
    assert visit.with_service("e/f").services == ("a/b", "c/d", "e/f")
    assert Visit().url() == "/siap/"


@given(
    st.dictionaries(
        st.sampled_from(["layanan", "kasus", "q"]), st.lists(st.text(), max_size=20)
    )
)
def test_any_address_has_an_answer(values: dict[str, list[str]]) -> None:
    query = QueryDict(mutable=True)
    for key, texts in values.items():
        query.setlist(key, texts)
    visit = read_visit(query)
    assert len(visit.wishes) <= MAX_SERVICES
    assert read(visit.query()).wishes == visit.wishes
    assert set(parse_qs(visit.query())) <= {"layanan", "kasus"}
