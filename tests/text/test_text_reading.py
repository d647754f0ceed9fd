"""What a text reads as, by py3langid with words and letters, and windows of short texts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.catalog.model import Language
from babelwright.text.langid import foreign_windows
from babelwright.text.reading import LETTERS, ROWS, Window, reader_of, windows
from support.laws import law
from support.parallel import texts

CODES = ["ar", "da", "en", "fo", "fr", "is", "nb", "nn", "sv", "vi"]
# Good Danish and good Bokmål at once.
BOTH = "Tom er her, og vi kan se ham."


@pytest.mark.parametrize("code", CODES)
def test_three_sentences_read_as_their_language(languages: dict[str, Language], code: str) -> None:
    reader = reader_of(languages.values())
    sentences = texts(code)
    for at in range(0, len(sentences) - 2, 3):
        assert reader.read(" ".join(sentences[at : at + 3])).code == code


def test_probabilities_are_of_every_language_and_sum_to_one(
    languages: dict[str, Language],
) -> None:
    reading = reader_of(languages.values()).read(BOTH)
    assert sorted(reading.probabilities) == CODES
    assert sum(reading.probabilities.values()) == pytest.approx(1)
    assert reading.probability == max(reading.probabilities.values())


@pytest.mark.parametrize(
    ("more", "code"),
    [("Hva gjør du nå?", "nb"), ("Hvad laver du nu?", "da")],
)
def test_a_language_is_told_by_its_words(
    languages: dict[str, Language], more: str, code: str
) -> None:
    assert reader_of(languages.values()).read(f"{BOTH} {more}").code == code


def test_a_letter_speaks_against_a_language_but_for_names(languages: dict[str, Language]) -> None:
    reader = reader_of([languages["da"], languages["sv"]])
    plain, small, name = (
        reader.read(f"Den er {word} her.").probabilities["da"] for word in ("tat", "tät", "Tät")
    )
    assert small < plain
    assert abs(name - plain) < abs(small - plain)


def test_a_prior_makes_a_language_more_probable(languages: dict[str, Language]) -> None:
    nn = languages["nn"]
    without = replace(nn, detection=replace(nn.detection, prior=0.0))
    more, less = (
        reader_of([languages["nb"], each]).read(BOTH).probabilities["nn"] for each in (nn, without)
    )
    assert more > less


def test_nothing_speaks_against_the_target_where_a_text_reads_as_it(
    languages: dict[str, Language],
) -> None:
    reading = reader_of(languages.values()).read(texts("vi")[0])
    assert reading.against(languages["vi"]) == 0
    assert reading.against(languages["fr"]) > 0.99


def test_neighbours_that_share_a_text_out_speak_together(languages: dict[str, Language]) -> None:
    reading = reader_of(languages.values()).read(BOTH)
    assert reading.probability < 0.9
    assert reading.against(languages["fr"]) > 0.9


def _windows(letters: list[int]) -> list[tuple[int, ...]]:
    rows = [row for row, number in enumerate(letters) if 0 < number < 40]
    found = windows([str(row) for row in range(len(letters))], rows, letters)
    return [window.rows for window in found]


@pytest.mark.parametrize(
    ("letters", "rows"),
    [
        ([], []),
        ([39, 39], []),
        ([30, 30, 30], [(0, 1, 2)]),
        ([10, 10, 10], []),
        ([39, 39, 1], []),
        ([39, 39, 2], [(0, 1, 2)]),
        ([30, 99, 30, 0, 30], [(0, 2, 4)]),
        ([30, 30, 30, 5], [(0, 1, 2, 3)]),
        ([30] * 7, [(0, 1, 2), (3, 4, 5, 6)]),
        ([20, 20, 20, 20], [(0, 1, 2, 3)]),
    ],
)
def test_a_window_has_enough_rows_and_letters(
    letters: list[int], rows: list[tuple[int, ...]]
) -> None:
    assert _windows(letters) == rows


@law
@given(st.lists(st.integers(0, 60), max_size=30))
def test_every_short_row_is_in_one_window_or_there_are_too_few(letters: list[int]) -> None:
    found = _windows(letters)
    short = [row for row, number in enumerate(letters) if 0 < number < 40]
    assert [row for window in found for row in window] == (short if found else [])
    for window in found:
        assert len(window) >= ROWS
        assert sum(letters[row] for row in window) >= LETTERS


def test_a_windows_texts_stand_in_their_own_lines() -> None:
    (window,) = windows(["a", "b", "c"], [0, 1, 2], [30, 30, 30])
    assert window == Window((0, 1, 2), "a\nb\nc")


def test_langdetect_has_a_vote_between_doubt_and_certainty(languages: dict[str, Language]) -> None:
    nb, da = languages["nb"], languages["da"]
    text = texts("da")[2]
    window = Window((4, 5, 6), text)
    against = reader_of([nb, da]).read(text).against(nb)
    assert 0.5 < against
    for sure, doubt, found in ((against, 2.0, True), (2.0, against, True), (2.0, 2.0, False)):
        hit = list(foreign_windows([window], nb, [da], sure=sure, doubt=doubt))
        assert [(each.rows, each.code) for each in hit] == ([((4, 5, 6), "da")] if found else [])


def test_langdetect_has_no_vote_about_a_language_that_it_does_not_know(
    languages: dict[str, Language],
) -> None:
    nn, da = languages["nn"], languages["da"]
    window = Window((0, 1, 2), "Efter skole gik de hen til et stort hus og købte mad.")
    assert list(foreign_windows([window], nn, [da], sure=2.0, doubt=0.0)) == []
