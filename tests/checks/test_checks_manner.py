"""Duty and leave, forms of address, and noise that is mended."""

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, collected, find, misjudged, pairs_of, rows
from support.parallel import pairs

MODALITY: dict[str, list[Case]] = {
    "en-sv": [
        ("The tenant shall pay.", "Hyresgästen ska betala.", False),
        ("The tenant shall pay.", "Hyresgästen kan betala.", True),
        ("The tenant may leave.", "Hyresgästen får lämna.", False),
        ("The tenant may leave.", "Hyresgästen ska lämna.", True),
        ("The tenant leaves in May.", "Hyresgästen ska lämna i maj.", False),
        ("The tenant shall pay and may leave.", "Hyresgästen kan betala.", False),
        ("The tenant pays.", "Hyresgästen kan betala.", False),
    ],
    "en-vi": [
        ("The tenant must pay.", "Bên thuê phải trả tiền.", False),
        ("The tenant must pay.", "Bên thuê có thể trả tiền.", True),
        ("The tenant may leave.", "Bên thuê phải rời đi.", True),
    ],
    "en-ar": [
        ("The tenant must pay.", "يجب أن يدفع المستأجر.", False),
        ("The tenant must pay.", "يجوز أن يدفع المستأجر.", True),
    ],
    "en-fr": [
        ("The tenant must pay.", "Le locataire doit payer.", False),
        ("The tenant must pay.", "Le locataire peut payer.", True),
    ],
}


@pytest.mark.parametrize("codes", MODALITY)
def test_duty_stays_duty_and_leave_stays_leave(
    languages: dict[str, Language], gates: Gates, codes: str
) -> None:
    assert misjudged(languages, gates, "modality-changed", codes, MODALITY[codes]) == []


@pytest.mark.parametrize("code", ["ar", "da", "fo", "fr", "is", "nb", "nn", "sv", "vi"])
def test_good_translations_keep_both(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    batch = pairs_of(languages, f"en-{code}", pairs(code))
    assert rows("modality-changed", batch, gates) == []


def test_the_finding_says_what_became_what(languages: dict[str, Language], gates: Gates) -> None:
    batch = pairs_of(languages, "en-sv", [("You must go.", "Du kan gå."), MODALITY["en-sv"][3][:2]])
    assert find("modality-changed", batch, gates) == [
        (0, "a duty became leave"),
        (1, "leave became a duty"),
    ]


ADDRESS: dict[str, list[tuple[str, bool]]] = {
    "fr": [
        ("Tu prends votre manteau.", True),
        ("Prenez votre manteau, si vous voulez.", False),
        ("Tu prends ton manteau.", False),
        ("T'as vu vos amis ?", True),
        ("Le tuteur revient de vosges.", False),
    ],
    "vi": [("Mày gọi cho quý khách đi.", True), ("Quý khách vui lòng chờ.", False)],
    "sv": [("Du tar er kappa.", False)],
}


@pytest.mark.parametrize("code", ADDRESS)
def test_a_reader_is_addressed_in_one_way(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    batch = collected(languages, code, [text for text, _ in ADDRESS[code]])
    mixed = [row for row, (_, is_mixed) in enumerate(ADDRESS[code]) if is_mixed]
    assert rows("formality-mixed", batch, gates) == mixed


REPEATED: list[Case] = [
    ("whale whale whale in the sea", "val i havet", True),
    ("whale whale whale in the sea", "val val val i havet", False),
    ("whale, whale, whale, in the sea", "val i havet", True),
    ("very very good", "mycket bra", False),
    ("a whale and a whale and a whale", "valar", False),
    ("- - - -", "-", False),
    ("", "", False),
]


def test_repeated_words_are_not_mended(languages: dict[str, Language], gates: Gates) -> None:
    assert misjudged(languages, gates, "repetition-lost", "en-sv", REPEATED) == []
