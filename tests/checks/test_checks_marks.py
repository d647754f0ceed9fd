"""Words that have lost the marks that they are never written without."""

import unicodedata

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, collected, find, misjudged, pairs_of, rows
from support.parallel import texts

SWEDISH: list[Case] = [
    ("Where is it also?", "Var ar det ocksa nagon?", True),
    # One alone says nothing in a text whose other letters have their marks.
    ("Where is it also?", "Var är det ocksa någon?", False),
    ("She goes there.", "Hon gar ocksa dit.", True),
    ("Where is it also?", "Var är det också någon?", False),
    # What stands in the source is a name or a quotation.
    ("The firm Ocksa Nagon", "Firman ocksa nagon", True),
    ("The firm ocksa nagon", "Firman ocksa nagon", False),
    ("", "", False),
]


def test_words_without_their_marks_are_found(languages: dict[str, Language], gates: Gates) -> None:
    assert misjudged(languages, gates, "unmarked-words", "en-sv", SWEDISH) == []


def test_how_many_are_needed_beside_marked_ones_is_a_threshold(
    languages: dict[str, Language], gates: Gates
) -> None:
    batch = pairs_of(languages, "en-sv", [("Also", "Det finns ocksa någon här.")])
    assert rows("unmarked-words", batch, gates) == []
    assert find("unmarked-words", batch, gates, words=1) == [(0, "without marks: ocksa")]


@pytest.mark.parametrize("code", ["da", "fo", "fr", "is", "nb", "nn", "sv"])
def test_good_texts_have_none(languages: dict[str, Language], gates: Gates, code: str) -> None:
    assert rows("unmarked-words", collected(languages, code, texts(code)), gates, words=1) == []


@pytest.mark.parametrize("code", ["da", "fo", "fr", "is", "nb", "nn", "sv"])
def test_every_word_of_a_language_is_known_without_its_marks(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    """In ASCII, and with the letters that do not decompose as they were."""
    marked = languages[code].cues.marked
    assert len(marked) > 100
    plain = str.maketrans({"ø": "o", "æ": "ae", "ð": "d", "þ": "th", "œ": "oe"})
    apart = ["".join(filter(str.isalpha, unicodedata.normalize("NFD", word))) for word in marked]
    for forms in (apart, [form.translate(plain) for form in apart]):
        lost = [form for form, word in zip(forms, marked, strict=True) if form != word]
        batch = collected(languages, code, [f"{form} {form}" for form in lost])
        assert lost
        assert rows("unmarked-words", batch, gates) == list(range(len(lost)))


def test_no_language_lists_a_word_that_is_another_without_marks(
    languages: dict[str, Language],
) -> None:
    for language in languages.values():
        cues = language.cues
        plain = {
            "".join(filter(str.isalpha, unicodedata.normalize("NFD", word))) for word in cues.marked
        }
        assert not plain - set(cues.marked) & cues.function
