"""Number words and Roman numerals of ten languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.catalog.model import Language
from babelwright.text.numerals import NOUGHT, Value, fold, spelled, value_from, value_of
from support.laws import law

SPELLED: list[tuple[str, str, set[float]]] = [
    ("en", "twenty-five, a dozen", {25, 12}),
    ("en", "half a million, one and a half million", {500_000, 1_500_000}),
    ("en", "one hundred and two thousand", {102_000}),
    ("en", "two or three, the fifth, twice", {2, 3, 5}),
    ("en", "two dozen", {24, 2, 12}),
    ("en", "no number at all, sixish", set()),
    ("en", "Louis XIV and chapter V", {14, 5}),
    ("en", "$2.8bn and 5 million", set()),
    ("en", "Cardi B was there", set()),
    ("en", "the sixties, two decades", {60, 20}),
    ("da", "femogtyve, tohundrede, halvanden million", {25, 200, 1_500_000}),
    ("da", "en femårig dreng", {1, 5}),
    ("nb", "tjuefem av førtito", {25, 42}),
    ("nn", "han talde til hundre", {10, 100}),
    ("sv", "tjugofem trehundra", {25, 300}),
    ("sv", "en halv miljon, femtontusen", {500_000, 15_000, 1}),
    ("is", "tuttugu og fimm þúsund", {25_000}),
    ("is", "sextugsafmæli", {60}),
    ("fo", "fimm og tjúgu, tvey hundrað", {25, 200}),
    ("fr", "quatre-vingt-dix-sept, soixante-douze", {97, 72}),
    ("fr", "dix-huit, deux cent mille, une dizaine", {18, 200_000, 10, 1}),
    ("vi", "hai mươi lăm, mười một", {25, 11}),
    ("vi", "một trăm linh năm, năm rưỡi", {105, 5, 5.5}),
    ("vi", "nghìn tỷ", {10**12}),
    ("ar", "خمسة وعشرون كتابا", {25}),
    ("ar", "ثلاثمائة وخمسون", {350}),
    ("ar", "التاسع عشر، والثاني، عامين", {19, 2}),
    ("ar", "خمسون بالمئة", {50, 100}),
    ("ar", "ثَلَاثَةٌ", {3}),
]


@pytest.mark.parametrize(("code", "text", "wanted"), SPELLED)
def test_number_words_say_their_numbers(
    languages: dict[str, Language], code: str, text: str, wanted: set[float]
) -> None:
    assert spelled(text, languages[code]) == {value_of(number) for number in wanted}


@pytest.mark.parametrize("code", ["ar", "da", "en", "fo", "fr", "is", "nb", "nn", "sv", "vi"])
def test_every_word_of_a_language_file_is_read_alone(
    languages: dict[str, Language], code: str
) -> None:
    numbers = languages[code].numbers
    for word, values in numbers.words.items():
        assert {value_of(each) for each in values} <= spelled(word, languages[code]), word
    for word, exponent in numbers.scale.items():
        if len(word) > 1:
            assert Value("1", exponent) in spelled(word, languages[code]), word


def test_a_value_has_no_zeros_at_its_ends() -> None:
    assert value_from("00120", 0) == Value("12", 1)
    assert value_from("120", -2) == Value("12", -1)
    assert value_from("000", 3) == NOUGHT
    assert value_of(0.25) == Value("25", -2)


@law
@given(st.integers(min_value=0, max_value=10**18), st.integers(min_value=0, max_value=9))
def test_a_value_is_the_same_with_zeros_or_an_exponent(number: int, zeros: int) -> None:
    assert value_from(str(number) + "0" * zeros, -zeros) == value_from(str(number), 0)


def test_arabic_is_folded_and_other_letters_lose_their_case() -> None:
    assert fold("أَرْبَعَةٌ") == fold("اربعه")
    assert fold("ÅTTA") == "åtta"


@law
@given(st.text(max_size=60))
def test_any_text_is_read(languages: dict[str, Language], text: str) -> None:
    for language in languages.values():
        assert all(isinstance(each, Value) for each in spelled(text, language))
