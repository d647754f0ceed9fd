"""The checks of numbers: which of them tells of what, and which severity that has."""

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, find, misjudged, pairs_of, rows

CHANGED: list[Case] = [
    ("It took 45 days.", "Det tog 46 dagar.", True),
    ("It took 45 days.", "Det tog 45 dagar.", False),
    ("It took 45 days.", "Det tog några dagar.", False),
    ("It took some days.", "Det tog 45 dagar.", False),
    ("It took 45 days.", "Det tog fyrtiofem dagar.", False),
    ("It took 5 days.", "Det tog 7 dagar.", True),
    ("It took five days.", "Det tog 5 dagar.", False),
    ("It cost 50 dollars.", "Det kostade 500 dollar.", True),
    ("In 2019 and 2020", "År 2019 och 2021", True),
    ("See https://example.org/2019", "Se https://example.org/2020", False),
    ("Costs {0} and %1$s", "Kostar %1$s och {0}", False),
    ("It is 30 miles away", "Det är 48 kilometer bort", False),
    ("It is 30 miles away", "Det är 84 kilometer bort", True),
]

LOST: list[Case] = [
    ("It took 45 days.", "Det tog några dagar.", True),
    ("In 2019 and 2020", "År 2019", True),
    ("It took 45 days.", "Det tog 46 dagar.", False),
    ("It took 3 days.", "Det tog några dagar.", False),
    ("Mail room45@example.org", "Skriv hit", False),
    ("It took days.", "Det tog 45 dagar.", False),
]

INVENTED: list[Case] = [
    ("It took days.", "Det tog 45 dagar.", True),
    ("In 2019", "År 2019 och 2020", True),
    ("It took 45 days.", "Det tog 46 dagar.", False),
    ("It took forty days.", "Det tog 40 dagar.", False),
    ("It took days.", "Det tog 3 dagar.", False),
]

SMALL: list[Case] = [
    ("It took 3 days.", "Det tog några dagar.", True),
    ("It took days.", "Det tog 3 dagar.", True),
    ("It took three days.", "Det tog 3 dagar.", False),
    ("It took 3 days.", "Det tog tre dagar.", False),
    ("A 5-year-old", "En femåring", False),
    ("It took 1 day.", "Det tog dagen.", False),
    ("It took 3 days.", "Det tog 4 dagar.", False),
    ("It took 45 days.", "Det tog några dagar.", False),
    ("At 3 p.m.", "Klockan 15", False),
    ("In June", "I månad 6", False),
]

STRICT: list[Case] = [
    ("It took 45 days.", "Det tog 45 dagar.", False),
    ("It cost 1,250.50 dollars.", "Det kostade 1 250,50 dollar.", False),
    ("It took 45 days.", "Det tog fyrtiofem dagar.", True),
    ("19 million", "19 000 000", True),
    ("At 3 p.m.", "Klockan 15", True),
    ("2 of 2", "2 av många", True),
    ("4-1", "1-4", False),
    ("0.5 and 7", "7 och 0,5", False),
]


@pytest.mark.parametrize(
    ("check", "table"),
    [
        ("number-changed", CHANGED),
        ("number-lost", LOST),
        ("number-invented", INVENTED),
        ("number-small", SMALL),
        ("number-strict", STRICT),
    ],
)
def test_a_check_of_numbers_tells_its_rows(
    languages: dict[str, Language], gates: Gates, check: str, table: list[Case]
) -> None:
    assert misjudged(languages, gates, check, "en-sv", table) == []


def test_a_finding_names_the_numbers(languages: dict[str, Language], gates: Gates) -> None:
    pairs = pairs_of(languages, "en-vi", [("In 1998, 45 dogs", "Năm 1989, 54 con chó")])
    (finding,) = find("number-changed", pairs, gates)
    assert finding.detail == "1998, 45 became 1989, 54"


def test_of_many_numbers_the_first_are_named(languages: dict[str, Language], gates: Gates) -> None:
    source = " and ".join(str(number) for number in range(100, 160))
    pairs = pairs_of(languages, "en-sv", [(source, "inga")])
    (finding,) = find("number-lost", pairs, gates)
    assert finding.detail.startswith("lost: 100, 101, ")
    assert finding.detail.endswith(" and 50 more")


def test_a_row_has_one_finding_about_numbers(languages: dict[str, Language], gates: Gates) -> None:
    table = [*CHANGED, *LOST, *INVENTED, *SMALL]
    batch = pairs_of(languages, "en-sv", [(source, target) for source, target, _ in table])
    found = [
        row
        for check in ("number-changed", "number-lost", "number-invented", "number-small")
        for row in rows(check, batch, gates)
    ]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("cell", ["7" * 90_000, "1," * 45_000, "123," * 20_000, "½" * 20_000])
def test_a_long_cell_of_digits_is_judged(
    languages: dict[str, Language], gates: Gates, cell: str
) -> None:
    pairs = pairs_of(languages, "en-sv", [(cell, f"{cell} 4 x 9")])
    assert rows("number-lost", pairs, gates) == []
