"""Cosine and margin against the plain definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.fidelity.embedder import Vectors
from babelwright.fidelity.similarity import NEIGHBOURS, Pool, Scores, cosine, margin
from support.laws import law


def _unit(rows: int, seed: int, dimensions: int = 6) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(rows, dimensions))
    unit: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _pool(keys: list[int], seed: int) -> Pool:
    rows = len(keys)
    return Pool(np.array(keys, dtype=np.int64), _unit(rows, seed), _unit(rows, seed + 1))


def _best(vector: Vectors, partner: Vectors, others: Vectors) -> float:
    """Return the mean of the four best among the partner and the others."""
    found = [float(vector @ partner), *(float(vector @ other) for other in others)]
    return float(np.mean(sorted(found, reverse=True)[:NEIGHBOURS]))


def _naive(key: int, source: Vectors, target: Vectors, pool: Pool) -> float:
    others = pool.keys != key
    forward = _best(source, target, pool.targets[others])
    backward = _best(target, source, pool.sources[others])
    return float(source @ target) / max((forward + backward) / 2, 1e-6)


def _margins(keys: list[int], sources: Vectors, targets: Vectors, pool: Pool) -> Scores:
    return margin(np.array(keys, dtype=np.int64), sources, targets, pool)


ROWS = st.integers(min_value=1, max_value=12)
SEEDS = st.integers(min_value=0, max_value=10_000)


@law
@given(ROWS, SEEDS)
def test_the_cosine_is_the_product_of_unit_vectors(rows: int, seed: int) -> None:
    one, other = _unit(rows, seed), _unit(rows, seed + 1)
    wanted = [float(np.dot(one[i].astype(float), other[i].astype(float))) for i in range(rows)]
    np.testing.assert_allclose(cosine(one, other), wanted, atol=1e-6)


@law
@given(ROWS, SEEDS)
def test_the_cosine_does_not_ask_which_side_is_which(rows: int, seed: int) -> None:
    one, other = _unit(rows, seed), _unit(rows, seed + 1)
    np.testing.assert_array_equal(cosine(one, other), cosine(other, one))


@law
@given(st.integers(min_value=8, max_value=20), SEEDS)
def test_the_margin_of_pairs_in_the_pool_counts_each_pair_once(rows: int, seed: int) -> None:
    pool = _pool(list(range(rows)), seed)
    wanted = [_naive(i, pool.sources[i], pool.targets[i], pool) for i in range(rows)]
    found = _margins(list(range(rows)), pool.sources, pool.targets, pool)
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-4)


@law
@given(st.integers(min_value=8, max_value=20), ROWS, SEEDS)
def test_the_margin_of_pairs_beside_the_pool_counts_them_in(
    size: int, rows: int, seed: int
) -> None:
    pool = _pool(list(range(size)), seed)
    keys = [1000 + i for i in range(rows)]
    sources, targets = _unit(rows, seed + 2), _unit(rows, seed + 3)
    wanted = [_naive(keys[i], sources[i], targets[i], pool) for i in range(rows)]
    np.testing.assert_allclose(_margins(keys, sources, targets, pool), wanted, rtol=1e-4, atol=1e-4)


@law
@given(st.integers(min_value=9, max_value=20), SEEDS, st.integers(min_value=0, max_value=8))
def test_another_candidate_of_a_pair_takes_its_place_in_the_pool(
    size: int, seed: int, key: int
) -> None:
    pool = _pool(list(range(size)), seed)
    candidate = _unit(1, seed + 2)
    rest = pool.keys != key
    without = Pool(pool.keys[rest], pool.sources[rest], pool.targets[rest])
    one = _margins([key], pool.sources[[key]], candidate, pool)
    other = _margins([999], pool.sources[[key]], candidate, without)
    np.testing.assert_allclose(one, other, rtol=1e-5)


@law
@given(SEEDS)
def test_the_order_of_the_pool_does_not_matter(seed: int) -> None:
    pool = _pool(list(range(10)), seed)
    order = np.random.default_rng(seed).permutation(10)
    turned = Pool(pool.keys[order], pool.sources[order], pool.targets[order])
    keys = list(range(10))
    np.testing.assert_allclose(
        _margins(keys, pool.sources, pool.targets, pool),
        _margins(keys, pool.sources, pool.targets, turned),
        rtol=1e-5,
    )


@pytest.mark.parametrize(("size", "known"), [(0, False), (7, False), (8, True)])
def test_a_pool_of_fewer_than_eight_pairs_gives_no_margin(size: int, known: bool) -> None:
    pool = _pool(list(range(size)), 0)
    found = _margins([0, 1], _unit(2, 5), _unit(2, 6), pool)
    assert np.isnan(found).tolist() == [not known, not known]


def test_more_rows_than_are_scored_at_once_keep_their_places() -> None:
    pool = _pool(list(range(16)), 3)
    sources, targets = _unit(2500, 7), _unit(2500, 8)
    found = _margins(list(range(100, 2600)), sources, targets, pool)
    assert found.shape == (2500,)
    for row in (0, 1023, 1024, 2047, 2048, 2499):
        wanted = _naive(100 + row, sources[row], targets[row], pool)
        assert found[row] == pytest.approx(wanted, rel=1e-4, abs=1e-4)


def test_a_pair_far_from_all_others_has_a_high_margin_and_a_crowded_one_a_low_margin() -> None:
    eye = np.eye(12, dtype=np.float32)
    alone = Pool(np.arange(12), eye, eye)
    # Its own partner, and three neighbours of cosine 0 on either side.
    assert _margins([0], eye[:1], eye[:1], alone)[0] == pytest.approx(4)
    crowd = np.repeat(eye[:1], 12, axis=0)
    assert _margins([0], eye[:1], eye[:1], Pool(np.arange(12), crowd, crowd))[0] == pytest.approx(1)


def test_a_zero_vector_is_near_nothing() -> None:
    pool = _pool(list(range(10)), 1)
    nothing = np.zeros((1, 6), dtype=np.float32)
    assert cosine(nothing, _unit(1, 2)).tolist() == [0.0]
    found = _margins([99], nothing, _unit(1, 2), pool)
    assert found.tolist() == [0.0]


def test_no_pairs_have_no_scores() -> None:
    nothing = np.zeros((0, 6), dtype=np.float32)
    assert cosine(nothing, nothing).shape == (0,)
    assert _margins([], nothing, nothing, _pool(list(range(10)), 0)).shape == (0,)
