"""Cover and fertility of words, and what is made of them by text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.fidelity.coverage import between, covered, longest, mean, total, worst
from babelwright.fidelity.words import Grouping, Numbers
from support.token_embedders import MEANINGS, Counting

GROUPING = Grouping(Counting())
STARTS = np.array([0, 3, 3, 5])
ONES = np.ones(5, dtype=np.float32)


def _fertility(source: str, target: str) -> list[float]:
    found = covered(GROUPING.words([source]), GROUPING.words([target]), np.array([0]))
    return [round(float(each), 2) for each in found.source.fertility]


def test_a_translated_word_is_covered_and_a_missing_one_is_not() -> None:
    found = covered(GROUPING.words(["one two three"]), GROUPING.words(["en tre"]), np.array([0]))
    np.testing.assert_allclose(found.source.cover, [1, 0, 1], atol=0.02)
    np.testing.assert_allclose(found.target.cover, [1, 1], atol=0.02)
    assert (found.source.fertility > 0.9).tolist() == [True, False, True]


def test_one_word_does_not_cover_two_though_both_are_like_it() -> None:
    assert _fertility("two two", "to to") == [1.0, 1.0]
    assert _fertility("two two", "to") == [0.5, 0.5]


def test_nothing_receives_more_than_one() -> None:
    assert _fertility("two", "to to to") == [1.0]


@pytest.mark.parametrize(("source", "target"), [("one", ""), ("", "en"), ("", ""), (".", ".")])
def test_without_words_on_one_side_nothing_is_covered(source: str, target: str) -> None:
    found = covered(GROUPING.words([source]), GROUPING.words([target]), np.array([0]))
    assert not found.source.cover.any()
    assert not found.target.fertility.any()


def test_only_the_rows_that_are_asked_for_are_compared() -> None:
    ours, theirs = GROUPING.words(["one", "two"]), GROUPING.words(["en", "to"])
    assert covered(ours, theirs, np.array([1])).source.cover.round(1).tolist() == [0, 1]


def test_sums_and_means_are_by_text_and_0_of_one_without_words() -> None:
    values = np.array([1.0, 2, 3, 4, 6])
    weights = np.array([1, 1, 2, 3, 1], dtype=np.float32)
    assert total(values, STARTS).tolist() == [6, 0, 10]
    assert mean(values, weights, STARTS).tolist() == [9 / 4, 0, 18 / 4]


def test_the_worst_window_has_five_neighbours_or_the_whole_text() -> None:
    values = np.array([1.0] * 4 + [0.0] * 5 + [1.0] * 4 + [0.0, 1.0, 1.0])
    starts = np.array([0, 13, 13, 16])
    lowest = worst(values, np.ones(16, dtype=np.float32), starts)
    np.testing.assert_allclose(lowest, [0, 0, 2 / 3])


def test_the_longest_run_does_not_cross_from_one_text_into_the_next() -> None:
    bad = np.array([False, True, True, True, False])
    assert longest(bad, STARTS).tolist() == [2, 0, 1]
    assert longest(~bad, STARTS).tolist() == [1, 0, 1]
    assert longest(np.array([], dtype=bool), np.array([0, 0])).tolist() == [0]


def test_a_part_of_the_text_is_found_by_the_words_places() -> None:
    values = np.array([1.0, 2, 3, 4, 6])
    assert between(values, ONES, STARTS, (0.0, 0.3)).tolist() == [1, 0, 4]
    assert between(values, ONES, STARTS, (0.7, 1.01)).tolist() == [3, 0, 6]


_TEXTS = st.lists(st.sampled_from(MEANINGS["en"] + MEANINGS["da"]), max_size=7).map(" ".join)


@given(st.lists(st.tuples(_TEXTS, _TEXTS), min_size=1, max_size=5))
def test_a_pair_is_measured_alike_whatever_stands_beside_it(pairs: list[tuple[str, str]]) -> None:
    def measured(rows: list[tuple[str, str]]) -> tuple[Numbers, ...]:
        ours = GROUPING.words([source for source, _ in rows])
        theirs = GROUPING.words([target for _, target in rows])
        found = covered(ours, theirs, np.arange(len(rows)))
        values = found.source.fertility
        return (
            mean(found.source.cover, ours.weights, ours.starts),
            worst(values, ours.weights, ours.starts),
            longest(values < 0.5, ours.starts),
            between(values, ours.weights, ours.starts, (0.7, 1.01)),
            mean(found.target.fertility, theirs.weights, theirs.starts),
        )

    together = measured(pairs)
    for row, pair in enumerate(pairs):
        for one, other in zip(together, measured([pair]), strict=True):
            assert one[row] == other[0]
