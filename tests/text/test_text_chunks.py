"""Chunks go up to the limit on the highest level that fits."""

import pytest

from babelwright.catalog.model import Structure
from babelwright.text.chunks import Limit, chunks, fit
from babelwright.text.segment import Piece

STRUCTURE = Structure(frozenset({"Art"}), ("article", "art."))
LAW = (
    "Preamble.\n\nArticle 1\nDogs bark. Cats do not.\n\nThe rest is silence.\n\n"
    "Article 2\nBirds sing, and fish in their cold river do neither of the two."
)


@pytest.mark.parametrize(
    ("most", "wanted"),
    [
        (200, [LAW]),
        (
            100,
            [
                "Preamble.\n\nArticle 1\nDogs bark. Cats do not.\n\nThe rest is silence.",
                "Article 2\nBirds sing, and fish in their cold river do neither of the two.",
            ],
        ),
        (
            65,
            [
                "Preamble.",
                "Article 1\nDogs bark. Cats do not.\n\nThe rest is silence.",
                "Article 2",
                "Birds sing, and fish in their cold river do neither of the two.",
            ],
        ),
        (
            40,
            [
                "Preamble.",
                "Article 1\nDogs bark. Cats do not.",
                "The rest is silence.",
                "Article 2",
                "Birds sing, and fish in their",
                "cold river do neither of the two.",
            ],
        ),
        (
            22,
            [
                "Preamble.",
                "Article 1",
                "Dogs bark.",
                "Cats do not.",
                "The rest is silence.",
                "Article 2",
                "Birds sing, and",
                "fish in their",
                "cold river do",
                "neither of the two.",
            ],
        ),
    ],
)
def test_chunks_end_where_the_highest_level_does(most: int, wanted: list[str]) -> None:
    found = [piece.text for piece in chunks(LAW, Limit(most), STRUCTURE) if piece.translatable]
    assert found == wanted


def test_the_limit_may_count_anything() -> None:
    words = Limit(4, lambda text: len(text.split()))
    found = chunks("One two three. Four five. Six.", words)
    assert [piece.text for piece in found if piece.translatable] == [
        "One two three.",
        "Four five. Six.",
    ]


def test_a_sentence_is_divided_at_a_mark_before_it_is_between_words() -> None:
    sentence = "The landlord keeps the deposit in an account, and interest goes to the tenant"
    found = fit(Piece(sentence, True), Limit(60))
    assert [piece.text for piece in found] == [
        "The landlord keeps the deposit in an account,",
        " ",
        "and interest goes to the tenant",
    ]


@pytest.mark.parametrize(
    ("text", "translatable"),
    [
        ("https://example.org/" + "a" * 50, False),
        ("{{" + "a" * 50 + "}}", False),
        ("Donau" * 20, True),
        ("Art. " + "1" * 50, True),
    ],
)
def test_what_cannot_be_divided_stays_whole(text: str, translatable: bool) -> None:
    assert fit(Piece(text, True), Limit(20), STRUCTURE) == [Piece(text, translatable)]


def test_what_fits_and_what_is_not_translatable_are_left_alone() -> None:
    for piece in (Piece("Short.", True), Piece(" " * 50, False)):
        assert fit(piece, Limit(6)) == [piece]
    assert fit(Piece("Any length at all.", True), None) == [Piece("Any length at all.", True)]
