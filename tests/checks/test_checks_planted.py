"""Defects planted in good translations: every one is caught, and no good one is."""

import pytest

from babelwright.catalog.model import Gates, Language
from babelwright.checks.gate import Flag, Verdict, judge, verdict
from support.batches import pairs_of
from support.parallel import pairs, texts
from support.planting import planted

CODES = ["vi", "ar", "sv", "fr"]

# What is planted, and the check that must say so of every text that it is planted in.
PLANTED = [
    ("empty", "empty"),
    ("untranslated", "copied"),
    ("truncated-60", "truncation"),
    ("doubled", "repetition"),
    ("repeated-4", "repetition"),
    ("runaway", "repetition"),
    ("url-lost", "span-lost"),
    ("url-changed", "span-lost"),
    ("placeholder-broken", "span-lost"),
    ("tag-broken", "span-lost"),
    ("code-changed", "span-lost"),
    ("bracket-lost", "brackets"),
    ("identifier-broken", "number-changed"),
    ("control-character", "control-characters"),
    ("wrong-language", "language"),
    ("wrong-script", "script"),
    ("paragraphs-joined", "paragraphs"),
]


def _judged(
    languages: dict[str, Language], gates: Gates, code: str, found: list[tuple[str, str]]
) -> list[list[Flag]]:
    return judge(pairs_of(languages, f"en-{code}", found), gates)


@pytest.mark.parametrize("code", [*CODES, "da", "nb", "nn", "is", "fo"])
def test_good_translations_have_no_flag(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    good = pairs(code)
    assert len(good) >= (12 if code in CODES else 4)
    assert _judged(languages, gates, code, good) == [[] for _ in good]


@pytest.mark.parametrize("code", CODES)
def test_good_translations_have_no_flag_the_other_way_round(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    backwards = [(target, source) for source, target in pairs(code)]
    flags = judge(pairs_of(languages, f"{code}-en", backwards), gates)
    assert flags == [[] for _ in backwards]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("kind", "check"), PLANTED)
def test_every_planted_defect_is_caught(
    languages: dict[str, Language], gates: Gates, code: str, kind: str, check: str
) -> None:
    found = planted(kind, code)
    assert len(found) >= 12
    flags = _judged(languages, gates, code, found)
    missed = [pair for pair, each in zip(found, flags, strict=True) if not _says(each, check)]
    assert missed == []
    assert {verdict(each) for each in flags} == {Verdict.HARD}


@pytest.mark.parametrize("code", CODES)
def test_a_changed_digit_is_caught_wherever_it_stands(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    found = [pair for seed in range(4) for pair in planted("number-swapped", code, seed)]
    assert len(found) >= 24
    flags = _judged(languages, gates, code, found)
    missed = [pair for pair, each in zip(found, flags, strict=True) if not each]
    assert missed == []


def _says(flags: list[Flag], check: str) -> bool:
    return check in {flag.check for flag in flags}


def test_vietnamese_without_its_marks_is_caught(
    languages: dict[str, Language], gates: Gates
) -> None:
    found = planted("marks-stripped", "vi")
    flags = _judged(languages, gates, "vi", found)
    assert all(_says(each, "marks") for each in flags)
    assert {verdict(each) for each in flags} == {Verdict.HARD}


def test_a_neighbours_language_is_caught_in_a_passage(
    languages: dict[str, Language], gates: Gates
) -> None:
    passage = (" ".join(texts("en")), " ".join(texts("da")))
    (flags,) = _judged(languages, gates, "sv", [passage])
    assert _says(flags, "language")


@pytest.mark.parametrize("code", CODES)
def test_another_rows_translation_is_caught_where_its_numbers_differ(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    good = pairs(code)
    numbered = [i for i, (source, _) in enumerate(good) if any(c.isdigit() for c in source)]
    shifted = [(good[i][0], good[numbered[n - 1]][1]) for n, i in enumerate(numbered)]
    flags = _judged(languages, gates, code, shifted)
    assert sum(verdict(each) is not Verdict.PASS for each in flags) == len(shifted)
