"""Hints: the patterns that rows are sieved by mean the same for many texts and for few."""

import pytest

from babelwright.catalog.model import Language
from babelwright.text import identifiers, markup, tables
from babelwright.text.currencies import currency_hint
from babelwright.text.dates import month_hint
from babelwright.text.patterns import rows_like
from babelwright.text.scales import scale_hint

TEXTS = [
    "plain words",
    "enligt SFS\u00a02018:218",
    "(EU)\u00a0No 1234/2007",
    "DE89\u00a03704 0044 0532 0130 00",
    "good \U0001f600 ✓",
    "#Việt @anna <b> $x$ [a](b)",
    "# heading\n- item\nđ) item",
    "- one\n\n\n2. two",
    "5 March 2024, 05/03/2024, ٥/٣/٢٠٢٤",
    "tháng 3, مارس, maí, août",
    "$5, 20 won, 500 kronor, 45 đô la, دولار",
    "2 billion, 19 triệu, 5 مليار, milljarðar",
]
MANY = 400


def _same(pattern: str) -> bool:
    few = [row for row, text in enumerate(TEXTS) if rows_like([text], pattern)]
    many = [row for row in rows_like(TEXTS * MANY, pattern) if row < len(TEXTS)]
    return few == many


@pytest.mark.parametrize(
    "pattern",
    [
        identifiers.HINT,
        markup.TAG_HINT,
        markup.FORMULA_HINT,
        markup.MARK_HINT,
        markup.HANDLE_HINT,
        markup.HASHTAG_HINT,
        markup.EMOJI_HINT,
        tables.ITEM_HINT,
    ],
)
def test_a_hint_finds_the_same_rows_among_few_and_many(pattern: str) -> None:
    assert rows_like(TEXTS, pattern), "it finds one at least"
    assert _same(pattern)


@pytest.mark.parametrize("code", ["ar", "da", "en", "fo", "fr", "is", "nb", "nn", "sv", "vi"])
def test_a_languages_hints_do_too(languages: dict[str, Language], code: str) -> None:
    for hint in (currency_hint, month_hint, scale_hint):
        assert _same(hint(languages[code])), hint
