"""Cues: words and phrases that a language's file lists."""

import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from babelwright.catalog.model import Language
from babelwright.text.cues import matcher, sieve

FOUND: list[tuple[str, str, list[str]]] = [
    ("not", "Not now, not ever; nothing", ["Not", "not"]),
    ("not", "knot notes", []),
    ("*n't", "I can't, he won’t", ["can't", "won’t"]),
    ("u*", "ulykke og under", ["ulykke", "under"]),
    ("im*ble", "impossible and improbably", ["impossible"]),
    ("ne … pas", "il ne le veut pas", ["ne le veut pas"]),
    ("ne … pas", "il ne vient. Pas elle", []),
    ("ne … pas", "ne un deux trois quatre cinq pas", []),
    ("n' … pas", "il n’a pas", ["n’a pas"]),
    ("no. #", "room no. 512", ["no. 512"]),
    ("sans doute", "sans\u00a0doute", ["sans\u00a0doute"]),
    ("لم", "ولم لم", ["لم"]),
    ("không", "Không có", ["Không"]),
]


@pytest.mark.parametrize(("cue", "text", "found"), FOUND)
def test_a_cue_is_whole_words_with_signs_for_what_may_stand_in_it(
    cue: str, text: str, found: list[str]
) -> None:
    assert matcher((cue,)).findall(text) == found


@pytest.mark.parametrize(("cue", "text", "found"), FOUND)
def test_the_sieve_lets_through_what_the_matcher_finds(
    cue: str, text: str, found: list[str]
) -> None:
    (hit,) = pc.match_substring_regex(pa.array([text]), sieve((cue,))).to_pylist()
    assert hit or not found


def test_the_longest_cue_is_found_and_pairs_before_single_words() -> None:
    cues = ("ne", "pas", "ne … pas", "ne pas")
    assert matcher(cues).findall("ne pas venir, il ne vient pas, pas lui") == [
        "ne pas",
        "ne vient pas",
        "pas",
    ]


def test_no_cues_are_nowhere() -> None:
    assert matcher(()).findall("anything") == []
    assert pc.match_substring_regex(pa.array(["anything"]), sieve(())).to_pylist() == [False]


def test_a_sieve_may_be_held_to_the_beginning() -> None:
    texts = ["** Note: so", "a note"]
    held = sieve(("note",), r"^[\s\pP\pS]*")
    assert pc.match_substring_regex(pa.array(texts), held).to_pylist() == [True, False]


def test_every_list_of_every_language_is_a_pattern(languages: dict[str, Language]) -> None:
    kinds = ("negation", "negative", "idioms", "obligation", "permission", "refusal", "preamble")
    for language in languages.values():
        for kind in kinds:
            cues: tuple[str, ...] = getattr(language.cues, kind)
            assert cues, (language.code, kind)
            for cue in cues:
                plain = re.sub(r"\s*…\s*", " x ", cue).replace("*", "").replace("#", "7")
                assert matcher(cues).search(plain.replace("' x ", "'x ")), (language.code, cue)
                (hit,) = pc.match_substring_regex(
                    pa.array([plain.replace("' x ", "'x ")]), sieve(cues)
                ).to_pylist()
                assert hit, (language.code, cue)
