"""Near-duplicates: what is counted is what a comparison of all pairs would count."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.text.near import GRAM, PLACES, NearDuplicates, signatures
from babelwright.text.normal import matching_key

LONG = (
    "The library at the harbour lends books, maps and records to everybody who lives in the town, "
    "and to sailors who stay for a week or longer."
)
OTHER = (
    "Whoever wants to appeal against the decision has to write to the court within thirty days of "
    "having received it, and name the grounds."
)


def count(tmp_path: Path, *batches: Sequence[str]) -> int:
    with NearDuplicates(tmp_path) as near:
        for batch in batches:
            near.add(batch)
        return near.count()


def grams(text: str) -> set[str]:
    key = matching_key(text)
    return {key[at : at + GRAM] for at in range(max(1, len(key) - GRAM + 1))}


def jaccard(one: str, other: str) -> float:
    return len(grams(one) & grams(other)) / len(grams(one) | grams(other))


def estimated(one: str, other: str) -> float:
    first, second = signatures([matching_key(one), matching_key(other)])
    return float(np.mean(first == second))


def variants(number: int, seed: int) -> list[str]:
    """Return texts made of two, with words left out at random."""
    random = np.random.default_rng(seed)
    texts = []
    for index in range(number):
        words = (LONG if index % 2 else OTHER).split()
        kept = random.random(len(words)) > random.choice([0.02, 0.1, 0.3])
        texts.append(" ".join(word for word, keep in zip(words, kept, strict=True) if keep))
    return texts


def test_texts_that_differ_in_case_space_and_a_word_are_near_duplicates(tmp_path: Path) -> None:
    changed = LONG.upper().replace(" ", "  ").replace("WEEK", "MONTH")
    assert jaccard(LONG, changed) > 0.85
    assert count(tmp_path, [LONG, OTHER, changed]) == 2


def test_texts_that_share_some_words_are_not(tmp_path: Path) -> None:
    half = LONG[:70] + OTHER[:70]
    assert 0.2 < jaccard(LONG, half) < 0.6
    assert count(tmp_path, [LONG, OTHER, half]) == 0


def test_equal_texts_are_counted_each(tmp_path: Path) -> None:
    assert count(tmp_path, [LONG] * 3 + [OTHER]) == 3


def test_blank_texts_are_like_nothing(tmp_path: Path) -> None:
    assert count(tmp_path, ["", " ", "\n", LONG]) == 0


def test_nothing_has_no_near_duplicates(tmp_path: Path) -> None:
    assert count(tmp_path, [], [""]) == 0


def test_texts_shorter_than_a_gram_are_one_gram(tmp_path: Path) -> None:
    assert count(tmp_path, ["Ja", "ja!", "nei", "neia", "?", "!"]) == 2


@pytest.mark.parametrize("seed", range(3))
def test_banding_finds_what_a_comparison_of_all_pairs_finds(tmp_path: Path, seed: int) -> None:
    texts = variants(120, seed)
    found = signatures([matching_key(text) for text in texts])
    alike = (found[:, None, :] == found[None, :, :]).mean(axis=2) >= 0.8
    np.fill_diagonal(alike, val=False)
    wanted = int(alike.any(axis=1).sum())
    assert 10 < wanted < 120
    assert count(tmp_path, texts) == wanted


def test_batches_and_order_do_not_change_the_count(tmp_path: Path) -> None:
    texts = variants(60, seed=7)
    whole = count(tmp_path, texts)
    assert count(tmp_path, *([text] for text in texts)) == whole
    assert count(tmp_path, texts[::-1][:20], texts[::-1][20:]) == whole


def test_a_boilerplate_of_thousands_is_counted_whole(tmp_path: Path) -> None:
    # More texts that share bands than are compared at once.
    texts = [f"{LONG} Number {number}." for number in range(4200)]
    assert count(tmp_path, texts) == 4200


def test_an_estimate_is_near_the_jaccard_index() -> None:
    texts = variants(80, seed=3)
    pairs = list(zip(texts[:-2], texts[2:], strict=True))
    errors = np.array([estimated(*pair) - jaccard(*pair) for pair in pairs])
    # Four standard deviations of a share of 128, and of the mean of all.
    assert np.abs(errors).max() < 4 * np.sqrt(0.25 / PLACES)
    assert abs(errors.mean()) < 0.03


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=6))
def test_a_signature_depends_on_its_own_text_alone(texts: list[str]) -> None:
    together = signatures(texts)
    assert together.shape == (len(texts), PLACES)
    for index, text in enumerate(texts):
        assert (signatures([text])[0] == together[index]).all()


def test_nothing_is_left_on_disk(tmp_path: Path) -> None:
    count(tmp_path, [LONG, LONG])
    assert list(tmp_path.iterdir()) == []
