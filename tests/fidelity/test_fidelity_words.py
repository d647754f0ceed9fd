"""Tokens grouped to words, each with one vector."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.fidelity.words import Grouping
from support.token_embedders import MEANINGS, Counting

EMBEDDER = Counting()
GROUPING = Grouping(EMBEDDER)
KNOWN = [*MEANINGS["en"], *MEANINGS["da"], "ones", "unknown", ".", ","]


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), (".", 0), ("one", 1), ("one two", 2), ("one, two.", 2), ("ones", 1), ("strange", 1)],
)
def test_marks_are_no_words_and_endings_are_part_of_theirs(text: str, count: int) -> None:
    assert GROUPING.words([text]).counts.tolist() == [count]


def test_a_word_is_the_sum_of_its_tokens() -> None:
    words = GROUPING.words(["twos"])
    np.testing.assert_allclose(words.weights, [np.hypot(1.1, 0.1)], rtol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(words.vectors, axis=1), [1], rtol=1e-6)
    assert [EMBEDDER.pieces[token] for token in words.ids] == ["▁two", "s"]
    assert words.word.tolist() == [0, 0]


def test_an_unknown_word_weighs_nothing() -> None:
    assert GROUPING.words(["strange"]).weights.tolist() == [0]


def test_marks_are_counted_beside_the_words() -> None:
    assert GROUPING.marks(EMBEDDER.tokens(["one, two.", "", "one"])).tolist() == [2, 0, 0]


def test_no_texts_have_no_words() -> None:
    words = GROUPING.words([])
    assert (len(words.weights), words.starts.tolist()) == (0, [0])


@given(st.lists(st.lists(st.sampled_from(KNOWN), max_size=6).map(" ".join), max_size=5))
def test_a_text_has_the_same_words_whatever_stands_beside_it(texts: list[str]) -> None:
    together = GROUPING.words(texts)
    for row, text in enumerate(texts):
        alone = GROUPING.words([text])
        part = slice(together.starts[row], together.starts[row + 1])
        np.testing.assert_array_equal(together.vectors[part], alone.vectors)
        np.testing.assert_array_equal(together.weights[part], alone.weights)
        np.testing.assert_array_equal(together.text[row], alone.text[0])
