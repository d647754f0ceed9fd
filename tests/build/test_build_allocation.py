"""How many rows of each stratum are drawn, whatever the strata are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from babelwright.build.allocation import allocate
from support.laws import law

STRATA = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 10)), min_size=1, max_size=12)
"""Rows and the minimum of every stratum."""


def drawn(strata: list[tuple[int, int]], size: int) -> list[int]:
    rows = np.array([rows for rows, _ in strata])
    least = np.array([min(rows, least) for rows, least in strata])
    found = allocate(rows, least, np.arange(len(rows)), size)
    return [int(each) for each in found]


@law
@given(strata=STRATA, size=st.integers(1, 400))
def test_as_many_are_drawn_as_asked_unless_minimums_or_rows_forbid(
    strata: list[tuple[int, int]], size: int
) -> None:
    rows = sum(rows for rows, _ in strata)
    least = sum(min(each) for each in strata)
    assert sum(drawn(strata, size)) == min(rows, max(size, least))


@law
@given(strata=STRATA, size=st.integers(1, 400))
def test_every_stratum_keeps_its_minimum_and_has_no_more_than_its_rows(
    strata: list[tuple[int, int]], size: int
) -> None:
    for (rows, least), each in zip(strata, drawn(strata, size), strict=True):
        assert min(rows, least) <= each <= rows


@law
@given(rows=st.lists(st.integers(1, 60), min_size=1, max_size=12), size=st.integers(1, 400))
def test_without_minimums_each_is_within_one_of_its_exact_quota(rows: list[int], size: int) -> None:
    found = drawn([(each, 0) for each in rows], size)
    taken = min(size, sum(rows))
    for each, count in zip(rows, found, strict=True):
        assert abs(count - taken * each / sum(rows)) < 1


@law
@given(strata=STRATA, size=st.integers(1, 400))
def test_those_above_their_minimum_share_what_the_others_leave_in_proportion(
    strata: list[tuple[int, int]], size: int
) -> None:
    found = drawn(strata, size)
    above = [
        (rows, count)
        for (rows, least), count in zip(strata, found, strict=True)
        if count > min(rows, least)
    ]
    total, taken = sum(rows for rows, _ in above), sum(count for _, count in above)
    for rows, count in above:
        # One for its own rounding, and one for a neighbour that stands at its minimum by rounding.
        assert abs(count - taken * rows / total) <= 2


def test_equal_remainders_are_broken_by_the_order_that_is_given() -> None:
    rows, none = np.array([1, 1, 1, 1]), np.zeros(4, dtype=np.int64)
    assert allocate(rows, none, np.array([3, 0, 2, 1]), 2).tolist() == [0, 1, 0, 1]


def test_quotas_of_billions_of_rows_are_exact() -> None:
    rows = np.array([3_000_000_000, 1_000_000_000])
    found = allocate(rows, np.ones(2, dtype=np.int64), np.arange(2), 2_000_000_001)
    assert found.tolist() == [1_500_000_001, 500_000_000]
