"""Negations that are lost or added."""

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, find, misjudged, pairs_of, rows
from support.parallel import pairs

LOST: dict[str, list[Case]] = {
    "en-da": [
        ("She does not pay the rent.", "Hun betaler huslejen.", True),
        ("She does not pay the rent.", "Hun betaler ikke huslejen.", False),
        ("She never pays.", "Hun betaler aldrig.", False),
        ("He can't come.", "Han kan ikke komme.", False),
        ("He can’t come.", "Han kan komme.", True),
        ("No one came.", "Ingen kom.", False),
        ("Not only he came.", "Han kom også.", False),
        ("It is room no. 5.", "Det er værelse 5.", False),
        ("Nothing notable happened.", "Noget bemærkelsesværdigt skete.", True),
        ("The note is another.", "Sedlen er en anden.", False),
    ],
    "en-fr": [
        ("She does not pay the rent.", "Elle ne paie pas le loyer.", False),
        ("She does not pay the rent.", "Elle paie le loyer.", True),
        ("She did not want to pay.", "Elle n’a pas voulu payer.", False),
        ("He asked me not to come.", "Il m'a demandé de ne pas venir.", False),
        ("Nobody paid.", "Personne n'a payé.", False),
        # Only: it denies nothing.
        ("She does not have a cat.", "Elle n'a qu'un chat.", True),
    ],
    "en-ar": [
        ("She does not pay.", "هي لا تدفع.", False),
        ("She does not pay.", "هي تدفع.", True),
        ("They did not come, and will not.", "لم يأتوا ولن يأتوا.", False),
        ("She still pays, and does not ask.", "لا تزال تدفع وتسأل.", True),
    ],
    "en-vi": [
        ("She does not pay.", "Cô ấy không trả tiền.", False),
        ("The air is not clean.", "Không khí sạch.", True),
        ("Not yet.", "Chưa.", False),
    ],
    "fr-en": [
        ("Elle ne paie pas.", "She doesn't pay.", False),
        ("Elle ne paie pas.", "She pays.", True),
    ],
}


@pytest.mark.parametrize("codes", LOST)
def test_what_the_source_denies_the_text_denies(
    languages: dict[str, Language], gates: Gates, codes: str
) -> None:
    assert misjudged(languages, gates, "negation-lost", codes, LOST[codes]) == []


ADDED: list[Case] = [
    ("She pays the rent.", "Hun betaler ikke huslejen.", True),
    ("She pays the rent.", "Hun betaler huslejen.", False),
    ("She does not pay.", "Hun betaler ikke.", False),
    # What is denied in one language is called by a word of its own in another.
    ("She was unable to pay.", "Hun kunne ikke betale.", False),
    ("He failed to come.", "Han kom ikke.", False),
    ("The useless bridge.", "Broen, der ikke dur.", False),
    # Without says too little.
    ("She left and took no hat.", "Hun gik uden hat.", False),
    ("She left bareheaded.", "Hun gik uden hat.", False),
    ("She lives under the bridge.", "Hun bor ikke under broen.", True),
]


def test_a_negation_of_the_text_has_something_in_its_source(
    languages: dict[str, Language], gates: Gates
) -> None:
    assert misjudged(languages, gates, "negation-added", "en-da", ADDED) == []


def test_by_how_many_a_text_may_deny_less_is_a_threshold(
    languages: dict[str, Language], gates: Gates
) -> None:
    batch = pairs_of(
        languages, "en-da", [("She does not pay and never will.", "Hun betaler ikke.")]
    )
    assert rows("negation-lost", batch, gates) == []
    assert find("negation-lost", batch, gates, fewer=1) == [(0, "1 for 2: not, never")]


def test_the_finding_says_what_was_added(languages: dict[str, Language], gates: Gates) -> None:
    batch = pairs_of(languages, "en-sv", [("She pays.", "Hon betalar aldrig.")])
    assert find("negation-added", batch, gates) == [(0, "not in the source: aldrig")]


@pytest.mark.parametrize("code", ["ar", "da", "fo", "fr", "is", "nb", "nn", "sv", "vi"])
def test_good_translations_deny_what_their_sources_deny(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    batch = pairs_of(languages, f"en-{code}", pairs(code))
    assert rows("negation-lost", batch, gates) == rows("negation-added", batch, gates) == []


def test_many_texts_are_judged_as_few_are(languages: dict[str, Language], gates: Gates) -> None:
    """Beyond some hundred rows another engine looks for the cues."""
    cases = [case for case in [*LOST["en-da"], *ADDED] if case[0]]
    texts = [(source, target) for source, target, _ in cases]
    few = pairs_of(languages, "en-da", texts)
    many = pairs_of(languages, "en-da", texts * 40)
    for check in ("negation-lost", "negation-added"):
        once = rows(check, few, gates)
        assert once
        expected = [row + lap * len(texts) for lap in range(40) for row in once]
        assert rows(check, many, gates) == expected
