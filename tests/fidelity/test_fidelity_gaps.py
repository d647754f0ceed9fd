"""Where a word seems to be missing, judged by the text alone."""

import numpy as np

from babelwright.fidelity.gaps import AROUND, GapModel, windows
from babelwright.fidelity.words import Grouping
from support.token_embedders import Counting

EMBEDDER = Counting()
GROUPING = Grouping(EMBEDDER)
OUTSIDE = len(EMBEDDER.pieces)


def _model() -> GapModel:
    """Return a model whose log-odds are the number of tokens "two" around a gap, less one."""
    table = np.zeros((OUTSIDE + 1, 1), dtype=np.int8)
    table[EMBEDDER.pieces.index("▁two")] = 2
    hidden = np.ones((2 * AROUND, 1), dtype=np.float32)
    scale = np.full(OUTSIDE + 1, 0.5, dtype=np.float32)
    zero = np.zeros(1, dtype=np.float32)
    return GapModel(table, scale, hidden, zero, np.array([1, -1], dtype=np.float32))


def test_a_gap_has_three_tokens_on_either_side_or_what_is_outside() -> None:
    ids, starts = np.array([5, 6, 7, 8]), np.array([True, True, False, True])
    assert windows(ids, starts, 99).tolist() == [
        [99, 99, 99, 5, 6, 7],
        [99, 99, 5, 6, 7, 8],
        [5, 6, 7, 8, 99, 99],
    ]


def test_the_mean_is_over_the_gaps_before_words() -> None:
    found = _model().gaps(EMBEDDER.tokens(["one two", "two.", "one"]), GROUPING)
    assert found.odds.tolist() == [0, 0, -1]
    np.testing.assert_allclose(found.doubt, np.logaddexp(0, found.odds))


def test_a_text_without_tokens_has_0() -> None:
    found = _model().gaps(EMBEDDER.tokens(["", "two"]), GROUPING)
    assert (found.odds.tolist(), found.doubt[0]) == ([0, 0], 0)


def test_a_text_is_judged_alike_whatever_stands_beside_it() -> None:
    texts = ["one two three", "two", "", "four two, two two"]
    together = _model().gaps(EMBEDDER.tokens(texts), GROUPING)
    for row, text in enumerate(texts):
        alone = _model().gaps(EMBEDDER.tokens([text]), GROUPING)
        assert (together.odds[row], together.doubt[row]) == (alone.odds[0], alone.doubt[0])
