"""The languages of a column's texts: long ones alone, short ones in windows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.tasks.identified import UNDETERMINED, Identified
from support.laws import law

CODES = {"da": "da", "en": "en", "fr": "fr", "vi": "vi"}
LEAST = 40
SHORT = {
    "en": ["What do you do now?", "I bought some food here.", "The weather was very cold."],
    "fr": ["Que fais-tu donc ici ?", "J’ai acheté du bon pain.", "Il pleut toujours ce soir."],
    "vi": ["Bạn đang làm gì ở đây?", "Tôi đã mua nhiều đồ ăn.", "Trời hôm nay mưa rất to."],
}
LONG = "The library opens at nine in the morning and closes late on Thursdays."
ANY = [*SHORT["en"], *SHORT["fr"], LONG, "", "12"]


def _identified(*batches: list[str]) -> Identified:
    found = Identified(CODES, LEAST)
    for batch in batches:
        found.add(batch)
    return found


@pytest.mark.parametrize("code", SHORT)
def test_short_texts_are_undetermined_alone_and_read_together(code: str) -> None:
    texts = [f"{text} ({text[:14]})" for text in SHORT[code]]
    found = _identified(texts * 2)
    assert found.languages == {UNDETERMINED: 6}
    assert found.windows() == {code: 2}


def test_a_long_text_is_read_alone_and_is_in_no_window() -> None:
    found = _identified([LONG, LONG])
    assert found.languages[UNDETERMINED] == 0
    assert found.languages["en"] == 2
    assert not found.windows()


def test_texts_without_a_letter_or_too_few_are_in_no_window() -> None:
    assert not _identified(["12", "", "!?"] * 9, SHORT["en"][:2]).windows()


def test_what_is_left_over_joins_the_last_window() -> None:
    texts = [f"{text} ({text[:14]})" for text in SHORT["en"]]
    assert _identified(texts, texts[:2]).windows() == {"en": 1}


def test_addresses_are_no_text() -> None:
    found = _identified(["See https://example.org/en/la-maison-du-pain-et-des-fleurs"])
    assert found.languages == {UNDETERMINED: 1}


@law
@given(st.lists(st.lists(st.sampled_from(ANY), max_size=7), max_size=4))
def test_the_batches_that_texts_come_in_do_not_matter(batches: list[list[str]]) -> None:
    apart = _identified(*batches)
    together = _identified([text for batch in batches for text in batch])
    assert +apart.languages == +together.languages
    assert apart.windows() == together.windows()
