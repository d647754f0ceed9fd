"""Defects planted in good translations: every one is caught, and no good one is."""

import pytest

from babelwright.catalog.model import Gates, Language
from babelwright.checks.gate import Flag, Verdict, judge, verdict
from support import defects
from support.batches import pairs_of
from support.defects import Good, Plant
from support.parallel import pairs, texts

CODES = ["vi", "ar", "sv", "fr"]

# A language that is wrong for each, and one in another script.
WRONG_LANGUAGE = {"vi": "fr", "ar": "fr", "sv": "fr", "fr": "sv"}
WRONG_SCRIPT = {"vi": "ar", "ar": "vi", "sv": "ar", "fr": "ar"}

# What is planted, and the check that must say so.
PLANTED: list[tuple[Plant, str]] = [
    (defects.emptied, "empty"),
    (defects.copied, "copied"),
    (defects.cut, "truncation"),
    (defects.doubled, "repetition"),
    (defects.looped, "repetition"),
    (defects.digit_changed, "number-changed"),
    (defects.address_dropped, "span-lost"),
    (defects.mail_dropped, "span-lost"),
    (defects.placeholder_changed, "span-lost"),
    (defects.tag_dropped, "span-lost"),
    (defects.bracket_dropped, "brackets"),
    (defects.control_added, "control-characters"),
    (defects.other_language, "language"),
    (defects.other_script, "script"),
    (defects.lines_joined, "paragraphs"),
]
# Digits and the like are not in every text, but in so many at least.
LEAST = {
    "digit_changed": 6,
    "address_dropped": 1,
    "mail_dropped": 1,
    "placeholder_changed": 2,
    "tag_dropped": 1,
    "bracket_dropped": 3,
    "lines_joined": 1,
}


def _good(code: str) -> list[Good]:
    language, script = texts(WRONG_LANGUAGE[code]), texts(WRONG_SCRIPT[code])
    return [Good(*pair, language[i], script[i]) for i, pair in enumerate(pairs(code))]


def _planted(code: str, plant: Plant) -> list[tuple[str, str]]:
    return [(good.source, spoilt) for good in _good(code) if (spoilt := plant(good)) is not None]


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
@pytest.mark.parametrize(("plant", "check"), PLANTED, ids=[plant.__name__ for plant, _ in PLANTED])
def test_every_planted_defect_is_caught(
    languages: dict[str, Language], gates: Gates, code: str, plant: Plant, check: str
) -> None:
    found = _planted(code, plant)
    assert len(found) >= LEAST.get(plant.__name__, 12)
    flags = _judged(languages, gates, code, found)
    missed = [pair for pair, each in zip(found, flags, strict=True) if not _says(each, check)]
    assert missed == []
    assert {verdict(each) for each in flags} == {Verdict.HARD}


def _says(flags: list[Flag], check: str) -> bool:
    return check in {flag.check for flag in flags}


def test_vietnamese_without_its_marks_is_caught(
    languages: dict[str, Language], gates: Gates
) -> None:
    found = _planted("vi", defects.marks_stripped)
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
