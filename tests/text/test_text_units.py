"""Units beside numbers, what they measure, and what converts to what."""

import pytest

from babelwright.catalog.model import Language
from babelwright.text.figures import Figures
from babelwright.text.measures import Measure, dimension, is_converted, kind
from babelwright.text.units import kinds, kinds_beside_digits


def _measures(languages: dict[str, Language], code: str, text: str) -> list[Measure]:
    return Figures(text, languages[code]).measures


MEASURED = [
    ("en", "45 miles", [("45", "mile")]),
    ("en", "10 to 15 km", [("10", "kilometre"), ("15", "kilometre")]),
    ("en", "5–10 inches", [("5", "inch"), ("10", "inch")]),
    ("en", "It is 30 °C, or 86 °F", [("30", "celsius"), ("86", "fahrenheit")]),
    ("en", "5 per cent of 20%", [("5", "percent"), ("20", "percent")]),
    ("en", "30 long miles", [("30", "mile")]),
    ("en", "a 6-foot wall", [("6", "foot")]),
    ("en", "50 people and 3 cats", []),
    ("en", "at 120 km/h", [("120", "kmh")]),
    ("sv", "45 engelska mil", [("45", "mile")]),
    ("sv", "45 mil", [("45", "mil")]),
    ("da", "30 kvadratkilometer", [("30", "square_kilometre")]),
    ("is", "30 jarda", [("30", "yard")]),
    ("vi", "30 ki lô mét, 5 phần trăm", [("30", "kilometre"), ("5", "percent")]),
    ("fr", "30 points de pourcentage", [("30", "point")]),
    ("ar", "30 كيلومترا و5 أميال", [("30", "kilometre"), ("5", "mile")]),
]


@pytest.mark.parametrize(("code", "text", "wanted"), MEASURED)
def test_numbers_have_the_unit_after_them(
    languages: dict[str, Language], code: str, text: str, wanted: list[tuple[str, str]]
) -> None:
    found = [(each.mention.written, each.unit) for each in _measures(languages, code, text)]
    assert found == wanted


CONVERTED = [
    ("30 miles", "48 kilometer", True),
    ("30 miles", "50 kilometer", True),
    ("30 miles", "60 kilometer", False),
    ("30 miles", "30 kilometer", False),
    ("72 °F", "22 °C", True),
    ("72 °F", "32 °C", False),
    ("10 degrees", "5,5 grader", True),
    ("180 pounds", "82 kilo", True),
    ("85 mph", "38 m/s", True),
    ("3 inches", "7 cm", True),
    ("12 square miles", "31 kvadratkilometer", True),
    ("2 hours", "120 minuter", True),
    ("5 miles", "8 kilo", False),
]


@pytest.mark.parametrize(("source", "target", "wanted"), CONVERTED)
def test_a_conversion_is_right_within_its_rounding(
    languages: dict[str, Language], source: str, target: str, wanted: bool
) -> None:
    ((ours,), (theirs,)) = (_measures(languages, "en", source), _measures(languages, "sv", target))
    assert is_converted(ours, theirs) is wanted


def test_letters_and_apostrophes_are_not_sure_to_be_units(languages: dict[str, Language]) -> None:
    found = _measures(languages, "en", "5 m, the 1990's, 5 km, 5 %")
    assert [each.is_sure for each in found] == [False, False, True, True]


def test_a_word_of_two_units_is_none(languages: dict[str, Language]) -> None:
    assert kinds("một cân và ba mẫu", languages["vi"]) == {"kilogram": 1, "acre": 1}
    assert _measures(languages, "en", "5 seconds and 6 secs")[0].unit == "second"


def test_units_are_counted_beside_digits_and_anywhere(languages: dict[str, Language]) -> None:
    text = "three miles, 4 miles and 5 %"
    assert kinds_beside_digits(text, languages["en"]) == ["mile", "percent"]
    assert kinds(text, languages["en"]) == {"mile": 2, "percent": 1}


def test_a_speed_counts_as_its_length_and_a_yard_as_a_metre() -> None:
    assert (kind("mph"), kind("yard"), kind("point")) == ("mile", "metre", "percent")
    assert dimension("acre") == dimension("hectare") == "area"


def test_every_unit_of_a_language_file_is_known(languages: dict[str, Language]) -> None:
    for language in languages.values():
        assert all(dimension(unit) for unit in language.units)
