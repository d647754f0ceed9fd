"""Words that follow themselves, found for a whole column at once: as one text at a time would."""

from hypothesis import given
from hypothesis import strategies as st

from babelwright.text.words import Words

# Few words, so that many follow themselves, and white space of several kinds.
TEXTS = st.lists(
    st.lists(st.sampled_from(["a", "b", "c", "ñ", " ", "\t", "\n", "\u00a0"]), max_size=24).map(
        " ".join
    ),
    max_size=6,
)


def follows_itself(words: list[str], longest: int, times: int) -> bool:
    return any(
        words[start : start + size] * times == words[start : start + size * times]
        for size in range(1, longest + 1)
        for start in range(len(words) - size * times + 1)
    )


def stands_twice(words: list[str], size: int) -> bool:
    grams = [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]
    return len(grams) != len(set(grams))


@given(TEXTS, st.integers(1, 4), st.integers(2, 4))
def test_rows_whose_words_follow_themselves_are_found_and_no_others(
    texts: list[str], longest: int, times: int
) -> None:
    found = Words(texts).repeated(longest, times).tolist() if texts else []
    wanted = [row for row, text in enumerate(texts) if follows_itself(text.split(), longest, times)]
    assert found == wanted


@given(TEXTS, st.integers(1, 4))
def test_rows_with_words_that_stand_twice_are_found(texts: list[str], size: int) -> None:
    found = Words(texts).with_gram_twice(size).tolist() if texts else []
    assert found == [row for row, text in enumerate(texts) if stands_twice(text.split(), size)]


def test_a_column_of_blank_texts_has_none() -> None:
    words = Words(["", "  ", "\n"])
    assert words.repeated(6, 3).tolist() == []
    assert words.with_gram_twice(4).tolist() == []


def test_words_of_two_rows_do_not_follow_each_other() -> None:
    assert Words(["a b", "a b", "a b"]).repeated(2, 3).tolist() == []
    assert Words(["a b c d", "a b c d"]).with_gram_twice(4).tolist() == []
