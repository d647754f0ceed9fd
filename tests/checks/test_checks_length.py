"""Texts that are too short, too long, or cut off."""

from dataclasses import replace

import pytest

from babelwright.catalog.model import Gates, Language
from babelwright.checks.gate import judge
from support.batches import Case, collected, find, misjudged, pairs_of, rows

MARK = "The tenant pays the rent on the fifth day of each month."
LONG = "Thuê nhà phải trả tiền vào ngày thứ năm."

# The band of Swedish is 0.5 to 1.8 characters for one of the source's, and 8 characters more.
RATIO: list[Case] = [
    ("a" * 100, "b" * 100, False),
    ("a" * 100, "b" * 55, False),
    ("a" * 100, "b" * 175, False),
    ("a" * 100, "b" * 40, True),
    ("a" * 100, "b" * 190, True),
    ("a" * 10, "b" * 25, False),
    ("a" * 10, "b" * 28, True),
    ("No.", "Nej då!", False),
    ("", "b" * 50, False),
    ("a" * 100, "", False),
    # A passage has the narrower band from 0.75 to 1.4.
    ("a" * 400, "b" * 400, False),
    ("a" * 400, "b" * 280, True),
    ("a" * 400, "b" * 600, True),
    ("a" * 300, "b" * 200, False),
]

SOURCE = "The children collected branches in the park after the storm, and built a hut."
TRUNCATION: list[Case] = [
    (SOURCE, "Barnen samlade grenar i parken efter stormen, och", True),
    (SOURCE, "Barnen samlade grenar i parken och byggde en koja.", False),
    (SOURCE, "Barnen samlade ihop grenar i parken efter den starka stormen, och byggde e", False),
    (SOURCE.rstrip("."), "Barnen samlade grenar i parken efter stormen", False),
    ("The children built a hut.", "Barnen byg", False),
    (SOURCE, "Barnen samlade grenar i parken (efter stormen).”", False),
    (SOURCE, "", False),
]

ENDING: list[Case] = [
    (SOURCE, "Barnen samlade grenar i parken efter stormen och byggde en", True),
    (SOURCE, "Barnen samlade grenar i parken efter stormen och byggde en.", False),
    (SOURCE, "Barnen samlade ihop många grenar i parken efter stormen, och byggde en koja", True),
    (SOURCE.rstrip("."), "Barnen samlade grenar i parken efter stormen och", False),
    ("They built a hut.", "De byggde", False),
    (SOURCE, "   ", False),
]

FOUR = "The court met at noon. It heard both sides. Nobody spoke for long. The judge went home."
SENTENCES: list[Case] = [
    (FOUR * 2, "Rätten möttes. Den hörde båda.", True),
    (
        FOUR + " It rained all that day long, they say.",
        "Rätten möttes. Den hörde alla. Slut.",
        True,
    ),
    (FOUR + " It rained that day, and for long.", "Rätten. Den hörde. Ingen. Slut.", False),
    (FOUR, "Rätten möttes. Den hörde båda.", False),
    (FOUR + FOUR, "Rätten. Den. Ingen. Domaren. Rätten. Den. Ingen. Hem.", False),
]

PARAGRAPHS: list[Case] = [
    ("One.\nTwo.", "Ett. Två.", True),
    ("One. Two.", "Ett.\nTvå.", True),
    ("One.\nTwo.", "Ett.\nTvå.", False),
    ("One.\n\nTwo.", "Ett.\nTvå.", False),
    ("\nOne.\n", "Ett.", False),
    ("One.\n\nTwo.\n\nThree.", "Ett.\n\nTvå.", True),
    ("One.", "Ett.", False),
]


@pytest.mark.parametrize(
    ("check", "table"),
    [
        ("length-ratio", RATIO),
        ("truncation", TRUNCATION),
        ("ending", ENDING),
        ("sentences-missing", SENTENCES),
        ("paragraphs", PARAGRAPHS),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_lengths_and_ends_are_judged_by_their_source(
    languages: dict[str, Language], gates: Gates, check: str, table: list[Case]
) -> None:
    assert misjudged(languages, gates, check, "en-sv", table) == []


@pytest.mark.parametrize(
    ("codes", "factor", "failing"),
    [
        ("en-vi", 2.05, []),
        ("en-sv", 2.05, [0]),
        ("sv-vi", 2.05, []),
        ("en-ar", 0.46, []),
        ("en-fr", 0.46, [0]),
        ("fr-ar", 0.46, []),
    ],
)
def test_the_band_is_the_languages_own(
    languages: dict[str, Language], gates: Gates, codes: str, factor: float, failing: list[int]
) -> None:
    batch = pairs_of(languages, codes, [("a" * 200, "b" * round(200 * factor))])
    assert rows("length-ratio", batch, gates) == failing


def test_the_band_counts_from_the_sources_own_length(
    languages: dict[str, Language], gates: Gates
) -> None:
    # French is a fifth longer than English: the same text is shorter in English.
    batch = pairs_of(languages, "fr-en", [("a" * 200, "b" * 90), ("a" * 200, "b" * 380)])
    assert rows("length-ratio", batch, gates) == [1]


def test_the_ratio_is_said(languages: dict[str, Language], gates: Gates) -> None:
    batch = pairs_of(languages, "en-sv", [("a" * 100, "b" * 250)])
    assert find("length-ratio", batch, gates)[0].detail == (
        "2.50 characters for one of the source's"
    )


@pytest.mark.parametrize(
    ("check", "pair", "thresholds"),
    [
        ("length-ratio", ("a" * 400, "b" * 280), {"passage": 500}),
        ("length-ratio", ("a" * 100, "b" * 190), {"slack": 30}),
        ("truncation", TRUNCATION[0][:2], {"characters": 100}),
        ("ending", ENDING[0][:2], {"characters": 100}),
        ("sentences-missing", SENTENCES[0][:2], {"characters": 1000}),
        ("sentences-missing", SENTENCES[0][:2], {"share": 0.9}),
    ],
)
def test_a_pair_that_fails_passes_with_another_threshold(
    languages: dict[str, Language],
    gates: Gates,
    check: str,
    pair: tuple[str, str],
    thresholds: dict[str, float],
) -> None:
    batch = pairs_of(languages, "en-sv", [pair])
    assert rows(check, batch, gates) == [0]
    assert rows(check, batch, gates, **thresholds) == []


@pytest.mark.parametrize("end", ["؟", "!", "…", ":", ".»", ".”)", "`", "؛"])
def test_every_final_mark_ends_a_text(
    languages: dict[str, Language], gates: Gates, end: str
) -> None:
    cut = "جمع الأطفال الأغصان في الحديقة"
    batch = pairs_of(languages, "en-ar", [(SOURCE, cut), (SOURCE, cut + "." + end)])
    assert rows("ending", batch, gates) == [0]


@pytest.mark.parametrize(("check", "bounds"), [("truncation", (0.3, 3.0)), ("ending", (0.3, 0.4))])
def test_how_short_a_text_without_final_mark_may_be_is_the_languages(
    languages: dict[str, Language], gates: Gates, check: str, bounds: tuple[float, float]
) -> None:
    swedish = languages["sv"]
    patient = replace(swedish, length=replace(swedish.length, cut_off=bounds))
    pair = TRUNCATION[0][:2]
    assert rows(check, pairs_of(languages, "en-sv", [pair]), gates) == [0]
    batch = pairs_of({**languages, "sv": patient}, "en-sv", [pair])
    assert rows(check, batch, gates) == []


def test_abbreviations_end_no_sentence_that_could_be_missing(
    languages: dict[str, Language], gates: Gates
) -> None:
    source = "Mr. A. B. Lee, Mrs. C. D. Ray, Dr. E. F. Poe, Prof. G. H. Fox and Ms. I. J. Kay " * 2
    batch = pairs_of(languages, "en-sv", [(source, "Lee, Ray, Poe, Fox och Kay")])
    assert rows("sentences-missing", batch, gates) == []


def test_lengths_mean_nothing_without_a_source(
    languages: dict[str, Language], gates: Gates
) -> None:
    texts = ["b" * 5000, "One.\nTwo.", "no final mark " * 5]
    found = {
        flag.check for flags in judge(collected(languages, "sv", texts), gates) for flag in flags
    }
    assert found.isdisjoint({check for check in gates.checks if check in LENGTHS})


LENGTHS = {"length-ratio", "truncation", "ending", "sentences-missing", "paragraphs"}
