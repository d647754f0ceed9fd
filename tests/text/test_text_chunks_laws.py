"""Laws of chunks: nothing is lost or cut off, whatever the text and the limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.catalog.model import Language, Structure
from babelwright.text.aligned import aligned
from babelwright.text.chunks import Level, Limit, chunks, cuts, fit
from babelwright.text.headings import references
from babelwright.text.segment import Piece
from support.laws import law
from support.parallel import texts

STRUCTURE = Structure(frozenset({"Art"}), ("article", "art."), ("gr.",), ("first",))
BITS = st.sampled_from(
    "Article 3\n|Art. 12(3)(b)|3. gr.|§ 5|(a) |1. One.\n|2. Two.\n|- x\n|\n|\n\n|\r\n|\t|  |"
    "Dogs bark.|and so on, |; |word|http://a.b/c d|{{a b}}|`x y`|| a | b |\n|« Non »|هل؟ |Ôi!"
    "|\u2028|…".split("|")
)
ANY = st.text(max_size=60) | st.lists(BITS, max_size=30).map("".join)
LIMITS = st.integers(1, 80).map(Limit) | st.integers(1, 12).map(
    lambda most: Limit(most, lambda text: len(text.split()))
)


def _joined(found: list[Piece]) -> str:
    return "".join(piece.text for piece in found)


@law
@given(ANY, LIMITS)
def test_chunks_joined_are_the_text(text: str, limit: Limit) -> None:
    assert _joined(chunks(text, limit, STRUCTURE)) == text


@law
@given(ANY, LIMITS)
def test_a_chunk_fits_or_cannot_be_divided(text: str, limit: Limit) -> None:
    for piece in chunks(text, limit, STRUCTURE):
        if piece.translatable and not limit.fits(piece.text):
            assert fit(Piece(piece.text, True), limit, STRUCTURE) == [piece]


@law
@given(ANY, LIMITS)
def test_a_chunk_has_no_space_around_it_and_says_something(text: str, limit: Limit) -> None:
    for piece in chunks(text, limit, STRUCTURE):
        assert piece.text
        if piece.translatable:
            assert piece.text == piece.text.strip()
            assert any(character.isalpha() for character in piece.text)


@law
@given(ANY, LIMITS)
def test_the_parts_of_a_sentence_joined_are_the_sentence(text: str, limit: Limit) -> None:
    assert _joined(fit(Piece(text, True), limit, STRUCTURE)) == text


@law
@given(st.lists(BITS, max_size=30).map("".join), st.integers(1, 30))
def test_no_reference_is_ever_divided(text: str, most: int) -> None:
    sentence = " ".join(text.split())
    found = fit(Piece(sentence, True), Limit(most), STRUCTURE)
    ends: list[int] = []
    for piece in found:
        ends.append((ends[-1] if ends else 0) + len(piece.text))
    for span in references(sentence, STRUCTURE):
        assert not any(span.start < end < span.end for end in ends)


@law
@given(ANY, st.sampled_from(Level))
def test_the_places_of_a_level_are_within_the_text_and_in_order(text: str, level: Level) -> None:
    found = cuts(text, level, STRUCTURE)
    assert found == sorted(set(found))
    assert all(0 < place < len(text) for place in found)


@law
@given(ANY, ANY, st.integers(1, 40), st.integers(1, 40))
def test_parts_side_by_side_lose_nothing(
    source: str, target: str, lines: int, sentences: int
) -> None:
    found = aligned(source, target, (lines, sentences), (STRUCTURE, STRUCTURE))
    for side, text in ((0, source), (1, target)):
        parts = "".join(part[side] for part in found)
        assert "".join(parts.split()) == "".join(text.split())


@pytest.mark.parametrize("code", ["en", "vi", "ar", "sv", "fr", "da", "nb", "nn", "is", "fo"])
@pytest.mark.parametrize("most", [7, 40, 300])
def test_chunks_of_real_texts_fit(languages: dict[str, Language], code: str, most: int) -> None:
    text = "\n\n".join(texts(code))
    found = chunks(text, Limit(most), languages[code].structure)
    assert _joined(found) == text
    longest_word = max(len(word) for word in text.split())
    assert max(len(piece.text) for piece in found if piece.translatable) <= max(most, longest_word)


@pytest.mark.parametrize(
    "text",
    ["x" * 300_000, "a" + " " * 300_000 + "b", "a" + "." * 300_000 + " b", "Dr. A. " * 40_000],
    ids=["one word", "spaces", "dots", "abbreviations"],
)
def test_what_is_no_language_takes_no_square_of_its_length(text: str) -> None:
    assert _joined(chunks(text, Limit(4000), STRUCTURE)) == text
