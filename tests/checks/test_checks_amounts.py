"""Magnitudes, units, currencies, signs and dates that became others."""

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, find, misjudged, pairs_of, rows

SCALE: list[Case] = [
    ("It cost 2 billion kronor", "Det kostade 2 biljoner kronor", True),
    ("It cost 2 billion kronor", "Det kostade 2 miljarder kronor", False),
    ("A billion people", "En biljon människor", True),
    ("19,000,000 people", "19 miljarder människor", True),
    ("19,000,000 people", "19 miljoner människor", False),
]

UNIT: list[Case] = [
    ("It is 30 miles", "Det är 30 kilometer", True),
    ("It is 30 miles", "Det är 48 kilometer", False),
    ("It is 30 miles", "Det är 30 engelska mil", False),
    ("30 miles (48 km)", "30 engelska mil (48 km)", False),
    ("It took 3 days", "Det tog 3 veckor", True),
    ("It took three days", "Det tog 3 veckor", True),
    ("It took three days", "Det tog 3 dagar", False),
    ("It rose 5 per cent", "Det steg 5 grader", True),
    ("It rose 5 per cent", "Det steg 5 %", False),
    ("It rose 5 percentage points", "Det steg 5 procent", False),
    ("30 yards from goal", "30 meter från målet", False),
    ("5 years and 5 months", "5 månader och 5 år", False),
    ("at 30 mph", "i 30 km/h", True),
    ("two towns, 2.5 to 5 cm", "två städer, 1 till 2 tum", False),
]

CURRENCY: list[Case] = [
    ("It cost 45 dollars", "Det kostade 45 euro", True),
    ("It cost $45", "Det kostade 45 €", True),
    ("It cost $45", "Det kostade 45 dollar", False),
    ("It cost 45 DKK", "Det kostade 45 danska kronor", False),
    ("It cost $45", "Det kostade 45", False),
    ("It cost 45 DKK", "Det kostade 45 SEK", True),
    ("It cost 45 DKK", "Det kostade 45 kr (45 DKK)", False),
    ("It cost $45 (USD)", "Det kostade 45 USD", False),
    ("€5 and $5", "5 € (5 EUR)", False),
    ("It cost 45", "Det kostade 45 euro", False),
    ("$45 or €40", "45 dollar eller 40 euro", False),
    ("5 pounds of flour", "5 dollar mjöl", False),
]

SIGN: list[Case] = [
    ("It was -45 degrees", "Det var 45 grader", True),
    ("It was -45 degrees", "Det var minus 45 grader", False),
    ("It was 45 degrees", "Det var -45 grader", False),
]

DATE: list[Case] = [
    ("on 4 May 2024", "den 4 mars 2024", True),
    ("on 4 May 2024", "den 4 maj 2024", False),
    ("on 4 May 2024", "den 5 april 2024", True),
    ("on 4 May 2024", "2024-05-04", False),
    ("on 4 May 2024", "2024-04-05", True),
    ("on 04/05/2024", "2024-04-05", False),
    ("on 04/05/2024", "2024-05-04", False),
    ("in May", "i mars", True),
    ("in May", "på våren", False),
    ("on 4 May and 7 June", "den 7 juni och den 4 maj", False),
    ("You may march", "Du får marschera i mars", False),
]


@pytest.mark.parametrize(
    ("check", "table"),
    [
        ("scale-changed", SCALE),
        ("unit-changed", UNIT),
        ("currency-changed", CURRENCY),
        ("number-sign", SIGN),
        ("date-changed", DATE),
    ],
)
def test_a_check_of_amounts_tells_its_rows(
    languages: dict[str, Language], gates: Gates, check: str, table: list[Case]
) -> None:
    assert misjudged(languages, gates, check, "en-sv", table) == []


OTHERS = [
    ("unit-changed", "en-vi", "It is 30 miles", "Nó cách 30 ki lô mét"),
    ("unit-changed", "en-ar", "30 kilometres away", "على بعد 30 ميلا"),
    ("unit-changed", "en-fr", "It took 30 days", "Cela a duré 30 semaines"),
    ("unit-changed", "en-is", "30 miles away", "30 kílómetra í burtu"),
    ("currency-changed", "en-vi", "It cost 45 euros", "Giá 45 đô la"),
    ("currency-changed", "en-ar", "It cost 45 dollars", "كلف 45 يورو"),
    ("currency-changed", "en-fr", "It cost $45", "Cela coûte 45 euros"),
    ("date-changed", "en-vi", "on 4 May 2024", "ngày 5 tháng 4 năm 2024"),
    ("date-changed", "en-ar", "in March 2024", "في مايو 2024"),
    ("scale-changed", "en-fo", "5 billion people", "5 billiónir fólk"),
]


@pytest.mark.parametrize("case", OTHERS)
def test_other_languages_are_read_as_well(
    languages: dict[str, Language], gates: Gates, case: tuple[str, str, str, str]
) -> None:
    check, codes, source, target = case
    assert rows(check, pairs_of(languages, codes, [(source, target)]), gates) == [0]


def test_a_verb_is_no_hectare(languages: dict[str, Language], gates: Gates) -> None:
    pairs = pairs_of(languages, "nb-vi", [("Det skal ha vært i juni 2009", "tháng 6 năm 2009")])
    assert rows("unit-changed", pairs, gates) == []


def test_a_finding_says_what_became_what(languages: dict[str, Language], gates: Gates) -> None:
    texts = [("30 miles on 4 May for $2 billion", "30 kilometer 4 mars för 2 biljoner euro")]
    pairs = pairs_of(languages, "en-sv", texts)
    details = {
        check: find(check, pairs, gates)[0].detail
        for check in ("unit-changed", "date-changed", "scale-changed", "currency-changed")
    }
    assert details == {
        "unit-changed": "30 mile became 30 kilometre",
        "date-changed": "4 May became 4 mars",
        "scale-changed": "2e9 became 2e12",
        "currency-changed": "dollar became euro",
    }


@pytest.mark.parametrize("cell", ["45 miles and 3 km, $5 million -5 ", "1 May 2024, 5 million "])
def test_a_long_cell_is_judged(languages: dict[str, Language], gates: Gates, cell: str) -> None:
    pairs = pairs_of(languages, "en-sv", [(cell * 2_000, cell * 1_999)])
    for check in ("unit-changed", "currency-changed", "scale-changed", "number-sign"):
        find(check, pairs, gates)
    assert rows("currency-changed", pairs, gates) == []
