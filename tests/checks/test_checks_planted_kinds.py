"""Planted defects: each spoils a pair in the one way that it says, and the same way again."""

import unicodedata
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.model import Gates
from babelwright.checks.planted.base import Kind, Pair, no_words
from babelwright.checks.planted.identifiers import IDENTIFIER, identifier, luhn, mod97
from babelwright.checks.planted.kinds import KINDS
from support.parallel import pairs
from support.planting import kind_of, others_of, plant, planted

CODES = ["vi", "ar", "sv", "fr", "da", "nb", "nn", "is", "fo"]
EVERY = pytest.mark.parametrize("kind", KINDS, ids=[kind.id for kind in KINDS])


def test_every_kind_has_a_name_of_its_own() -> None:
    assert len({kind.id for kind in KINDS}) == len(KINDS) >= 45


@EVERY
def test_the_checks_that_a_kind_is_meant_for_exist(kind: Kind, gates: Gates) -> None:
    assert set(kind.meant_for) <= set(gates.checks)


@EVERY
@pytest.mark.parametrize("code", ["vi", "ar", "fr"])
def test_the_same_seed_plants_the_same_defect(kind: Kind, code: str) -> None:
    assert planted(kind.id, code, seed=3) == planted(kind.id, code, seed=3)


@EVERY
@settings(max_examples=20, deadline=None)
@given(source=st.text(max_size=60), target=st.text(max_size=60), seed=st.integers(0, 9))
def test_no_text_is_too_odd_to_plant_in(kind: Kind, source: str, target: str, seed: int) -> None:
    around = others_of("fr", [(source, target), ("One, two.", "Un, deux.")])
    pair: Pair | None = Pair(source, target)
    if kind.prepare and pair:
        pair = kind.prepare(pair, around, Random(seed))  # noqa: S311
    if pair:
        spoilt = kind.plant(pair, around, Random(seed))  # noqa: S311
        assert spoilt is None or isinstance(spoilt, str)


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_words_for_all_that_needs_words(code: str) -> None:
    words = others_of(code, pairs(code)).words
    assert words.code == code
    assert [name for name, value in vars(words).items() if not value] == ["prompts"]


def test_what_a_language_has_no_words_for_is_not_planted() -> None:
    known = others_of("fr", pairs("fr"))
    around = replace(known, words=no_words("fr"), source_words=no_words("en"))
    pair = Pair("He is 13.", "Il est 13.")
    for name in ("refusal", "chatter", "prompt-leaked", "negation-added", "date-changed"):
        assert kind_of(name).plant(pair, around, Random(0)) is None  # noqa: S311


@pytest.mark.parametrize(
    ("name", "left"), [("truncated-10", 0.9), ("truncated-30", 0.7), ("truncated-60", 0.4)]
)
def test_so_much_of_the_text_is_left_and_no_word_is_cut(name: str, left: float) -> None:
    text = "one two three four five six seven eight nine ten."
    spoilt = plant(name, "fr", "-", text)
    assert spoilt
    assert text.startswith(f"{spoilt} ")
    assert left * len(text) - 6 <= len(spoilt) <= left * len(text)


def test_a_phrase_is_repeated_and_the_last_mark_stays() -> None:
    for seed in range(20):
        spoilt = plant("repeated-4", "fr", "-", "un deux trois quatre.", seed=seed)
        assert spoilt
        assert spoilt.endswith("quatre.")
        assert max(spoilt.count(word) for word in ("un", "deux", "trois", "quatre")) == 4


def test_runaway_text_is_four_times_as_long() -> None:
    text = "Den gamle mannen gick hem tidigt."
    spoilt = plant("runaway", "sv", "-", text)
    assert spoilt
    assert 4 * len(text) <= len(spoilt) <= 5 * len(text)


def test_a_fifth_of_the_words_is_missing_and_the_last_mark_stays() -> None:
    spoilt = plant("fifth-missing", "fr", "-", "a b c d e f g h i j.")
    assert spoilt
    assert len(spoilt.split()) == 8
    assert spoilt.endswith(".")


def test_every_second_clause_is_the_sources() -> None:
    source = "The weather was very good, and the children played outside all day."
    target = "Vädret var väldigt bra, och barnen lekte ute hela dagen."
    found = {plant("half-translated", "sv", source, target, seed=seed) for seed in range(8)}
    assert found == {
        "The weather was very good, och barnen lekte ute hela dagen.",
        "Vädret var väldigt bra, and the children played outside all day.",
    }


def test_a_text_of_one_clause_is_halved() -> None:
    spoilt = plant("half-translated", "sv", "The old man went home", "Den gamle mannen gick hem")
    assert spoilt in ("The old man mannen gick hem", "Den gamle went home")


@pytest.mark.parametrize(
    "target", ["Han är 45 år.", "عمره ٤٥ سنة.", "Se https://a.example/2024 om 45."]
)
def test_one_digit_of_a_number_is_another_of_the_same_script(target: str) -> None:
    for seed in range(20):
        spoilt = plant("number-swapped", "sv", "-", target, seed=seed)
        assert spoilt
        ((old, new),) = [(a, b) for a, b in zip(target, spoilt, strict=True) if a != b]
        assert unicodedata.name(old).split()[0] == unicodedata.name(new).split()[0]
        assert "2024" not in target or "2024" in spoilt


def test_small_numbers_are_a_kind_of_their_own() -> None:
    assert plant("number-swapped", "sv", "-", "Vi har 3 hundar.") is None
    spoilt = plant("small-number-swapped", "sv", "-", "Vi har 3 hundar och 45 katter.")
    assert spoilt
    assert "45 katter" in spoilt
    assert "3 hundar" not in spoilt


def test_two_numbers_change_places() -> None:
    spoilt = plant("numbers-exchanged", "fr", "-", "De 1 250 à 890.")
    assert spoilt == "De 890 à 1 250."


@pytest.mark.parametrize(
    ("kind", "code", "source", "target", "wanted"),
    [
        ("scale-swapped", "vi", "-", "1,8 tỷ euro", None),
        ("unit-swapped", "sv", "-", "18 procent", {"18 promille"}),
        ("currency-swapped", "fr", "-", "12 EUR", None),
        ("currency-swapped", "fr", "-", "$12", {"€12", "£12", "¥12"}),
        ("currency-swapped", "fr", "-", "EUR", {None}),
        ("unit-swapped", "vi", "-", "từ năm 2009", {None}),
        ("date-changed", "da", "-", "den 3. maj", None),
        ("negation-dropped", "fr", "He does not sleep.", "Il ne dort pas.", {"Il dort."}),
        ("negation-dropped", "fr", "It isn't true.", "Ce n’est pas vrai.", {"Ce est vrai."}),
        ("negation-dropped", "da", "He never sleeps.", "Han sover aldrig.", {"Han sover altid."}),
        ("negation-dropped", "sv", "Not now.", "Inte nu.", {"Nu."}),
        ("negation-dropped", "vi", "He did not come.", "Anh ấy không đến.", {"Anh ấy đến."}),
        ("negation-dropped", "ar", "He did not come.", "لم يأت.", {"يأت."}),
        ("negation-dropped", "da", "He came.", "Han kom ikke.", {None}),
        ("negation-added", "is", "He is here.", "Hann er hér.", {"Hann er ekki hér."}),
        ("negation-added", "nn", "It is not so.", "Det er slik.", {None}),
        ("modality-changed", "nb", "You must.", "Du må gå.", {"Du kan gå."}),
    ],
)  # fmt: skip
def test_words_are_rewritten_by_the_languages_lists(
    kind: str, code: str, source: str, target: str, wanted: set[str | None] | None
) -> None:
    found = {plant(kind, code, source, target, seed=seed) for seed in range(40)}
    assert target not in found
    assert found == wanted if wanted else len(found) >= 3


def test_a_name_is_another_pairs() -> None:
    around = others_of(
        "sv", [("Then Anna left.", "Sedan gick Anna."), ("Then Lund came.", "Sedan kom Lund.")]
    )
    plant_name = kind_of("entity-swapped").plant
    assert plant_name(around.pairs[0], around, Random(0)) == "Sedan gick Lund."  # noqa: S311


def test_utf8_is_misread_as_it_is_in_the_wild() -> None:
    assert plant("mojibake", "fr", "-", "déjà") == "dÃ©jÃ\xa0"
    assert plant("mojibake", "fr", "-", "plain") is None


def test_only_latin_letters_lose_their_marks() -> None:
    assert plant("marks-stripped", "vi", "-", "Đường phố Việt Nam") == "Duong pho Viet Nam"
    assert plant("marks-stripped", "ar", "-", "أُلغي إلى آخر") is None


def test_an_address_goes_with_its_brackets() -> None:
    pair = ("See (https://www.example.org/a).", "Se (https://www.example.org/a).")
    assert plant("url-lost", "sv", *pair) == "Se."


def test_a_pair_with_an_address_of_its_own_needs_no_other() -> None:
    kind = kind_of("url-lost")
    assert kind.prepare
    pair = Pair("Write to a@example.org.", "Skriv till a@example.org.")
    assert kind.prepare(pair, others_of("sv", [pair]), Random(0)) == pair  # noqa: S311


@pytest.mark.parametrize("seed", range(12))
def test_a_broken_table_differs_in_shape_and_a_swapped_one_in_its_cells(seed: int) -> None:
    pair = Pair("Sales.", "Salg.")
    around = others_of("da", [pair])
    kind = kind_of("table-broken")
    assert kind.prepare
    whole = kind.prepare(pair, around, Random(seed))  # noqa: S311
    assert whole

    def shape(text: str) -> list[int]:
        return [line.count("|") for line in text.split("\n")]

    broken = kind.plant(whole, around, Random(seed))  # noqa: S311
    swapped = kind_of("cells-exchanged").plant(whole, around, Random(seed))  # noqa: S311
    assert broken
    assert swapped
    assert shape(whole.target) == shape(whole.source) == [0, 0, 4, 4, 4, 4]
    assert shape(broken) != shape(whole.target)
    assert swapped != whole.target
    assert shape(swapped) == shape(whole.target)
    assert sorted(swapped) == sorted(whole.target)


def test_check_digits_are_those_of_the_standards() -> None:
    assert luhn("US037833100") == "5"
    assert mod97("HWUPKR0MPOU8FGXBT3") == "94"
    assert mod97("370400440532013000DE") == "89"


@pytest.mark.parametrize("seed", range(10))
def test_identifiers_are_made_whole_and_broken_in_one_character(seed: int) -> None:
    whole = f"({identifier(Random(seed))})"  # noqa: S311
    assert IDENTIFIER.search(whole)
    broken = plant("identifier-broken", "da", whole, whole, seed=seed)
    assert broken
    assert sum(a != b for a, b in zip(whole, broken, strict=True)) == 1
