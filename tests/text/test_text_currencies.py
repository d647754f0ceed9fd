"""Currencies: signs, codes, and words that may mean something else."""

import pytest

from babelwright.catalog.model import Language
from babelwright.text.currencies import currencies, currency_hint
from babelwright.text.patterns import rows_like

SURE = [
    ("en", "$5 and 3 euros", {"dollar", "euro"}),
    ("en", "500 USD, 20 DKK", {"dollar", "krone"}),
    ("en", "the dollar fell against the yen", {"dollar", "yen"}),
    ("en", "they won 5 times, 20 won", {"won"}),
    ("en", "he won", set()),
    ("en", "£5", {"pound"}),
    ("en", "5 pounds of flour", set()),
    ("sv", "500 kronor eller 20 dollar", {"krone", "dollar"}),
    ("sv", "Europa är kroniskt", set()),
    ("da", "20 euro", {"euro"}),
    ("is", "500 krónur og 20 dalir", {"krone", "dollar"}),
    ("is", "dalir og fjöll", set()),
    ("fo", "500 krónur", {"krone"}),
    ("fr", "une livre, 500 €", {"euro"}),
    ("vi", "500 đô la, 20 đồng", {"dollar", "dong"}),
    ("vi", "hợp đồng, đồng ý", set()),
    ("ar", "500 دولار و20 يورو", {"dollar", "euro"}),
    ("ar", "بالدولار", {"dollar"}),
]


@pytest.mark.parametrize(("code", "text", "wanted"), SURE)
def test_a_text_surely_speaks_of(
    languages: dict[str, Language], code: str, text: str, wanted: set[str]
) -> None:
    assert currencies(text, languages[code]).sure == wanted


@pytest.mark.parametrize(("code", "text", "wanted"), [case for case in SURE if case[2]])
def test_what_speaks_of_a_currency_is_hinted_at(
    languages: dict[str, Language], code: str, text: str, wanted: set[str]
) -> None:
    assert wanted
    assert rows_like([text], currency_hint(languages[code])) == [0]


def test_a_word_of_a_unit_too_is_possible_and_not_sure(languages: dict[str, Language]) -> None:
    found = currencies("5 pounds", languages["en"])
    assert "pound" in found.possible
    assert not found.sure
