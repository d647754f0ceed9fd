"""Numbers in digits: what they can mean, their scale words, and their parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.catalog.model import Language
from babelwright.text.numbers import Mention, decimal_fractions, mentions, western
from babelwright.text.numerals import Value, value_of
from support.laws import law

MEANT: list[tuple[str, str, list[float]]] = [
    ("en", "1,500", [1500, 1.5]),
    ("da", "1.500", [1500, 1.5]),
    ("da", "1,500", [1.5, 1500]),
    ("en", "1,234,567.89", [1_234_567.89]),
    ("da", "1.234.567,89", [1_234_567.89]),
    ("sv", "12 345", [12_345]),
    ("fr", "12\u202f345,5", [12_345.5]),
    ("ar", "١٬٢٣٤٫٥", [1234.5]),
    ("ar", "30،000", [30_000]),
    ("ar", "۴۵", [45]),
    ("en", "007", [7]),
    ("en", "0.5", [0.5]),
    ("en", "19 million", [19_000_000]),
    ("vi", "2,5 nghìn tỷ", [2_500_000_000_000]),
    ("ar", "300 ألف", [300_000]),
    ("en", "5m", [5, 5_000_000]),
    ("en", "100 m", [100]),
    ("da", "2 milliarder", [2_000_000_000]),
    ("da", "2 billioner", [2_000_000_000_000]),
]


@pytest.mark.parametrize(("code", "text", "wanted"), MEANT)
def test_a_number_means_what_its_language_writes_first(
    languages: dict[str, Language], code: str, text: str, wanted: list[float]
) -> None:
    (mention,) = mentions(text, languages[code])
    assert list(mention.values) == [value_of(number) for number in wanted]


def _read(languages: dict[str, Language], text: str) -> list[Mention]:
    return mentions(text, languages["en"])


def test_small_numbers_are_whole_and_without_a_scale_word(languages: dict[str, Language]) -> None:
    found = _read(languages, "3 of 12, 13, 5 million, 7.5")
    assert [each.is_small for each in found] == [True, True, False, False, False]
    assert [each.whole for each in found] == [3, 12, 13, 5, -1]


def test_a_clock_and_two_decimals_have_parts(languages: dict[str, Language]) -> None:
    assert [each.parts for each in _read(languages, "19.30 and 3.75, 19.305")] == [
        (19, 30),
        (3, 75),
        (),
    ]


def test_a_mention_ends_after_its_scale_words(languages: dict[str, Language]) -> None:
    (found,) = _read(languages, "It had 19 million people")
    assert (found.written, found.start, found.end) == ("19", 7, 17)


def test_quarters_and_halves_become_decimals() -> None:
    assert decimal_fractions("1½ of ¼") == "1.5 of 0.25"


def test_a_number_of_very_many_digits_is_read(languages: dict[str, Language]) -> None:
    (found,) = _read(languages, "7" * 100_000)
    assert (found.whole, found.values) == (-1, (Value("7" * 100_000, 0),))


@law
@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(["", ",", " ", "\u202f", "’"]))
def test_a_number_is_the_same_however_it_is_grouped(
    languages: dict[str, Language], number: int, separator: str
) -> None:
    (found,) = _read(languages, f"{number:,}".replace(",", separator))
    assert value_of(number) in found.values


@law
@given(st.text(alphabet="0123456789٠١٢٣۴۵., :h/½", max_size=30))
def test_no_digit_is_read_twice_or_left_out(languages: dict[str, Language], text: str) -> None:
    bare = decimal_fractions(text)
    read = "".join(western(each.written) for each in mentions(bare, languages["en"]))
    assert read == western(bare)
