"""Patterns find the same in a few texts and in many: two engines read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.catalog.model import Language
from babelwright.text.cues import sieve
from babelwright.text.currencies import currency_hint
from babelwright.text.dates import month_hint
from babelwright.text.identifiers import HINT as IDENTIFIERS
from babelwright.text.markup import EMOJI_HINT, HASHTAG_HINT, MARK_HINT, TAG_HINT
from babelwright.text.patterns import counts_like, rows_like
from babelwright.text.spans import HINT as SPANS

# Enough texts beside those that are looked at, so that the column is read at once.
MANY = [""] * 300
PATTERNS = [
    r"\bx\b",
    r"^\s*[.,]\s*\pL",
    r"\d$",
    r"[\s\p{Z}]x",
    r"[^\s\p{Z}]+",
    r"\w+-\w+",
    r"a\x{a0}b|[ \x{a0}]c",
    r"(?i)É|straße",
    r"[^\s\S]",
    r"\S\W\D",
    r"[\w.]+[$]|[[(]",
    r"[]x]",
    SPANS,
    IDENTIFIERS,
    TAG_HINT,
    MARK_HINT,
    HASHTAG_HINT,
    EMOJI_HINT,
]
LETTERS = [*list("abcxéÉđ٣1 .,$-:#<>*_[]()%@{}'’\n\t\r\xa0\u2028ß"), "ISIN", "SFS 2018:218", "May"]
TEXTS = st.lists(st.lists(st.sampled_from(LETTERS), max_size=12).map("".join), max_size=20)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(texts=TEXTS)
def test_few_texts_are_read_as_many_are(pattern: str, texts: list[str]) -> None:
    assert rows_like(texts, pattern) == rows_like([*texts, *MANY], pattern)[: len(texts) or None]


@given(texts=TEXTS, pattern=st.sampled_from([r"\bx", r"[.,]\s", r"\d", "é", r"\pL+"]))
def test_matches_are_counted_alike(pattern: str, texts: list[str]) -> None:
    assert counts_like(texts, pattern) == counts_like([*texts, *MANY], pattern)[: len(texts)]


@pytest.mark.parametrize("code", ["en", "vi", "ar", "fr", "da", "is"])
def test_what_languages_list_is_found_alike(languages: dict[str, Language], code: str) -> None:
    language = languages[code]
    cues = language.cues
    texts = [*cues.negation, *cues.obligation, *cues.refusal, "É", "100 €", "ikkje,", "l’été"]
    texts = [f"a {text.replace('*', 'e').replace('…', 'x').replace('#', '7')}\n" for text in texts]
    for pattern in (
        sieve(cues.negation),
        sieve(cues.obligation),
        sieve(cues.refusal),
        currency_hint(language),
        month_hint(language),
    ):
        many = rows_like([*texts, *MANY], pattern)
        assert rows_like(texts, pattern) == many
