from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gerai.directory.choices import FeeKind
from gerai.directory.standard.values import Fee
from gerai.guidance.visit.costs import Cost, CostKind, cost_of, total_of

FREE = Fee(FeeKind.FREE)
FORMULA = Fee(FeeKind.FORMULA, note="Menurut luas tanah")


def fixed(amount: int, **rest: object) -> Fee:
    return Fee(FeeKind.FIXED, amount=amount, **rest)  # type: ignore[arg-type]


def ranging(low: int, high: int) -> Fee:
    return Fee(FeeKind.RANGE, amount=low, amount_maximum=high)


fees = st.lists(
    st.one_of(
        st.just(FREE),
        st.just(FORMULA),
        st.builds(
            fixed,
            st.integers(1, 10**7),
            per=st.sampled_from(["", "bulan"]),
            cases=st.sampled_from([(), ("hilang",), ("baru",)]),
        ),
        st.builds(ranging, st.integers(1, 100), st.integers(101, 1000)),
    ),
    max_size=3,
)


def test_one_fixed_fee_is_certain() -> None:
    assert cost_of("a/b", [fixed(350_000)]).amount == 350_000


def test_free_is_said_and_never_implied() -> None:
    assert cost_of("a/b", [FREE]).kind == CostKind.FREE
    assert cost_of("a/b", []).kind == CostKind.UNKNOWN


def test_a_case_decides_between_fees() -> None:
    by_case = [
        fixed(100_000, cases=("hilang",)),
        fixed(50_000, cases=("rusak",)),
    ]
    assert cost_of("a/b", by_case).kind == CostKind.OPEN
    assert cost_of("a/b", by_case, case="rusak").amount == 50_000
    assert cost_of("a/b", by_case, case="baru").kind == CostKind.UNKNOWN


def test_what_only_some_pay_is_not_certain_before_they_chose() -> None:
    assert cost_of("a/b", [fixed(5, cases=("hilang",))]).kind == CostKind.OPEN


def test_alternatives_ranges_formulas_and_rates_are_never_summed() -> None:
    for due in (
        [fixed(350_000), fixed(650_000)],
        [ranging(1, 2)],
        [FORMULA],
        [FREE, fixed(1)],
        [fixed(42_000, per="bulan")],
    ):
        cost = cost_of("a/b", due)
        assert (cost.kind, cost.amount) == (CostKind.OPEN, None)


@given(st.lists(st.tuples(fees, st.sampled_from(["", "hilang"])), max_size=12))
def test_the_sum_is_of_the_certain_and_all_others_are_named(
    chosen: list[tuple[list[Fee], str]],
) -> None:
    costs = [
        cost_of(f"a/{number}", due, case=case)
        for number, (due, case) in enumerate(chosen)
    ]
    total = total_of(costs)
    certain = [one for one in costs if one.kind in {CostKind.FREE, CostKind.FIXED}]
    assert total.amount == sum(one.amount for one in certain if one.amount is not None)
    named = {*total.open, *total.unknown, *(one.service for one in certain)}
    assert named == {one.service for one in costs}
    assert len(total.open) + len(total.unknown) + len(certain) == len(costs)
    assert total.is_complete == (len(certain) == len(costs))


@given(st.lists(fees, min_size=1, max_size=6))
def test_each_certain_amount_is_the_only_one_that_is_due(
    lists: list[list[Fee]],
) -> None:
    for due in lists:
        cost: Cost = cost_of("a/b", due)
        if cost.kind == CostKind.FIXED:
            assert [fee.bounds for fee in cost.fees] == [(cost.amount, cost.amount)]
