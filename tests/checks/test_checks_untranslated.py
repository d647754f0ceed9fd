"""Parts of a text that are left in the source's language."""

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, find, misjudged, pairs_of, rows
from support.parallel import pairs

PARTS: list[Case] = [
    (
        "The old bridge is closed because the river was too high in spring.",
        "Den gamla bron är stängd because the river was too high in spring.",
        True,
    ),
    (
        "The old bridge is closed because the river was too high in spring.",
        "Den gamla bron är stängd eftersom floden stod för högt i våras.",
        False,
    ),
    # Names, titles and numbers are carried over.
    (
        "She works for the Bank of England and reads The Lord of the Rings in 2024.",
        "Hon arbetar på Bank of England och läser The Lord of the Rings 2024.",
        False,
    ),
    ("He flew to New York City on Monday.", "Han flög till New York City i måndags.", False),
    ("The film 'fake news' was shown.", "Filmen ”fake news” visades.", False),
    ("It is a wear and tear (fair use) clause.", "Det är en klausul (fair use).", False),
    ("Write to a.b@example.org and to me.", "Skriv till a.b@example.org och mig.", False),
    ("Set {max_size_of_the_file} first.", "Sätt {max_size_of_the_file} först.", False),
    # A whole sentence of several.
    (
        "The shop is open. You can pay with your card at the desk. Dogs are welcome.",
        "Butiken är öppen. You can pay with your card at the desk. Hundar är välkomna.",
        True,
    ),
    ("", "", False),
]


def test_runs_of_the_sources_words_are_found(languages: dict[str, Language], gates: Gates) -> None:
    assert misjudged(languages, gates, "untranslated-part", "en-sv", PARTS) == []


@pytest.mark.parametrize("code", ["ar", "da", "fo", "fr", "is", "nb", "nn", "sv", "vi"])
def test_good_translations_have_nothing_of_their_source(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    batch = pairs_of(languages, f"en-{code}", pairs(code))
    assert rows("untranslated-part", batch, gates) == []
    assert rows("untranslated-words", batch, gates) == []


@pytest.mark.parametrize("code", ["ar", "da", "fo", "fr", "is", "nb", "nn", "sv", "vi"])
def test_a_text_whose_second_half_is_its_source_is_found(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    halves = []
    for source, target in pairs(code):
        theirs, ours = target.split(), source.split()
        half = [*theirs[: len(theirs) // 2], *ours[len(ours) // 2 :]]
        halves.append((source, " ".join(half)))
    batch = pairs_of(languages, f"en-{code}", halves)
    assert rows("untranslated-words", batch, gates) == list(range(len(halves)))


@pytest.mark.parametrize("codes", ["fr-en", "sv-fr", "vi-da", "ar-vi"])
def test_it_holds_between_other_languages(
    languages: dict[str, Language], gates: Gates, codes: str
) -> None:
    source, target = codes.split("-")
    sources = dict(pairs(source)) if source != "en" else {}
    targets = dict(pairs(target)) if target != "en" else {each: each for each in sources}
    both = [(sources[each], targets[each]) for each in sources if each in targets]
    assert len(both) > 3
    good = pairs_of(languages, codes, both)
    half = pairs_of(languages, codes, [(a, f"{b} {a}") for a, b in both])
    assert rows("untranslated-part", good, gates) == []
    assert rows("untranslated-part", half, gates) == list(range(len(both)))


def test_neighbours_share_words_and_only_those_that_tell_them_apart_count(
    languages: dict[str, Language], gates: Gates
) -> None:
    shared = (
        "den gamle broen over elva er stor og fin",
        "den gamle broen over elva er stor og fin",
    )
    told = ("jeg vet ikke hva som ble av meg", "jeg vet ikke hva som ble av meg")
    assert rows("untranslated-part", pairs_of(languages, "nb-da", [shared, told]), gates) == [1]


def test_few_words_are_told_as_such(languages: dict[str, Language], gates: Gates) -> None:
    batch = pairs_of(
        languages,
        "en-sv",
        [("The bridge is closed, but the ferry sails.", "Bron är stängd, men the ferry går.")],
    )
    assert find("untranslated-words", batch, gates, score=3) == [
        (0, "2 words of the source's language: 'the ferry'")
    ]
    assert rows("untranslated-words", batch, gates, score=4) == []


def test_a_long_text_may_keep_more_words(languages: dict[str, Language], gates: Gates) -> None:
    source, target = "Ferries sail past the old lighthouse. ", "Färjorna går förbi fyren. "
    left = ("Ferries sail past the old lighthouse. " * 30, target * 90 + "past the old lighthouse")
    batch = pairs_of(languages, "en-sv", [left, (source, f"{target} past the old lighthouse")])
    assert rows("untranslated-part", batch, gates) == [1]
    assert rows("untranslated-part", batch, gates, each=9999) == [0, 1]


def test_words_of_the_sources_grammar_that_it_does_not_have_count_together(
    languages: dict[str, Language], gates: Gates
) -> None:
    """A model may leave English that is not its source's."""
    left = ("Bron är stängd.", "Le pont est fermé, because this was what they wanted.")
    assert rows("untranslated-part", pairs_of(languages, "en-fr", [left]), gates) == [0]
