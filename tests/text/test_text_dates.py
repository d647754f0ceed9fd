"""Dates: named months and dates of digits, in the orders of ten languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.catalog.model import Language
from babelwright.text.dates import Day, dates, month_hint, months
from babelwright.text.patterns import rows_like
from support.laws import law

FIFTH_OF_MARCH = [
    ("en", "5 March 2024"),
    ("en", "March 5, 2024"),
    ("en", "the 5th of March"),
    ("en", "Mar. 5"),
    ("da", "den 5. marts 2024"),
    ("nb", "5. mars 2024"),
    ("nn", "5. mars"),
    ("sv", "den 5 mars 2024"),
    ("sv", "2024-03-05"),
    ("is", "5. mars 2024"),
    ("fo", "5. mars"),
    ("fr", "le 5 mars 2024"),
    ("vi", "ngày 5 tháng 3 năm 2024"),
    ("vi", "ngày 05/03/2024"),
    ("ar", "5 مارس 2024"),
    ("ar", "٥ مارس ٢٠٢٤"),
    ("ar", "5/3/2024"),
    ("fr", "05/03/24"),
    ("nb", "5.3.2024"),
]


@pytest.mark.parametrize(("code", "text"), FIFTH_OF_MARCH)
def test_the_fifth_of_march_is_one_day_in_every_language(
    languages: dict[str, Language], code: str, text: str
) -> None:
    (found,) = dates(text, languages[code])
    assert found.days == (Day(5, 3),)


@pytest.mark.parametrize(
    ("code", "text", "wanted"),
    [
        ("en", "05/03/2024", {(5, 3), (3, 5)}),
        ("en", "25/12/2024", {(25, 12)}),
        ("en", "in March 2024", {(0, 3)}),
        ("fr", "le 1er mars", {(1, 3)}),
        ("vi", "tháng 12", {(0, 12)}),
        ("vi", "tháng mười hai", {(0, 12)}),
        ("ar", "وفي مارس", {(0, 3)}),
        ("sv", "i maj kom 12 personer", {(0, 5)}),
        ("en", "you may march on", set()),
        ("en", "1.2.3.4 and 99/99/2024 and 1/2", set()),
        ("en", "MAY 5", {(5, 5)}),
    ],
)
def test_dates_are_read_as_far_as_they_say(
    languages: dict[str, Language], code: str, text: str, wanted: set[tuple[int, int]]
) -> None:
    assert {day for date in dates(text, languages[code]) for day in date.days} == wanted


@pytest.mark.parametrize("code", ["ar", "da", "en", "fo", "fr", "is", "nb", "nn", "sv", "vi"])
def test_every_name_of_a_month_is_read_and_hinted_at(
    languages: dict[str, Language], code: str
) -> None:
    language = languages[code]
    for month, names in enumerate(language.dates.months, start=1):
        for name in names:
            assert months(f"7 {name} 1999", language) == {month}, name
            assert rows_like([f"x {name} y"], month_hint(language)) == [0], name


@law
@given(st.text(alphabet="0123456789/.- May", max_size=40))
def test_what_has_a_date_is_hinted_at(languages: dict[str, Language], text: str) -> None:
    if dates(text, languages["en"]):
        assert rows_like([text], month_hint(languages["en"])) == [0]
