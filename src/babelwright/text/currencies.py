"""Reads which currencies a text speaks of: signs, ISO 4217 codes, and words of its language."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

import regex

from babelwright.catalog.model import Language
from babelwright.text.known import per_language
from babelwright.text.numerals import forms

# Dollars of all countries are one here, as crowns are: their words are the same.
_SIGNS = {
    "$": "dollar",
    "€": "euro",
    "£": "pound",
    "₫": "dong",
    "₽": "rouble",
    "₹": "rupee",
    "₩": "won",
    "₺": "lira",
    "₪": "shekel",
    "₿": "bitcoin",
}
_CODES = {
    **dict.fromkeys(("USD", "AUD", "CAD", "NZD", "HKD", "SGD"), "dollar"),
    **dict.fromkeys(("DKK", "NOK", "SEK", "ISK", "CZK"), "krone"),
    **dict.fromkeys(("INR", "PKR"), "rupee"),
    **dict.fromkeys(("SAR", "QAR", "OMR", "IRR"), "riyal"),
    **dict.fromkeys(("KWD", "JOD", "BHD", "IQD", "TND", "DZD"), "dinar"),
    **dict.fromkeys(("AED", "MAD"), "dirham"),
    **dict.fromkeys(("GBP", "EGP"), "pound"),
    **dict.fromkeys(("CNY", "RMB"), "yuan"),
    "EUR": "euro",
    "JPY": "yen",
    "CHF": "franc",
    "RUB": "rouble",
    "VND": "dong",
    "KRW": "won",
    "MXN": "peso",
    "TRY": "lira",
    "ILS": "shekel",
    "PLN": "zloty",
    "BTC": "bitcoin",
}
_BETWEEN = 24
_WORDS_KEPT = 4096
_NUMBER_BEFORE = regex.compile(r"\p{Nd}[\s\u00a0-]*(?:[\p{L}\p{M}]{1,10}[\s\u00a0]+){0,2}$")
_TOKEN = re.compile(rf"[{''.join(_SIGNS)}]|[^\W\d_]+")


class Currencies(NamedTuple):
    """Currencies that a text speaks of, others that a word of it may mean, and codes in it."""

    sure: frozenset[str]
    possible: frozenset[str]
    codes: frozenset[str]


class _Words(NamedTuple):
    """A language's words for currencies: of one word, of several, and those beside a number."""

    names_of: Callable[[str], frozenset[str]]
    phrases: Mapping[str, frozenset[str]]
    counted: frozenset[str]


@per_language
def _words(language: Language) -> _Words:
    units = {form.casefold() for words in language.units.values() for form in words}
    names: dict[str, frozenset[str]] = {}
    counted: set[str] = set()
    for currency, words in language.currencies.items():
        for form in words:
            word = form.rstrip("?").casefold()
            # A word of a unit too is held against neither.
            both = {currency, ""} if word in units else {currency}
            names[word] = names.get(word, frozenset()) | both
            if form.endswith("?"):
                counted.add(word)
    whole = {word: found for word, found in names.items() if " " not in word and word[-1] != "*"}
    stems = tuple((word[:-1], found) for word, found in names.items() if word[-1] == "*")

    @lru_cache(maxsize=_WORDS_KEPT)
    def names_of(token: str) -> frozenset[str]:
        """Return the currencies that a word, a sign or a code may mean."""
        if token in _SIGNS or token in _CODES:
            return frozenset({_SIGNS.get(token) or _CODES[token]})
        word = token.casefold()
        for form in forms(word, language.numbers.prefixes):
            if form in whole:
                return whole[form]
        return next((found for stem, found in stems if word.startswith(stem)), frozenset())

    phrases = {word: found for word, found in names.items() if " " in word}
    return _Words(names_of, phrases, frozenset(counted))


def currency_hint(language: Language) -> str:
    """Return an RE2 pattern that every text matches that surely speaks of a currency."""
    forms = {form.rstrip("*") for words in language.currencies.values() for form in words}
    alone = [_begun(form) for form in sorted(forms) if not form.endswith("?")]
    counted = [_begun(form.rstrip("?")) for form in sorted(forms) if form.endswith("?")]
    hints = [f"[{''.join(_SIGNS)}]", rf"\b(?:{'|'.join(_CODES)})"]
    hints += [f"(?i:{'|'.join(alone)})"] if alone else []
    hints += [rf"(?i:\p{{Nd}}.{{0,{_BETWEEN}}}(?:{'|'.join(counted)}))"] if counted else []
    return "|".join(hints)


def _begun(form: str) -> str:
    """Return a word's pattern; RE2 knows where words begin for ASCII alone."""
    return (r"\b" if form[0].isascii() else "") + re.escape(form)


def currencies(text: str, language: Language) -> Currencies:
    """Return the currencies of a text; a word that may mean something else is only possible."""
    words = _words(language)
    sure: set[str] = set()
    possible: set[str] = set()
    tokens = set(_TOKEN.findall(text))
    for token in tokens:
        names = words.names_of(token)
        if names:
            possible |= names
            if len(names) == 1 and (token.casefold() not in words.counted or _counts(text, token)):
                sure |= names
    folded = text.casefold() if words.phrases else ""
    for phrase, names in words.phrases.items():
        if phrase in folded:
            possible |= names
            sure |= names if len(names) == 1 else set()
    codes = frozenset(tokens & _CODES.keys())
    return Currencies(frozenset(sure), frozenset(possible | sure), codes)


def _counts(text: str, word: str) -> bool:
    """Whether a number, and a scale word perhaps, stands right before a word anywhere."""
    return any(
        _NUMBER_BEFORE.search(text[max(found.start() - _BETWEEN, 0) : found.start()])
        for found in re.finditer(rf"\b{re.escape(word)}\b", text)
    )
