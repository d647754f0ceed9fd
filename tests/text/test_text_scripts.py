"""Scripts of letters, by ISO 15924."""

import sys

import regex
from hypothesis import given
from hypothesis import strategies as st

from babelwright.text.scripts import SCRIPTS, ScriptCounter


def counts(*texts: str) -> dict[str, int]:
    counter = ScriptCounter()
    for text in texts:
        counter.add([text])
    return counter.counts()


def test_letters_are_counted_by_script_and_nothing_else_is() -> None:
    assert counts("abc, 12!", "тест", "東京") == {"Cyrl": 4, "Latn": 3, "Hani": 2}


def test_the_commonest_script_is_first_and_equal_ones_by_name() -> None:
    assert list(counts("ab", "где", "αβ")) == ["Cyrl", "Grek", "Latn"]


def test_marks_and_digits_are_no_letters() -> None:
    assert counts("à2́") == {"Latn": 1}


def test_nothing_has_no_script() -> None:
    assert counts() == {}
    assert counts("", " 123 ?") == {}


def test_half_a_surrogate_pair_is_no_letter() -> None:
    assert counts("a\ud800") == {"Latn": 1}


def test_every_letter_of_unicode_has_one_script_of_the_list() -> None:
    every = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    letters = "".join(regex.findall(r"\p{L}", "".join(every)))
    assert sum(counts(letters).values()) == len(letters)
    assert len(set(SCRIPTS)) == len(SCRIPTS)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_batches_add_up(texts: list[str]) -> None:
    whole = counts("".join(texts))
    assert counts(*texts) == whole
    assert sum(whole.values()) == len(regex.findall(r"\p{L}", "".join(texts)))
