"""Thresholds: chosen on good pairs, measured on shuffled ones."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.fidelity.calibrate import Scored, Thresholds, choose, measure, score, shuffled
from babelwright.fidelity.static import StaticEmbedder
from support.laws import law
from support.tiny_static import CORPUS, make_model


@law
@given(st.integers(min_value=2, max_value=400))
def test_nothing_stays_where_it_stood(count: int) -> None:
    order = shuffled(count)
    assert sorted(order) == list(range(count))
    assert all(place != partner for place, partner in enumerate(order))


def test_the_order_is_the_same_every_time() -> None:
    assert shuffled(50) == shuffled(50)
    assert shuffled(50) != [*range(1, 50), 0]


FAR = Scored(np.array([2.0]), np.array([3.0]))
"""Wrong pairs that score above all others: they lower no threshold."""


@pytest.mark.parametrize(
    ("share", "cosine", "margin"), [(0.0, 0.0, 1.0), (0.1, 0.1, 1.1), (0.5, 0.5, 1.5)]
)
def test_the_chosen_thresholds_leave_the_share_of_good_pairs_below(
    share: float, cosine: float, margin: float
) -> None:
    steps = np.linspace(0, 1, 101)
    found = choose(Scored(steps, steps + 1), FAR, share)
    assert found.cosine == pytest.approx(cosine)
    assert found.margin == pytest.approx(margin)


def test_where_shuffled_pairs_lie_far_lower_the_threshold_is_just_above_them() -> None:
    steps = np.linspace(0, 1, 101)
    good, wrong = Scored(steps + 5, steps + 5), Scored(steps, steps + 1)
    found = choose(good, wrong, 0.1)
    assert found == pytest.approx((0.9, 1.9))
    assert measure(good, found).cosine == 0
    assert measure(wrong, found).both == pytest.approx(0.9, abs=0.02)


@law
@given(
    st.lists(st.floats(min_value=-1, max_value=1, width=32), min_size=20, max_size=200),
    st.lists(st.floats(min_value=-1, max_value=1, width=32), min_size=20, max_size=200),
    st.sampled_from([0.01, 0.02, 0.1]),
)
def test_no_more_good_pairs_are_flagged_than_were_allowed(
    cosines: list[float], others: list[float], share: float
) -> None:
    good = Scored(np.array(cosines), np.array(cosines) + 1)
    thresholds = choose(good, Scored(np.array(others), np.array(others) + 1), share)
    measured = measure(good, thresholds)
    # Thresholds have four decimals: pairs nearer than that may fall on the other side.
    near = sum(abs(each - thresholds.cosine) < 1e-4 for each in cosines)
    assert measured.cosine <= share + (near + 1) / len(cosines)
    assert measured.both <= measured.cosine


def test_thresholds_have_four_decimals() -> None:
    found = choose(Scored(np.array([1 / 3, 1 / 3]), np.array([2 / 3, 2 / 3])), FAR, 0.5)
    assert found == (0.3333, 0.6667)


def test_measured_are_the_shares_below_one_and_below_both() -> None:
    scored = Scored(np.array([0.1, 0.2, 0.8, 0.9]), np.array([0.9, 1.2, 0.9, 1.2]))
    assert measure(scored, Thresholds(0.5, 1.0)) == (0.5, 0.25)


def test_a_pair_on_the_threshold_is_not_below_it() -> None:
    scored = Scored(np.array([0.5]), np.array([1.0]))
    assert measure(scored, Thresholds(0.5, 1.0)) == (0.0, 0.0)


def test_good_pairs_score_above_shuffled_ones(tmp_path: Path) -> None:
    embedder = StaticEmbedder(make_model(tmp_path / "tiny"))
    texts = [f"{one} {other}" for one in CORPUS for other in CORPUS]
    partners = [f"{text.upper()} LATE" for text in texts]
    good = score(embedder, texts, partners)
    bad = score(embedder, texts, [partners[place] for place in shuffled(len(texts))])
    assert good.cosines.min() > 0.8
    thresholds = choose(good, bad, 0.1)
    assert measure(good, thresholds).cosine <= 0.2
    assert measure(bad, thresholds).both > 0.8
