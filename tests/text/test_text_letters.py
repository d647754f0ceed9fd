"""Characters of a whole column, counted at once, against a loop over the texts."""

import numpy as np
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from babelwright.text.letters import DIGIT, LETTER, Characters, script_class
from support.laws import law

CLASSES = [LETTER, DIGIT, r"\n", r"[()\[\]]", "[æøå]", script_class("Arab"), script_class("Latn")]
# Repeated, empty, astral and marked characters, with texts that end as the next one begins.
CHARACTER = st.sampled_from("aab b(\n\t1١أبéé\u0301-…👍𝒜𝒜æ٣") | st.characters(codec="utf-8")
TEXTS = st.lists(st.text(CHARACTER, max_size=12), max_size=8)


@law
@given(TEXTS, st.sampled_from(CLASSES))
def test_counts_are_those_of_a_loop(texts: list[str], character_class: str) -> None:
    pattern = regex.compile(character_class)
    wanted = [sum(bool(pattern.match(char)) for char in text) for text in texts]
    assert Characters(texts).count(character_class).tolist() == wanted


@law
@given(TEXTS)
def test_lengths_are_those_of_the_texts(texts: list[str]) -> None:
    assert Characters(texts).lengths.tolist() == [len(text) for text in texts]


@law
@given(TEXTS, st.integers(min_value=2, max_value=6))
def test_runs_are_those_of_a_loop(texts: list[str], times: int) -> None:
    pattern = regex.compile(r"([^\s\p{Nd}])\1{" + str(times - 1) + "}", regex.DOTALL)
    wanted = [row for row, text in enumerate(texts) if pattern.search(text)]
    assert Characters(texts).runs(times).tolist() == wanted


@pytest.mark.parametrize("texts", [[], [""], ["", "", ""]])
def test_columns_without_a_character_count_nothing(texts: list[str]) -> None:
    characters = Characters(texts)
    assert characters.count(LETTER).tolist() == [0] * len(texts)
    assert characters.runs(3).tolist() == []


def test_empty_texts_between_others_shift_nothing() -> None:
    characters = Characters(["", "ab1", "", "", "c", ""])
    assert characters.count(LETTER).tolist() == [0, 2, 0, 0, 1, 0]
    assert characters.count(DIGIT).tolist() == [0, 1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        (["aaa", "aa", "aaaa"], [0, 2]),
        (["aa", "aa"], []),
        (["a", "aa", "a"], []),
        (["", "!!!", ""], [1]),
        (["   ", "000", "\n\n\n", "٣٣٣"], []),
        (["𝒜𝒜𝒜", "👍👍👍", "e\u0301e\u0301e\u0301"], [0, 1]),
        (["xaaay", "aabaa"], [0]),
    ],
)
def test_runs_end_with_their_text_and_have_neither_space_nor_digits(
    texts: list[str], rows: list[int]
) -> None:
    assert Characters(texts).runs(3).tolist() == rows


def test_a_run_is_found_once_however_long_it_is() -> None:
    assert Characters(["a" * 50 + "b" * 50]).runs(8).tolist() == [0]


def test_lone_surrogates_are_counted_as_no_letters_and_spoil_no_neighbour() -> None:
    characters = Characters(["a\ud800b", "\udfff", "c"])
    assert characters.count(LETTER).tolist() == [2, 0, 1]
    assert characters.lengths.tolist() == [3, 1, 1]


def test_code_points_beyond_the_first_plane_are_one_character() -> None:
    characters = Characters(["𝒜b𐐷", "\U0010ffff"])
    assert characters.lengths.tolist() == [3, 1]
    assert characters.count(LETTER).tolist() == [3, 0]


@pytest.mark.parametrize(
    ("script", "text", "letters"),
    [
        ("Arab", "كتاب book ٣", 4),
        ("Latn", "كتاب book ñ 3", 5),
        ("Latn", "Ωμέγα", 0),
        ("Arab", "،؟ـ", 0),
    ],
)
def test_a_scripts_class_has_its_letters_and_neither_digits_nor_marks(
    script: str, text: str, letters: int
) -> None:
    assert Characters([text]).count(script_class(script)).tolist() == [letters]


def test_counts_are_whole_numbers_of_one_shape() -> None:
    found = Characters(["ab", "c"]).count(LETTER)
    assert found.dtype == np.int64
    assert found.shape == (2,)
