"""Laws of splitting: no character is lost, and nothing is left that could be split again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.catalog.model import Language, Structure
from babelwright.text.segment import MIN_CLAUSE, Piece, clauses, pieces
from support.laws import law
from support.parallel import texts

ABBREVIATIONS = Structure(frozenset(["Dr", "t.ex", "p.m", "د"]))
WORDS = st.sampled_from(
    "Dr.|A.|one|Two.|«|»|“No.”|هل؟|3.|1.5|…|a,|word;|Ôi!|http://a.b/c.|)|(|-|–|\n|\r\n|\t"
    "|\u00a0|\u2028|\x1c".split("|")
)
ANY = st.text(max_size=60) | st.lists(WORDS, max_size=25).map(" ".join)


def _joined(found: list[Piece]) -> str:
    return "".join(piece.text for piece in found)


@law
@given(ANY)
def test_sentences_joined_are_the_text(text: str) -> None:
    assert _joined(pieces(text, ABBREVIATIONS)) == text


@law
@given(ANY)
def test_no_piece_is_empty_and_no_sentence_has_space_around_it(text: str) -> None:
    for piece in pieces(text, ABBREVIATIONS):
        assert piece.text
        if piece.translatable:
            assert any(character.isalpha() for character in piece.text)
            assert "\n" not in piece.text
            assert piece.text[0] not in " \t\n\r\u00a0"
            assert piece.text[-1] not in " \t\n\r\u00a0"


@law
@given(ANY)
def test_a_sentence_splits_no_further(text: str) -> None:
    for piece in pieces(text, ABBREVIATIONS):
        if piece.translatable:
            assert pieces(piece.text, ABBREVIATIONS) == [piece]


@law
@given(ANY, st.booleans())
def test_clauses_joined_are_the_sentence(text: str, translatable: bool) -> None:
    assert _joined(clauses(Piece(text, translatable))) == text


@law
@given(st.lists(st.sampled_from(["short,", "a much longer word group;", "x", "- y", "z:"])))
def test_no_clause_is_too_short_to_be_translated_alone(words: list[str]) -> None:
    found = clauses(Piece(" ".join(words), True))
    if len(found) > 1:
        assert all(len(part.text) >= MIN_CLAUSE for part in found if part.translatable)


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "After the storm the children came, and their father built a hut; nobody slept.",
            ["After the storm the children came,", "and their father built a hut; nobody slept."],
        ),
        (
            "بعد العاصفة جمع الأطفال الأغصان كلها، وبنى والدهم منها كوخا صغيرا",
            ["بعد العاصفة جمع الأطفال الأغصان كلها،", "وبنى والدهم منها كوخا صغيرا"],
        ),
        (
            "The offer stands for a week – after that it is withdrawn",
            ["The offer stands for a week", "after that it is withdrawn"],
        ),
        ("It costs 1,234,567 dollars at most to build", None),
        ("Well, no: that is all there is to say here", None),
        ("A long sentence with no mark where it could be divided at all", None),
        ("Short, but fine", None),
    ],
)
def test_long_sentences_split_at_marks_within_them(sentence: str, parts: list[str] | None) -> None:
    found = clauses(Piece(sentence, True))
    assert [part.text for part in found if part.translatable] == (parts or [sentence])


def test_the_dash_between_clauses_is_kept_but_not_translated() -> None:
    found = clauses(Piece("The offer stands for a week – after that it is withdrawn", True))
    assert found[1] == Piece(" – ", False)


def test_what_is_not_translatable_is_not_split() -> None:
    piece = Piece("-" * 30 + ", " + "-" * 30, False)
    assert clauses(piece) == [piece]


@pytest.mark.parametrize("code", ["en", "vi", "ar", "sv", "fr", "da", "nb", "nn", "is", "fo"])
def test_splitting_real_texts_loses_nothing(languages: dict[str, Language], code: str) -> None:
    for text in texts(code):
        found = pieces(text, languages[code].structure)
        assert _joined(found) == text
        assert _joined([part for piece in found for part in clauses(piece)]) == text
